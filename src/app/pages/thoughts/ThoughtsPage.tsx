/** @file The Thoughts page: a problem, the tree that a model's thoughts search for it, and what becomes of it. */

import { useEffect } from 'react';
import { useActions, useApp } from '../../AppContext';
import { isThinking } from '../../state/problems';
import type { RunEntry } from '../../state/runEntry';
import { shownEntry } from '../../state/select';
import { afterPaint, whenIdle } from '../firstPicture';
import { ThoughtsOfRun } from './ThoughtsOfRun';
import '../../../views/searchTree.css';
import '../../../views/thoughts.css';
import '../../styles/results.css';
import '../../styles/thoughts.css';

export default function ThoughtsPage() {
  const entry = useApp(shownEntry);
  const { wake, pictureUp } = useActions();
  const isHere = entry !== undefined && belongsHere(entry);
  useOwnRun(entry);
  useEffect(() => afterPaint(pictureUp), [pictureUp]);
  useEffect(() => {
    // The engine would take the processor from the first picture, so it waits until that stands.
    if (isHere) return whenIdle(wake);
  }, [isHere, wake]);
  if (!isHere) return <p className="page-wait">Opening a model that thinks…</p>;
  return <ThoughtsOfRun key={entry.run} entry={entry} />;
}

/** A run that thinks; one that was only just started has not said yet what it is. */
export function belongsHere(entry: RunEntry): boolean {
  return isThinking(entry) || (entry.trace.config === undefined && entry.state === 'loading');
}

/** A visitor whose current run is a text is shown the recorded model instead. */
function useOwnRun(entry: RunEntry | undefined): void {
  const { openThinking } = useActions();
  const isElsewhere = entry !== undefined && !belongsHere(entry);
  useEffect(() => {
    if (isElsewhere) void openThinking();
  }, [isElsewhere, openThinking]);
}
