/** @file `lab table tokens`: RHO-1's comparisons at this scale: the same arms over several seeds, with intervals. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArmRow, compareArms } from '../../core/rho1/compareArms';
import { encodeSeedTable, type SeedTable } from '../../core/rho1/seedTable';
import type { TrainConfig } from '../../core/trace/config/config';
import { recipeOf } from '../../core/trace/config/configFacts';
import type { Trace } from '../../core/trace/trace';
import { decodeTrace, encodeTrace } from '../../core/trace/traceCodec';
import { assert, InputError } from '../../core/util/assert';
import type { Command, Options } from '../command';
import { type ExperimentName, EXPERIMENTS, type Plan, runPlan, writeArms } from '../experiments';
import { readGiven, writeWhole } from '../modelFolders';
import { openBackendFor, pathOf, THREADS_OPTION } from '../nodeBackend';
import { referenceRows } from '../referenceAlone';
import type { Terminal } from '../terminal';

const NAMES = Object.keys(EXPERIMENTS) as ExperimentName[];

export const tableCommand: Command = {
  name: 'table',
  positionals: 'tokens',
  summary: 'Models from the same start on the same batches: results over several seeds, with intervals.',
  options: {
    experiment: {
      value: 'E',
      help: `${NAMES.map((name) => `${name}: ${EXPERIMENTS[name].title}`).join('; ')} (default: main)`,
    },
    preset: { value: 'P', help: 'tiny, micro or small (default: micro)' },
    seeds: { value: 'N', help: 'runs, with the seeds 1..N (default: 3)' },
    seed: { value: 'N', isMultiple: true, help: 'a run with this seed, instead of 1..N' },
    from: {
      value: 'DIR',
      isMultiple: true,
      help: 'do not train: read the finished traces in this folder, or this trace',
    },
    base: { value: 'DIR', help: 'the model that all start from (default: public/models/base)' },
    reference: {
      value: 'DIR',
      help: 'the model that scores tokens, and gets a row of its own (default: public/models/reference, without a row)',
    },
    keep: { value: 'K', help: 'kept fraction of the tokens (default: the experiment’s own)' },
    out: { value: 'F', help: 'a .json or .csv file for the rows' },
    traces: { value: 'DIR', help: 'a folder for the trace of each seed' },
    models: {
      value: 'DIR',
      help: 'a folder for the final weights of each model; the experiment “tools” reads those of “main”',
    },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<SeedTable> => {
    const [what] = options.positionals;
    if (what !== 'tokens') throw new InputError(`lab table ${what ?? ''}: say which table, tokens.`);
    const experiment = options.choice('experiment', NAMES) ?? 'main';
    const keepFraction = options.number('keep', 0.001, 1) ?? EXPERIMENTS[experiment].keepFraction;
    const from = options.texts('from');
    const traces =
      from.length > 0 ? await finishedTraces(from) : await trainedTraces(options, experiment, keepFraction, terminal);
    const compared = resultOf(traces, experiment, keepFraction);
    const result = { ...compared, rows: [...compared.rows, ...(await rowsOfReference(options, traces))] };
    const out = options.text('out');
    if (out !== undefined)
      await writeWhole(pathOf(out), out.endsWith('.csv') ? csvOf(result) : encodeSeedTable(result));
    return result;
  },
  print: (result) => {
    const { rows, seeds } = result as SeedTable;
    return rows
      .map(({ arm, figure, mean, halfWidth }) => {
        const interval = seeds.length > 1 ? ` ± ${halfWidth.toFixed(3)}` : '';
        return `${arm.padEnd(12)} ${figure.padEnd(44)} ${mean.toFixed(3)}${interval}\n`;
      })
      .join('');
  },
};

async function trainedTraces(
  options: Options,
  experiment: ExperimentName,
  keepFraction: number,
  terminal: Terminal,
): Promise<Trace[]> {
  const backend = await openBackendFor(options);
  const [folder, models] = [options.text('traces'), options.text('models')];
  const traces: Trace[] = [];
  for (const seed of seedsOf(options)) {
    terminal.say(`${experiment}, seed ${seed}, on ${backend.name} (${backend.adapter})`);
    const plan: Plan = {
      experiment,
      preset: options.choice('preset', ['tiny', 'micro', 'small']) ?? 'micro',
      seed,
      base: options.text('base') ?? 'public/models/base',
      reference: options.text('reference') ?? 'public/models/reference',
      keepFraction,
      models,
    };
    const finished = await runPlan(plan, backend, terminal);
    traces.push(finished.trace);
    if (models !== undefined && experiment !== 'tools') await writeArms(join(pathOf(models), `seed-${seed}`), finished);
    if (folder === undefined) continue;
    const bytes = encodeTrace(finished.trace, { halfPrecision: true });
    await writeWhole(join(pathOf(folder), `seed-${seed}.safetensors`), bytes);
  }
  return traces;
}

/** Where a reference is named: what it can do by itself, on each run's own questions. */
async function rowsOfReference(options: Options, traces: readonly Trace[]): Promise<readonly ArmRow[]> {
  const folder = options.text('reference');
  if (folder === undefined) return [];
  await openBackendFor(options);
  return referenceRows(
    folder,
    traces.flatMap(({ config }) => (config?.kind === 'train' ? [config] : [])),
  );
}

