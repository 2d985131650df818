/** @file A derived value whose computing may be long: at once where it is short, in slices between two frames where it is not. */

import { startTransition, useEffect, useMemo, useState } from 'react';
import { finished, type Pieces } from '../../../core/util/pieces';
import { inSlices } from '../../../views/slices';

/**
 * The result of `make`, which stands for the work: a new function is new work.
 *
 * In slices, the last result stays until the next one is there; at first there is none.
 */
export function usePieces<T>(make: () => Pieces<T>, isLong: boolean): T | undefined {
  const atOnce = useMemo(() => (isLong ? undefined : finished(make())), [make, isLong]);
  const [sliced, setSliced] = useState<T>();
  useEffect(() => {
    if (!isLong) return;
    let isOver = false;
    void inSlices(make(), () => isOver).then((value) => {
      // Drawing it can wait for whatever a person does meanwhile.
      if (!isOver) startTransition(() => setSliced(() => value));
    });
    return () => {
      isOver = true;
    };
  }, [make, isLong]);
  return isLong ? sliced : atOnce;
}
