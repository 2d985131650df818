/** @file How wide the search is, over many problems: Figure 8, and what height has to do with it: Figure 9. */

import { mean, meanInterval95, quantileSorted } from '../../util/statistics';

/** [Coconut Fig 8] */
export interface Parallelism {
  readonly problems: number;
  /** [top][problem] sum of the largest 1, 2, 3 values, each series sorted by itself. */
  readonly sorted: readonly Float64Array[];
  /** [top] */
  readonly mean: readonly number[];
}

const TOPS = [1, 2, 3] as const;

/**
 * @param values [problem][node] values of the frontier's nodes after one number of thoughts; problems with an empty
 *   frontier do not count
 */
export function parallelism(values: readonly ArrayLike<number>[]): Parallelism {
  const cases = values.filter((frontier) => frontier.length > 0).map(cumulativeTops);
  const sorted = TOPS.map((_, top) => Float64Array.from(cases, (tops) => tops[top] ?? 0).sort());
  return { problems: cases.length, sorted, mean: sorted.map((series) => mean(series)) };
}

/** [top] sum of the largest 1, 2, 3; a smaller frontier repeats its whole sum. */
export function cumulativeTops(frontier: ArrayLike<number>): number[] {
  const descending = Float64Array.from(frontier).sort().reverse();
  return TOPS.map((top) => descending.subarray(0, top).reduce((sum, value) => sum + value, 0));
}

/** How much more the best three candidates hold than the best one: what is left to look at in parallel. */
export function topGap(frontier: ArrayLike<number>): number {
  const tops = cumulativeTops(frontier);
  return (tops.at(-1) ?? 0) - (tops[0] ?? 0);
}

/** [percentile] one series read at 0..100 percent. */
export function atPercentiles(sorted: ArrayLike<number>, percentiles: readonly number[]): number[] {
  return percentiles.map((percent) => quantileSorted(sorted, percent / 100));
}

export interface ValuedNode {
  readonly height: number;
  /** On a shortest path to the target. The counts that are known of the paper's figure fit this reading alone. */
  readonly isCorrect: boolean;
  readonly value: number;
}

export interface HeightGroup {
  readonly height: number;
  readonly isCorrect: boolean;
  readonly count: number;
  readonly mean: number;
  /** 95 %; NaN for a single node. Nodes of one problem are not independent, so it is rather too narrow. */
  readonly halfWidth: number;
}

/** Mean value by height, correct and incorrect nodes apart; groups in order of height, incorrect first. [Coconut Fig 9] */
export function valueByHeight(nodes: readonly ValuedNode[]): HeightGroup[] {
  const heights = [...new Set(nodes.map((node) => node.height))].sort((a, b) => a - b);
  return heights.flatMap((height) =>
    [false, true].flatMap((isCorrect) => {
      const values = nodes
        .filter((node) => node.height === height && node.isCorrect === isCorrect)
        .map((node) => node.value);
      return values.length > 0 ? [{ height, isCorrect, count: values.length, ...meanInterval95(values) }] : [];
    }),
  );
}
