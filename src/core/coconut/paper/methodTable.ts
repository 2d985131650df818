/** @file The paper's Table 1 at this scale: every method over several seeds, from the traces of finished trainings. */

import type { ThoughtPreset, ThoughtMethod, ThoughtsConfig } from '../../trace/config/config';
import { stepsOf } from '../../trace/config/configFacts';
import type { Trace } from '../../trace/trace';
import { InputError } from '../../util/assert';
import { mean, meanInterval95 } from '../../util/statistics';
import { outcomeOf } from '../probes/findings';
import { PATH_CLASSES, type PathClass } from '../probes/grade';
import type { GradeSummary } from '../probes/gradeSummary';
import { TASK_LEVELS } from '../tasks/generatedTasks';
import { METHOD_NAMES } from '../curriculum/methods';

export interface FinishedTraining {
  /** How a refusal names it. */
  readonly name: string;
  readonly config: ThoughtsConfig;
  readonly trace: Trace;
}

/** Held-out problems after a forced number of thoughts: means over the seeds. [Coconut Fig 5] */
export interface ThoughtsOutcome {
  readonly thoughts: number;
  readonly accuracy: number;
  readonly classes: Readonly<Record<PathClass, number>>;
  readonly meanGeneratedTokens: number;
}

export interface MethodRow {
  readonly method: ThoughtMethod;
  readonly seeds: readonly number[];
  /** [seed] share of the held-out problems right, with as many thoughts as the last stage trained */
  readonly accuracies: readonly number[];
  /** With the half-width of the 95 % interval over seeds; null for a single seed, which has none. */
  readonly accuracy: { readonly mean: number; readonly halfWidth: number | null };
  readonly meanGeneratedTokens: number;
  readonly byThoughts: readonly ThoughtsOutcome[];
}

export interface MethodTable {
  readonly preset: ThoughtPreset;
  /** The task, or the file, that was trained and tested on. */
  readonly data: string;
  /** All that a row has. */
  readonly seeds: readonly number[];
  /** Held-out problems of each run, the same for all. */
  readonly problems: number;
  readonly backend: string;
  readonly commit: string;
  readonly rows: readonly MethodRow[];
}

/** One table a task, methods in the paper's order. Refuses runs of one method that differ in more than their seed. */
export function methodTables(runs: readonly FinishedTraining[]): MethodTable[] {
  const tasks = [...new Set([...Object.keys(TASK_LEVELS), ...runs.map(({ config }) => dataOf(config))])];
  return tasks.flatMap((data) => tableOf(runs.filter(({ config }) => dataOf(config) === data)) ?? []);
}

export function dataOf({ problems }: ThoughtsConfig): string {
  return problems.kind === 'file' ? problems.name : problems.task;
}

function tableOf(runs: readonly FinishedTraining[]): MethodTable | undefined {
  const [first] = runs;
  if (!first) return undefined;
  for (const { name, config } of runs)
    if (recipeOf(config) !== recipeOf(first.config))
      throw new InputError(
        `${name} was trained with other settings than ${first.name}: name runs with the same settings.`,
      );
  const { backend = '', commit = '' } = first.trace.stamp ?? {};
  const rows = METHOD_NAMES.flatMap((method) => {
    const own = runs.filter(({ config }) => config.method === method).sort((a, b) => a.config.seed - b.config.seed);
    return own.length > 0 ? [rowOf(method, own)] : [];
  });
  return {
    preset: first.config.preset,
    data: dataOf(first.config),
    seeds: [...new Set(rows.flatMap(({ seeds }) => seeds))].sort((a, b) => a - b),
    problems: lastGraded(first)[0]?.answerRight.length ?? 0,
    backend,
    commit,
    rows,
  };
}

/** All that must agree: methods of one table get the same steps, problems and rate. */
function recipeOf({ seed: _seed, method: _method, ...recipe }: ThoughtsConfig): string {
  return JSON.stringify(recipe);
}

function rowOf(method: ThoughtMethod, runs: readonly FinishedTraining[]): MethodRow {
  const seeds = runs.map(({ config }) => config.seed);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined) throw new InputError(`Seed ${twice} of ${method} is given twice: name each run once.`);
  const outcomes = runs.map((run) => lastGraded(run).map((row) => ({ thoughts: row.thoughts, ...outcomeOf(row) })));
  const accuracies = outcomes.map((rows) => rows.at(-1)?.accuracy.share ?? NaN);
  const { mean: accuracy, halfWidth } = meanInterval95(accuracies);
  return {
    method,
    seeds,
    accuracies,
    accuracy: { mean: accuracy, halfWidth: runs.length > 1 ? halfWidth : null },
    meanGeneratedTokens: mean(outcomes.map((rows) => rows.at(-1)?.meanGeneratedTokens ?? NaN)),
    byThoughts: (outcomes[0] ?? []).map(({ thoughts }, at) =>
      meanOutcome(
        thoughts,
        outcomes.flatMap((rows) => rows[at] ?? []),
      ),
    ),
  };
}

/** By number of thoughts; the last is what the run trains. */
function lastGraded({ config, trace }: FinishedTraining) {
  const total = stepsOf(config);
  return (trace.thoughts?.graded ?? []).filter(({ step }) => step === total).sort((a, b) => a.thoughts - b.thoughts);
}

function meanOutcome(thoughts: number, seeds: readonly GradeSummary[]): ThoughtsOutcome {
  const classes = Object.fromEntries(
    PATH_CLASSES.map((name) => [name, mean(seeds.map((seed) => seed.classes[name]))]),
  ) as Record<PathClass, number>;
  return {
    thoughts,
    accuracy: mean(seeds.map(({ accuracy }) => accuracy.share)),
    classes,
    meanGeneratedTokens: mean(seeds.map((seed) => seed.meanGeneratedTokens)),
  };
}

/** As a file: four digits are more than the intervals allow. */
export function encodeMethodTables(tables: readonly MethodTable[]): string {
  return `${JSON.stringify(tables, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value,
  )}\n`;
}
