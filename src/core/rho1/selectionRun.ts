/**
 * @file A run of arms side by side, seen as an experiment on selection: whose losses stand where, which tokens a score
 * would choose at each checkpoint, and how long one arm takes to another's figure. Derived from a trace; nothing is stored.
 */

import type { ArmConfig, SelectionScore, TrainConfig } from '../trace/config/config';
import type { ArmColumns, Trace } from '../trace/trace';
import { rng } from '../util/rng';
import { keptAt, type Ranking } from './ranking';
import { needsReference, rankTokens } from './scores';

export interface ArmLosses {
  readonly config: ArmConfig;
  readonly columns: ArmColumns;
  /** nats, [checkpoint][token], of the checkpoints that every arm has scored to the end */
  readonly lossNats: readonly Float32Array[];
}

export interface SelectionRun {
  readonly config: TrainConfig;
  readonly tokensPerStep: number;
  /** [checkpoint] steps of the checkpoints that every arm has scored to the end */
  readonly steps: readonly number[];
  readonly arms: readonly ArmLosses[];
  /** nats, [token]; absent until a reference has scored the whole text */
  readonly reference?: { readonly lossNats: Float32Array; readonly entropyNats: Float32Array };
}

/** Undefined for what is not a training run. */
export function selectionRun({ config, arms, document }: Trace): SelectionRun | undefined {
  if (config?.kind !== 'train') return undefined;
  const tokens = document?.ids.length ?? 0;
  const whole = arms.map(({ checkpoints }) => {
    const open = checkpoints.findIndex(({ scored }) => scored < tokens);
    return open < 0 ? checkpoints.length : open;
  });
  // An arm that has no column yet has scored nothing.
  const shared = arms.length < config.arms.length ? 0 : Math.min(...whole);
  const isReferenced = document !== undefined && tokens > 0 && document.referenceScored === tokens;
  return {
    config,
    tokensPerStep: config.batch * config.model.seq,
    steps: arms[0]?.checkpoints.slice(0, shared).map(({ step }) => step) ?? [],
    arms: arms.flatMap((columns, arm) => {
      const armConfig = config.arms[arm];
      if (!armConfig) return [];
      const lossNats = columns.checkpoints.slice(0, shared).map((checkpoint) => checkpoint.lossNats);
      return [{ config: armConfig, columns, lossNats }];
    }),
    ...(isReferenced
      ? { reference: { lossNats: document.referenceLossNats, entropyNats: document.referenceEntropyNats } }
      : {}),
  };
}

/** The first arm that selects by excess loss; the first that selects; the first. */
export function selectingArm({ arms }: Pick<TrainConfig, 'arms'>): number {
  const by = (isSought: (arm: ArmConfig) => boolean) => arms.findIndex(isSought);
  const excess = by(({ objective }) => objective.kind === 'slm' && objective.score === 'excess');
  const selective = by(({ objective }) => objective.kind === 'slm');
  return Math.max(0, excess >= 0 ? excess : selective);
}

/** What an arm is trained by; every token for CLM, of which the cut then shows the paper's score. */
export function scoreOf({ objective }: ArmConfig): SelectionScore {
  return objective.kind === 'slm' ? objective.score : 'excess';
}

/**
 * The ranking of the watched tokens by a score, as an arm saw them at each checkpoint. Empty without the reference that the
 * score needs.
 */
export function rankingsOf(run: SelectionRun, arm: number, score: SelectionScore): readonly Ranking[] {
  const { reference, steps, config } = run;
  if (needsReference(score) && !reference) return [];
  return (run.arms[arm]?.lossNats ?? []).map((lossNats, checkpoint) =>
    rankTokens(
      {
        lossNats,
        ...(reference ? { referenceLossNats: reference.lossNats, referenceEntropyNats: reference.entropyNats } : {}),
      },
      { score },
      rng(config.seed, 'watched', steps[checkpoint] ?? 0),
    ),
  );
}

/** [checkpoint][token] 1 where kept */
export function selectionsOf(rankings: readonly Ranking[], keepFraction: number): readonly Uint8Array[] {
  return rankings.map((ranking) => keptAt(ranking, keepFraction));
}

/** A measured figure at each of the steps; NaN where it was not measured. */
export function figureAt({ figures }: Pick<ArmColumns, 'figures'>, figure: string, steps: readonly number[]): number[] {
  return steps.map((step) => figures.find((known) => known.figure === figure && known.step === step)?.value ?? NaN);
}

/** Names of the figures that any arm has. */
export function figuresOf({ arms }: SelectionRun): readonly string[] {
  return [...new Set(arms.flatMap(({ columns }) => columns.figures.map(({ figure }) => figure)))];
}

/**
 * The step at which a series first reaches a level, between two checkpoints by the straight line; undefined if it never does.
 *
 * @param isRising accuracy rises to a level, a loss falls to it
 */
export function stepReaching(
  steps: readonly number[],
  values: readonly number[],
  level: number,
  isRising: boolean,
): number | undefined {
  const reaches = (value: number) => (isRising ? value >= level : value <= level);
  const at = values.findIndex(reaches);
  if (at < 0) return undefined;
  const [before, here] = [values[at - 1] ?? NaN, values[at] ?? NaN];
  const [from, to] = [steps[at - 1] ?? 0, steps[at] ?? 0];
  if (at === 0 || Number.isNaN(before) || before === here) return to;
  return from + ((to - from) * (level - before)) / (here - before);
}
