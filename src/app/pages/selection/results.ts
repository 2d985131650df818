/** @file Methods by tasks, over all runs at hand that differ in nothing but their seed. Pure. */

import { overSeeds } from '../../../core/rho1/seeds';
import type { TrainConfig } from '../../../core/trace/config/config';
import { recipeOf } from '../../../core/trace/config/configFacts';
import type { ResultCell, ResultRow } from '../../../views/resultTable/ResultTable';
import type { RunEntry } from '../../state/runEntry';
import { TASK_COLUMNS, TOOL_COLUMNS } from './figures/seedTableRows';

/** A run with a measured end. */
interface EndedRun {
  readonly entry: RunEntry;
  readonly config: TrainConfig;
}

export interface Results {
  readonly columns: readonly string[];
  readonly rows: readonly ResultRow[];
  readonly seeds: readonly number[];
}

/** Undefined where the run has measured no tasks at its end. */
export function resultsOf(entry: RunEntry, others: readonly RunEntry[]): Results | undefined {
  const own = endedRun(entry);
  if (!own) return undefined;
  const same = others.flatMap((other) => {
    const ended = other.run === entry.run ? own : endedRun(other);
    return ended && recipeOf(ended.config) === recipeOf(own.config) ? [ended] : [];
  });
  const runs = [...new Map((same.length > 0 ? same : [own]).map((run) => [run.config.seed, run])).values()];
  const { corpus } = own.config;
  const asked = corpus.kind === 'generated' && corpus.recipe === 'tool' ? TOOL_COLUMNS : TASK_COLUMNS;
  const figures = asked.filter(({ figure }) => own.config.arms.some((_, arm) => endFigure(own, arm, figure)));
  if (figures.length === 0) return undefined;
  return {
    columns: figures.map(({ title }) => title),
    seeds: runs.map(({ config }) => config.seed),
    rows: own.config.arms.map(({ name }, arm) => ({
      name,
      source: runs.map(runName).join(', '),
      cells: figures.map(({ figure }) => cellOf(runs, arm, figure)),
    })),
  };
}

function cellOf(runs: readonly EndedRun[], arm: number, figure: string): ResultCell {
  const known = runs.flatMap((run) => endFigure(run, arm, figure) ?? []);
  if (known.length === 0) return { accuracy: NaN, runs: 0, tasks: 0 };
  const { mean, plusMinus, seeds } = overSeeds(known.map(({ value }) => value));
  return { accuracy: mean, plusMinus, runs: seeds, tasks: known[0]?.count ?? 0 };
}

function endFigure({ entry, config }: EndedRun, arm: number, figure: string) {
  return entry.trace.arms[arm]?.figures.find((known) => known.figure === figure && known.step === config.steps);
}

function endedRun(entry: RunEntry): EndedRun | undefined {
  const { config } = entry.trace;
  return config?.kind === 'train' ? { entry, config } : undefined;
}

function runName({ entry, config }: EndedRun): string {
  return `${entry.origin === 'recorded' ? 'recorded' : entry.run.slice(-4)}, seed ${config.seed}`;
}
