/** @file What was recorded beside a model: other methods on the same problems, and the model while it was trained. */

import { useEffect } from 'react';
import { useActions, useApp } from '../../AppContext';
import type { RunEntry } from '../../state/runEntry';

/** Fetched once the first picture stands. */
export function useCompanions({ origin }: RunEntry): void {
  const isPictureUp = useApp((state) => state.isPictureUp);
  const { openCompanions } = useActions();
  const isDue = origin === 'recorded' && isPictureUp;
  useEffect(() => {
    if (isDue) void openCompanions();
  }, [isDue, openCompanions]);
}
