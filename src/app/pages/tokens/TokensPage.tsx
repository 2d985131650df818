/** @file The Tokens page: a text whose tokens are coloured by what their loss did, and the pictures linked to it. */

import { useEffect } from 'react';
import { useActions, useApp } from '../../AppContext';
import { isThinking } from '../../state/problems';
import { OPENING } from '../../state/shipped/recorded';
import type { RunEntry } from '../../state/runEntry';
import { shownEntry } from '../../state/select';
import { afterPaint, whenIdle } from '../firstPicture';
import { TokensOfRun } from './TokensOfRun';

export function TokensPage() {
  const entry = useApp(shownEntry);
  const { wake, pictureUp } = useActions();
  const isShown = entry?.trace.document !== undefined;
  useEffect(() => {
    if (isShown) return afterPaint(pictureUp);
  }, [isShown, pictureUp]);
  useEffect(() => {
    // The engine would take the processor from the first picture, so it waits until that stands.
    if (isShown) return whenIdle(wake);
  }, [isShown, wake]);
  useOwnRun(entry);
  if (!entry) return <p className="page-wait">Opening the run…</p>;
  return <TokensOfRun key={entry.run} entry={entry} />;
}

/** Who comes from a run that thinks sees the recorded text. */
function useOwnRun(entry: RunEntry | undefined): void {
  const { openRecorded } = useActions();
  const isElsewhere = entry !== undefined && isThinking(entry);
  useEffect(() => {
    if (isElsewhere) void openRecorded(OPENING);
  }, [isElsewhere, openRecorded]);
}
