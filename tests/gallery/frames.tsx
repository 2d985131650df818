/**
 * @file The tree of sixty nodes played over its thoughts again and again, for measuring: `?seconds=6`.
 *
 * `window.frameMs` are the times between frames, `window.workMs` what React and the layout took of each.
 */

import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { SearchTree } from '../../src/views/searchTree/SearchTree';
import { TREE_DATA } from './thoughtsExhibits';

declare global {
  interface Window {
    frameMs?: readonly number[];
    workMs?: readonly number[];
  }
}

const query = new URLSearchParams(location.search);
const seconds = Number(query.get('seconds') ?? 6);
const data = TREE_DATA.large;
const SIZE = { widthPx: 900, heightPx: 700 };
/** As the page plays at single speed. */
const MS_PER_THOUGHT = 1000;

function Played() {
  const [time, setTime] = useState(0);
  useEffect(() => {
    const most = data.values.length - 1;
    const frameMs: number[] = [];
    const workMs: number[] = [];
    let begunMs = 0;
    let beforeMs = 0;
    const frame = (nowMs: number) => {
      if (beforeMs > 0) frameMs.push(nowMs - beforeMs);
      else begunMs = nowMs;
      beforeMs = nowMs;
      const started = performance.now();
      flushSync(() => setTime(((nowMs - begunMs) / MS_PER_THOUGHT) % most));
      workMs.push(performance.now() - started);
      if (nowMs - begunMs < 1000 * seconds) requestAnimationFrame(frame);
      else Object.assign(window, { frameMs, workMs });
    };
    const first = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(first);
  }, []);
  return <SearchTree data={data} time={time} size={SIZE} />;
}

createRoot(document.querySelector('#root')!).render(<Played />);
