/** @file `lab table tokens`: RHO-1's comparison at this scale: the same runs over several seeds, with intervals. */

import { join } from 'node:path';
import { compareArms, type ArmRow } from '../../core/rho1/compareArms';
import type { ArmConfig, TrainConfig } from '../../core/trace/config';
import { CLM_ARM, generatedSource, SLM_ARM, trainPreset } from '../../core/trace/presets';
import { encodeTrace } from '../../core/trace/traceCodec';
import { trainLanguageModel } from '../../core/train/trainLanguageModel';
import { InputError } from '../../core/util/assert';
import type { Command, Options } from '../command';
import { commitHere } from '../commit';
import { writeWhole } from '../modelFolders';
import { BACKEND_NAMES, openNodeBackend, pathOf } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';

/** As the recipe measured it. */
const KEEP = 0.15;

export interface TableResult {
  readonly preset: string;
  readonly seeds: readonly number[];
  readonly backend: string;
  readonly commit: string;
  readonly seconds: number;
  readonly rows: readonly ArmRow[];
}

export const tableCommand: Command = {
  name: 'table',
  positionals: 'tokens',
  summary: 'CLM, SLM and a random cut of the same size, from the same start on the same batches, over several seeds.',
  options: {
    preset: { value: 'P', help: 'tiny, micro or small; micro' },
    seeds: { value: 'N', help: 'runs, with the seeds 1..N; 3' },
    base: { value: 'DIR', help: 'the model that all arms start from; public/models/base' },
    reference: { value: 'DIR', help: 'the model that scores tokens; public/models/reference' },
    keep: { value: 'K', help: `kept fraction of the tokens; ${KEEP}` },
    out: { value: 'F', help: 'a .json or .csv file for the rows' },
    traces: { value: 'DIR', help: 'a folder for the trace of each seed' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu; the fastest' },
  },
  run: async (options, terminal): Promise<TableResult> => {
    const [what] = options.positionals;
    if (what !== 'tokens') throw new InputError(`lab table ${what ?? ''}: say which table, tokens.`);
    const { preset } = configOf(options, 1);
    const seeds = Array.from({ length: options.whole('seeds', 1, 100) ?? 3 }, (_, i) => i + 1);
    const backend = await openNodeBackend(options.choice('backend', BACKEND_NAMES));
    const folder = options.text('traces');
    const traces = [];
    let seconds = 0;
    for (const seed of seeds) {
      terminal.say(`seed ${seed} on ${backend.name} (${backend.adapter})`);
      const config = configOf(options, seed);
      const run = trainLanguageModel(config, portsFor(backend, {}, commitHere()));
      const finished = await finishRun(run, config, terminal);
      seconds += finished.seconds;
      traces.push(finished.trace);
      if (folder !== undefined)
        await writeWhole(join(pathOf(folder), `seed-${seed}.safetensors`), encodeTrace(finished.trace));
    }
    const rows = compareArms(traces, options.number('keep', 0.001, 1) ?? KEEP);
    const result = { preset, seeds, backend: backend.name, commit: commitHere(), seconds, rows };
    const out = options.text('out');
    if (out !== undefined) await writeWhole(pathOf(out), out.endsWith('.csv') ? csvOf(rows) : JSON.stringify(result));
    return result;
  },
  print: (result) => {
    const { rows, seeds } = result as TableResult;
    return rows
      .map(({ arm, figure, mean, halfWidth }) => {
        const interval = seeds.length > 1 ? ` ± ${halfWidth.toFixed(3)}` : '';
        return `${arm.padEnd(10)} ${figure.padEnd(40)} ${mean.toFixed(3)}${interval}\n`;
      })
      .join('');
  },
};

function configOf(options: Options, seed: number): TrainConfig {
  const preset = options.choice('preset', ['tiny', 'micro', 'small']) ?? 'micro';
  const keepFraction = options.number('keep', 0.001, 1) ?? KEEP;
  const cut = (name: string, score: 'excess' | 'random'): ArmConfig => ({
    name,
    objective: { ...SLM_ARM.objective, kind: 'slm', score, keepFraction, per: 'batch' },
  });
  const { steps, batch, model } = trainPreset(preset);
  return trainPreset(preset, {
    seed,
    corpus: generatedSource('noisy', steps * batch * model.seq),
    base: { kind: 'shipped', name: options.text('base') ?? 'public/models/base' },
    reference: { kind: 'shipped', name: options.text('reference') ?? 'public/models/reference' },
    arms: [CLM_ARM, cut('SLM', 'excess'), cut('random', 'random')],
  });
}

function csvOf(rows: readonly ArmRow[]): string {
  const lines = rows.map(({ arm, figure, values, mean, halfWidth }) =>
    [arm, figure, mean, Number.isNaN(halfWidth) ? '' : halfWidth, ...values].join(','),
  );
  const seeds = (rows[0]?.values ?? []).map((_, i) => `seed ${i + 1}`);
  return [['arm', 'figure', 'mean', 'halfWidth95', ...seeds].join(','), ...lines, ''].join('\n');
}
