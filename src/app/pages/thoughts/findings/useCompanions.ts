/** @file What was recorded beside a model: other methods on the same problems, the model while it was trained, changed thoughts. */

import { useEffect } from 'react';
import { useActions, useApp } from '../../../AppContext';
import type { CompanionKind } from '../../../state/companions';
import type { RunEntry } from '../../../state/runEntry';

/** Fetched once the first picture stands. */
export function useCompanions({ run, origin }: RunEntry, kind: CompanionKind): void {
  const isPictureUp = useApp((state) => state.isPictureUp);
  const { openCompanions } = useActions();
  const isDue = origin === 'recorded' && isPictureUp;
  useEffect(() => {
    if (isDue) void openCompanions(run, kind);
  }, [isDue, openCompanions, run, kind]);
}
