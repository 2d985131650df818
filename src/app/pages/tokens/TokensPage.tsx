/** @file The Tokens page: a text whose tokens are coloured by what their loss did, and the pictures linked to it. */

import { useEffect } from 'react';
import { useActions, useApp } from '../../AppContext';
import { shownEntry } from '../../state/select';
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
  if (!entry) return <p className="page-wait">Opening the run…</p>;
  return <TokensOfRun key={entry.run} entry={entry} />;
}

/** The second frame begins when the first is on the screen. */
function afterPaint(work: () => void): () => void {
  let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(work)));
  return () => cancelAnimationFrame(frame);
}

const IDLE_LIMIT_MS = 6000;
/** The opening play is over by then. */
const QUIET_MS = 3600;

function whenIdle(work: () => void): () => void {
  let idle = 0;
  const timer = setTimeout(() => {
    // Safari has no idle callback: there, the quiet time alone has to do.
    if ('requestIdleCallback' in window) idle = requestIdleCallback(work, { timeout: IDLE_LIMIT_MS });
    else work();
  }, QUIET_MS);
  return () => {
    clearTimeout(timer);
    if (idle) cancelIdleCallback(idle);
  };
}
