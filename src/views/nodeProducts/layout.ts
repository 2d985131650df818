/**
 * @file Inner product of each thought with the embedding of each node's name: a dot a node, a row a group.
 * [arXiv 2505.12514 §5]
 */

import { extent, scaleLinear } from 'd3';
import type { NodeGroup } from '../../core/coconut/probes/nodeGroups';
import { mean } from '../../core/util/statistics';
import { plotBox, type Plot, type Tick, ticksOf } from '../chart';
import { GROUP_LOOKS, type GroupLook } from '../palette';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface NodeProductsData {
  /** [node] */
  readonly symbols: readonly string[];
  /** [thought][node] */
  readonly products: readonly ArrayLike<number>[];
  /** [thought][node] the narrowest group of each */
  readonly groups: readonly (readonly NodeGroup[])[];
}

export interface ProductDot {
  readonly node: number;
  readonly xPx: number;
  readonly yPx: number;
  readonly words: string;
}

export interface ProductRow {
  readonly look: GroupLook;
  readonly yPx: number;
  readonly meanXPx: number | undefined;
  readonly dots: readonly ProductDot[];
}

export interface NodeProductsMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly zeroXPx: number | undefined;
  /** One panel a thought, one below the other, on one scale. */
  readonly panels: readonly { readonly title: string; readonly yPx: number; readonly rows: readonly ProductRow[] }[];
}

const TITLE_PX = 20;
const WORDS_PX = 84;

export function nodeProductsLayout({ symbols, products, groups }: NodeProductsData, size: SizePx): NodeProductsMarks {
  const plot = plotBox(size, { left: WORDS_PX, top: 2 });
  const [low = 0, high = 1] = extent(products.flatMap((row) => Array.from(row)));
  const x = scaleLinear([Math.min(0, low), Math.max(high, 0.1)], [plot.leftPx + 6, plot.rightPx - 6]).nice();
  const panelPx = (plot.bottomPx - plot.topPx) / Math.max(1, products.length);
  const rowPx = (panelPx - TITLE_PX) / GROUP_LOOKS.length;
  const [from = 0] = x.domain();
  return {
    plot,
    xTicks: ticksOf(x, String, 60),
    zeroXPx: from < 0 ? x(0) : undefined,
    panels: products.map((row, thought) => {
      const topPx = plot.topPx + thought * panelPx;
      return {
        title: `thought ${thought + 1}`,
        yPx: topPx + TITLE_PX - 6,
        rows: GROUP_LOOKS.map((look, at): ProductRow => {
          const yPx = topPx + TITLE_PX + (at + 0.5) * rowPx;
          const own = symbols.flatMap((_, node) => (groups[thought]?.[node] === look.name ? [node] : []));
          const values = own.map((node) => row[node] ?? NaN);
          return {
            look,
            yPx,
            meanXPx: values.length > 0 ? x(mean(values)) : undefined,
            dots: own.map((node, i) => ({
              node,
              xPx: x(values[i] ?? 0),
              yPx,
              words: `${symbols[node] ?? ''}: ${(values[i] ?? NaN).toFixed(2)}`,
            })),
          };
        }),
      };
    }),
  };
}

export function nodeProductsSentence({ products, groups }: NodeProductsData): string {
  const parts = products.map((row, thought) => {
    const means = GROUP_LOOKS.flatMap(({ name, words }) => {
      const own = Array.from(row).filter((_, node) => groups[thought]?.[node] === name);
      return own.length > 0 ? [`${words} ${mean(own).toFixed(1)}`] : [];
    });
    return `thought ${thought + 1}: ${means.join(', ')}`;
  });
  return `Mean inner product with the names by group. ${parts.join('. ')}.`;
}

export function nodeProductsTable({ symbols, products, groups }: NodeProductsData): Table {
  return {
    columns: ['thought', 'node', 'group', 'inner product'],
    rows: products.flatMap((row, thought) =>
      symbols.map((symbol, node) => [thought + 1, symbol, groups[thought]?.[node] ?? '', row[node] ?? NaN]),
    ),
  };
}
