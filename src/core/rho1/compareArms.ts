/** @file Arms trained side by side, compared over seeds: the rows of the papers' tables at this scale. [RHO-1 Table 1, Fig. 6] */

import type { ArmColumns, Trace } from '../trace/trace';
import { meanInterval95 } from '../util/statistics';
import { splitLoss } from './dynamics';
import { selectTop } from './ranking';
import { excessLoss } from './scores';
import { stepReaching } from './selectionRun';

export interface ArmRow {
  readonly arm: string;
  readonly figure: string;
  /** One a seed, in the order of the traces. */
  readonly values: readonly number[];
  readonly mean: number;
  /** Half of the 95 % Student interval over seeds; NaN for one seed. */
  readonly halfWidth: number;
}

/** Figures for which less is better. */
const isLoss = (figure: string): boolean => figure.endsWith('LossNats');

/**
 * One row for each arm and figure over runs that differ in their seed alone. Beside the figures as measured at the last
 * step: `fasterThanFirst.<figure>`, all steps of the first arm over the steps that this arm needs for the first arm's
 * final figure (0 where it never gets there, NaN where the start was as good), and the last loss on the tokens of the watched text that the last
 * checkpoint's own excess loss keeps and drops.
 *
 * @param traces of finished runs with the same arms
 * @param keepFraction for the split of the watched text
 */
export function compareArms(traces: readonly Trace[], keepFraction: number): readonly ArmRow[] {
  const perSeed = traces.map((trace) => armFigures(trace, keepFraction));
  const rows: ArmRow[] = [];
  for (const [arm, figures] of perSeed[0] ?? [])
    for (const figure of figures.keys()) {
      const values = perSeed.map((seed) => seed.get(arm)?.get(figure) ?? NaN);
      rows.push({ arm, figure, values, ...meanInterval95(values) });
    }
  return rows;
}

/** arm -> figure -> value, of one run. */
function armFigures(trace: Trace, keepFraction: number): Map<string, Map<string, number>> {
  const names = trace.config?.kind === 'train' ? trace.config.arms.map(({ name }) => name) : [];
  const [first] = trace.arms;
  return new Map(
    trace.arms.map((arm, i) => {
      const final = finalFigures(arm);
      const faster = first && i > 0 ? fasterThan(first, arm) : new Map<string, number>();
      return [names[i] ?? `arm ${i}`, new Map([...final, ...faster, ...watchedSplit(trace, arm, keepFraction)])];
    }),
  );
}

function finalFigures({ figures }: ArmColumns): Map<string, number> {
  const last = Math.max(...figures.map(({ step }) => step));
  return new Map(figures.filter(({ step }) => step === last).map(({ figure, value }) => [figure, value]));
}

function fasterThan(first: ArmColumns, arm: ArmColumns): Map<string, number> {
  const last = Math.max(...first.figures.map(({ step }) => step));
  const result = new Map<string, number>();
  for (const [figure, target] of finalFigures(first)) {
    const points = arm.figures.filter((point) => point.figure === figure);
    const needed = stepReaching(
      points.map(({ step }) => step),
      points.map(({ value }) => value),
      target,
      !isLoss(figure),
    );
    result.set(`fasterThanFirst.${figure}`, needed === undefined ? 0 : needed === 0 ? NaN : last / needed);
  }
  return result;
}

function watchedSplit({ document, arms }: Trace, arm: ArmColumns, keepFraction: number): Map<string, number> {
  // One selection for all arms, or their losses could not be compared: the first arm's, whose training it never touched.
  const chooser = arms[0]?.checkpoints.at(-1)?.lossNats;
  const lossNats = arm.checkpoints.at(-1)?.lossNats;
  if (!document || !chooser || !lossNats || document.referenceScored === 0) return new Map();
  const kept = selectTop(excessLoss(chooser, document.referenceLossNats), keepFraction);
  const { keptNats, droppedNats } = splitLoss(lossNats, kept);
  return new Map([
    ['watchedKeptLossNats', keptNats],
    ['watchedDroppedLossNats', droppedNats],
  ]);
}
