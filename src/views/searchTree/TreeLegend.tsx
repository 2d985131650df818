/** @file What the signs of the search tree mean. */

import type { ReactNode } from 'react';
import { StatusGlyph } from './glyphs';

const KEYS: readonly { readonly words: string; readonly sign: ReactNode }[] = [
  { words: 'value: area, the ring is 1', sign: <Disc tone="leads" /> },
  { words: 'does not lead to the target', sign: <Disc tone="astray" /> },
  { words: 'target', sign: <StatusGlyph status="target" xPx={9} yPx={9} sizePx={6} /> },
  { words: 'other candidate', sign: <StatusGlyph status="distractor" xPx={9} yPx={9} sizePx={6} /> },
  { words: 'dead end', sign: <StatusGlyph status="deadEnd" xPx={9} yPx={9} sizePx={6} /> },
  {
    words: 'height: longest path down',
    sign: (
      <text className="v-key-height" x={9} y={13} textAnchor="middle">
        h
      </text>
    ),
  },
  { words: 'not reached yet', sign: <circle className="v-node-ghost" cx={9} cy={9} r={7} /> },
  { words: 'written', sign: <path className="v-key-written" d="M2,9H16" /> },
  {
    words: 'written, but no such edge',
    sign: (
      <g className="v-written">
        <g data-there="false">
          <path d="M1,9H17" />
          <path className="v-wrong" d="M6,6L12,12M6,12L12,6" />
        </g>
      </g>
    ),
  },
];

function Disc({ tone }: { readonly tone: 'leads' | 'astray' }) {
  return (
    <>
      <circle className="v-node-ring" cx={9} cy={9} r={8} />
      <circle className="v-disc" data-tone={tone} cx={9} cy={9} r={5} />
    </>
  );
}

export function TreeLegend() {
  return (
    <ul className="v-tree-legend" aria-label="Legend of the tree">
      {KEYS.map(({ words, sign }) => (
        <li key={words}>
          <svg className="v-key-sign" width={18} height={18} viewBox="0 0 18 18" aria-hidden="true">
            {sign}
          </svg>
          {words}
        </li>
      ))}
    </ul>
  );
}
