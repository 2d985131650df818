/** @file Inner products of the thoughts with the names, by group. */

import { useMemo } from 'react';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { nodeProductsLayout, nodeProductsSentence, type NodeProductsData } from './layout';

export interface NodeProductsProps {
  readonly data: NodeProductsData;
  /** The node that is looked at in the tree. */
  readonly node?: number | undefined;
  readonly size: SizePx;
}

export function NodeProducts({ data, node, size }: NodeProductsProps) {
  const { plot, xTicks, zeroXPx, panels } = useMemo(() => nodeProductsLayout(data, size), [data, size]);
  return (
    <Picture size={size} name="Inner products with the names" sentence={nodeProductsSentence(data)}>
      {xTicks.map(({ px, words }) => (
        <g key={words} aria-hidden="true">
          <line className="v-grid-line" x1={px} x2={px} y1={plot.topPx} y2={plot.bottomPx} />
          <text x={px} y={plot.bottomPx + 16} textAnchor="middle">
            {words}
          </text>
        </g>
      ))}
      {zeroXPx !== undefined && (
        <line className="v-axis-line" x1={zeroXPx} x2={zeroXPx} y1={plot.topPx} y2={plot.bottomPx} />
      )}
      {panels.map(({ title, yPx, rows }) => (
        <g key={title}>
          <text className="v-label" x={0} y={yPx}>
            {title}
          </text>
          {rows.map(({ look, yPx: rowPx, meanXPx, dots }) => (
            <g key={look.name} className={look.className}>
              <text className="v-product-words" x={0} y={rowPx + 4}>
                {look.words}
              </text>
              {dots.map((dot) => (
                <circle
                  key={dot.node}
                  className="v-product"
                  data-near={dot.node === node}
                  cx={dot.xPx.toFixed(2)}
                  cy={dot.yPx.toFixed(2)}
                  r={dot.node === node ? 6 : 4}
                >
                  <title>{dot.words}</title>
                </circle>
              ))}
              {meanXPx !== undefined && (
                <line
                  className="v-product-mean"
                  x1={meanXPx.toFixed(2)}
                  x2={meanXPx.toFixed(2)}
                  y1={rowPx - 8}
                  y2={rowPx + 8}
                />
              )}
            </g>
          ))}
        </g>
      ))}
      <text className="v-axis-title" x={plot.rightPx} y={plot.bottomPx + 34} textAnchor="end" aria-hidden="true">
        inner product with the embedding of the name
      </text>
    </Picture>
  );
}
