/** @file The loss of single tokens over the checkpoints, each with the line that was fitted to it (Figures 3b, 3c). */

import { extent, scaleLinear } from 'd3';
import { pathOf, plotBox, ticksOf, valueAt, type Plot, type Tick } from './chart';
import { inlineToken, nats, short, signedNats } from './format';
import { categoryName } from './tokenPaint';
import type { SizePx } from './size';
import type { Table } from './table';

export interface TokenTrajectory {
  readonly token: number;
  readonly text: string;
  readonly category: number;
  /** nats, [checkpoint], NaN where it is not scored yet */
  readonly lossNats: ArrayLike<number>;
  /** nats, ends of the least-squares line, and the checkpoint at which it begins: the first, if left out. [RHO-1 App. D.1] */
  readonly fit: { readonly startNats: number; readonly endNats: number; readonly first?: number };
}

export interface TrajectoryMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** From the first checkpoint of the fit on. */
  readonly path: string;
  /** Up to it, where the loss is shown and not fitted; empty where there is no such part. */
  readonly pathBefore: string;
  readonly dots: readonly { readonly xPx: number; readonly yPx: number; readonly isFitted: boolean }[];
  readonly fit: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
  readonly cursor: { readonly xPx: number; readonly yPx: number };
}

/** One trajectory. `bare` leaves no room for axes, as in a card. */
export function trajectoryLayout(
  trajectory: Pick<TokenTrajectory, 'lossNats' | 'fit'>,
  steps: readonly number[],
  time: number,
  size: SizePx,
  bare = false,
): TrajectoryMarks {
  const plot = bare ? plotBox(size, { left: 5, right: 5, top: 6, bottom: 6 }) : plotBox(size, { right: 8, left: 34 });
  const { lossNats, fit } = trajectory;
  const x = scaleLinear([0, Math.max(1, steps.at(-1) ?? 1)], [plot.leftPx, plot.rightPx]);
  const losses = Array.from(lossNats);
  const [low = 0, high = 1] = extent([...losses, fit.startNats, fit.endNats].filter((loss) => !Number.isNaN(loss)));
  // At least half a nat of range: a flat token must not look as wild as a moving one.
  const y = scaleLinear(
    [Math.max(0, Math.min(low, high - 0.5)), Math.max(high, low + 0.5)],
    [plot.bottomPx, plot.topPx],
  );
  y.unknown(NaN);
  if (!bare) y.nice(3);
  const xPx = steps.map(x);
  const yPx = losses.map(y);
  const first = fit.first ?? 0;
  return {
    plot,
    xTicks: ticksOf(x, short, 60),
    yTicks: ticksOf(y, String, 40),
    path: pathOf(xPx.slice(first), yPx.slice(first)),
    pathBefore: first > 0 ? pathOf(xPx.slice(0, first + 1), yPx.slice(0, first + 1)) : '',
    dots: xPx.flatMap((dotXPx, i) => {
      const dotYPx = yPx[i] ?? NaN;
      return Number.isNaN(dotYPx) ? [] : [{ xPx: dotXPx, yPx: dotYPx, isFitted: i >= first }];
    }),
    fit: { x1: x(steps[first] ?? 0), y1: y(fit.startNats), x2: x(steps.at(-1) ?? 0), y2: y(fit.endNats) },
    cursor: { xPx: x(valueAt(steps, time)), yPx: y(valueAt(lossNats, time)) },
  };
}

export function trajectorySentence({ text, category, fit, lossNats }: TokenTrajectory): string {
  const { startNats, endNats } = fit;
  return (
    `Loss of “${inlineToken(text)}”, ${categoryName(category)}: fitted from ${nats(startNats)} to ${nats(endNats)} nats, ` +
    `change ${signedNats(endNats - startNats)}; last loss ${nats(lossNats[lossNats.length - 1])}.`
  );
}

export function trajectoriesTable({
  steps,
  tokens,
}: {
  readonly steps: readonly number[];
  readonly tokens: readonly TokenTrajectory[];
}): Table {
  return {
    columns: ['token', 'text', 'category', 'step', 'loss (nats)', 'fitted loss (nats)'],
    rows: tokens.flatMap(({ token, text, category, lossNats, fit }) =>
      steps.map((step, i) => [
        token,
        text,
        categoryName(category),
        step,
        lossNats[i] ?? NaN,
        fittedNats(fit, i, steps.length),
      ]),
    ),
  };
}

/** The line is fitted over the number of the checkpoint, as in the paper. NaN before it begins. */
function fittedNats({ startNats, endNats, first = 0 }: TokenTrajectory['fit'], i: number, checkpoints: number): number {
  return i < first ? NaN : startNats + ((endNats - startNats) * (i - first)) / Math.max(1, checkpoints - 1 - first);
}