function seedsOf(options: Options): readonly number[] {
  const given = options.texts('seed');
  if (given.length === 0) return Array.from({ length: options.whole('seeds', 1, 100) ?? 3 }, (_, i) => i + 1);
  return given.map((text) => {
    const seed = Number(text);
    if (!Number.isInteger(seed) || seed < 0) throw new InputError(`--seed is "${text}": give a whole number.`);
    return seed;
  });
}

/** In the order of their seeds. Refuses runs that differ in more than their seed. */
async function finishedTraces(given: readonly string[]): Promise<Trace[]> {
  const paths: string[] = [];
  for (const path of given) paths.push(...(path.endsWith('.safetensors') ? [path] : await tracesIn(path)));
  const traces = [];
  for (const path of paths) traces.push({ path, trace: decodeTrace(await readGiven(path), path) });
  const runs = traces.map(({ path, trace }) => ({ path, trace, config: trainConfig(trace, path) }));
  const [first] = runs;
  if (!first) throw new InputError(`--from ${given.join(' ')}: there is no .safetensors trace.`);
  const other = runs.find(({ config }) => recipeOf(config) !== recipeOf(first.config));
  if (other)
    throw new InputError(`${other.path} is of another experiment than ${first.path}: name runs of one experiment.`);
  return runs.sort((a, b) => a.config.seed - b.config.seed).map(({ trace }) => trace);
}

async function tracesIn(folder: string): Promise<string[]> {
  const names = await readdir(pathOf(folder)).catch(() => {
    throw new InputError(`--from ${folder}: there is no such folder.`);
  });
  return names.filter((name) => name.endsWith('.safetensors')).map((name) => join(folder, name));
}

function trainConfig({ config, end }: Trace, path: string): TrainConfig {
  if (config?.kind !== 'train') throw new InputError(`${path} is not a training run.`);
  if (end?.reason !== 'done') throw new InputError(`${path} was not finished.`);
  return config;
}

function resultOf(traces: readonly Trace[], experiment: string, keepFraction: number): SeedTable {
  const [first] = traces;
  assert(first?.config?.kind === 'train', 'a table of no runs');
  const { preset, steps } = first.config;
  const { backend = '', commit = '' } = first.stamp ?? {};
  const seeds = traces.map(({ config }) => (config?.kind === 'train' ? config.seed : NaN));
  return { experiment, preset, seeds, steps, backend, commit, rows: compareArms(traces, keepFraction) };
}

function csvOf({ rows, seeds }: SeedTable): string {
  const lines = rows.map(({ arm, figure, values, mean, halfWidth }) =>
    [arm, figure, mean, Number.isNaN(halfWidth) ? '' : halfWidth, ...values].join(','),
  );
  return [
    ['arm', 'figure', 'mean', 'halfWidth95', ...seeds.map((seed) => `seed ${seed}`)].join(','),
    ...lines,
    '',
  ].join('\n');
}
