/** @file What the pictures of the Selection page draw, computed again only when what it follows from has moved. */

import { useMemo } from 'react';
import { cutScore, keptAt, type Ranking } from '../../../core/rho1/ranking';
import { excessLoss } from '../../../core/rho1/scores';
import { rankingsOf, scoreOf, selectionRun, type SelectionRun } from '../../../core/rho1/selectionRun';
import type { SelectionScore } from '../../../core/trace/config/config';
import type { Cursor } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';

/** Tokens chosen by a score from an arm's losses, at each checkpoint and at the one that is looked at. */
export interface Selection {
  readonly score: SelectionScore;
  readonly keepFraction: number;
  /** [checkpoint] */
  readonly rankings: readonly Ranking[];
  /** [token] at the checkpoint looked at */
  readonly kept: Uint8Array;
  /** [token] the score, the higher the sooner kept; absent where it is no single number */
  readonly values?: Float32Array | undefined;
  readonly cut: number;
}

export interface SelectionView {
  readonly run: SelectionRun;
  /** Whose losses the tokens are ranked by. */
  readonly arm: number;
  /** Number of the checkpoint looked at; -1 before there is one. */
  readonly time: number;
  /** Absent without a reference that has scored the text, or before the first checkpoint. */
  readonly selection?: Selection | undefined;
}

export function useSelectionView(entry: RunEntry, cursor: Cursor, asked: SelectionScore): SelectionView | undefined {
  const { trace, version } = entry;
  const { keepFraction } = cursor;
  const run = useMemo(() => {
    void version; // The trace is folded in place.
    return selectionRun(trace);
  }, [trace, version]);
  const arm = run && run.arms.length > 0 ? Math.min(cursor.arm, run.arms.length - 1) : 0;
  const last = (run?.steps.length ?? 0) - 1;
  const time = Math.min(cursor.checkpoint ?? last, last);
  const score = run?.reference ? asked : 'highestLoss';
  const rankings = useMemo(() => (run ? rankingsOf(run, arm, score) : []), [run, arm, score]);
  const values = useMemo(
    () => (run && time >= 0 ? scoreValues(run, arm, time, score) : undefined),
    [run, arm, time, score],
  );
  const selection = useMemo(() => {
    const ranking = rankings[time];
    if (!ranking) return undefined;
    const cut = values ? cutScore(values, ranking, keepFraction) : NaN;
    return { score, keepFraction, rankings, kept: keptAt(ranking, keepFraction), values, cut };
  }, [rankings, time, values, keepFraction, score]);
  return useMemo(() => run && { run, arm, time, selection }, [run, arm, time, selection]);
}

/** The scores whose values can stand on an axis, with that axis's title. */
export const SCORE_TITLES: Partial<Readonly<Record<SelectionScore, string>>> = {
  excess: 'excess loss (nats)',
  highestLoss: 'loss (nats)',
  lowestExcess: 'minus excess loss (nats)',
  referenceLoss: 'minus reference loss (nats)',
  referenceEntropy: 'minus reference entropy (nats)',
};

function scoreValues(run: SelectionRun, arm: number, time: number, score: SelectionScore): Float32Array | undefined {
  const lossNats = run.arms[arm]?.lossNats[time];
  const { reference } = run;
  if (!lossNats) return undefined;
  if (score === 'highestLoss') return lossNats;
  if (!reference) return undefined;
  switch (score) {
    case 'excess':
      return excessLoss(lossNats, reference.lossNats);
    case 'lowestExcess':
      return excessLoss(reference.lossNats, lossNats);
    case 'referenceLoss':
      return reference.lossNats.map((loss) => -loss);
    case 'referenceEntropy':
      return reference.entropyNats.map((entropy) => -entropy);
    default:
      return undefined;
  }
}

/** The fraction that an arm is trained with, where it selects. */
export function armFraction(run: SelectionRun, arm: number): number | undefined {
  const objective = run.arms[arm]?.config.objective;
  return objective?.kind === 'slm' ? objective.keepFraction : undefined;
}

/** Scores for the menu: those of the run's arms first. */
export function scoresFor(run: SelectionRun): readonly SelectionScore[] {
  const ofArms = run.arms.map(({ config }) => scoreOf(config));
  const drawn = Object.keys(SCORE_TITLES) as SelectionScore[];
  return [...new Set([...ofArms.filter((score) => score in SCORE_TITLES), ...drawn])];
}
