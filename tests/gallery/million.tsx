/**
 * @file A million tokens in the pane, for measuring: `?count=1000000`. Keys c, l, e, h, s recolour.
 *
 * `window.firstPaintMs` is the time from mounting to the frame after the first drawing.
 */

import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { rng } from '../../src/core/util/rng';
import { TextPane } from '../../src/views/textPane/TextPane';
import { categoryName, type TokenMetric } from '../../src/views/tokenPaint';
import { exampleTokens } from './data';

declare global {
  interface Window {
    firstPaintMs?: number;
  }
}

const count = Number(new URLSearchParams(location.search).get('count') ?? 1_000_000);
const pieces = exampleTokens();
const chance = rng(1, 'million');
const random = (low: number, high: number) =>
  Float32Array.from({ length: count }, () => low + (high - low) * chance.uniform());
const columns = {
  category: Uint8Array.from({ length: count }, () => chance.integer(4)),
  lossNats: random(0, 6),
  excessNats: random(-2, 2),
  changeNats: random(-2, 2),
  selected: Uint8Array.from({ length: count }, () => chance.integer(2)),
};
const texts = (token: number) => pieces[token % pieces.length]!;
const describe = (token: number) => `${texts(token)}, ${categoryName(columns.category[token]!)}`;
const METRIC_KEYS: Readonly<Record<string, TokenMetric>> = {
  c: 'category',
  l: 'loss',
  e: 'excess',
  h: 'change',
  s: 'selection',
};

function Million() {
  const [fillBy, setFillBy] = useState<TokenMetric>('category');
  const [cursor, setCursor] = useState<number>();
  const [pins, setPins] = useState<readonly number[]>([]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => setFillBy((now) => METRIC_KEYS[event.key] ?? now);
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextPane
      count={count}
      texts={texts}
      columns={columns}
      fillBy={fillBy}
      underlineBy="category"
      describe={describe}
      cursor={cursor}
      pins={pins}
      onCursor={setCursor}
      onPin={(token) => setPins((now) => (now.includes(token) ? now.filter((pin) => pin !== token) : [...now, token]))}
      label="A million tokens"
    />
  );
}

// In a task of its own, so that what is measured is the pane and not the making of its numbers.
setTimeout(() => {
  const started = performance.now();
  createRoot(document.querySelector('#root')!).render(<Million />);
  const poll = () => {
    const sheet = document.querySelector<HTMLCanvasElement>('.v-pane-sheet');
    const isDrawn = sheet ? sheet.width > 300 : document.querySelector('.v-chip') !== null;
    if (isDrawn) setTimeout(() => (window.firstPaintMs = performance.now() - started));
    else requestAnimationFrame(poll);
  };
  requestAnimationFrame(poll);
}, 100);
