/** @file A derived value whose computing may be long: at once where it is short, in slices between two frames where it is not. */

import { startTransition, useEffect, useMemo, useRef, useState } from 'react';
import { finished, type Pieces } from '../../../../core/util/pieces';
import { type Following, followWork } from '../run/followWork';

/**
 * The result of `make`, which stands for the work: a new function is new work, and what was under way is dropped.
 *
 * In slices, the last result stays until the next one is there; at first there is none.
 *
 * @param grown counts what the work follows from: where it alone is new, what is under way comes to its end first
 */
export function usePieces<T>(make: () => Pieces<T>, isLong: boolean, grown = 0): T | undefined {
  const atOnce = useMemo(() => {
    void grown;
    return isLong ? undefined : finished(make());
  }, [make, isLong, grown]);
  const [sliced, setSliced] = useState<T>();
  const following = useRef<Following>(undefined);
  useEffect(() => {
    if (!isLong) return;
    // Drawing it can wait for whatever a person does meanwhile.
    const own = followWork(make, (value) => startTransition(() => setSliced(() => value)));
    following.current = own;
    return () => own.end();
  }, [make, isLong]);
  useEffect(() => following.current?.ask(), [grown]);
  return isLong ? sliced : atOnce;
}
