/** @file `lab table thoughts`: the paper's Table 1 at this scale: every method over several seeds, with intervals. */

import { THOUGHT_PRESETS } from '../../core/trace/config/config';
import {
  encodeMethodTables,
  type FinishedTraining,
  type MethodTable,
  methodTables,
} from '../../core/coconut/paper/methodTable';
import { METHOD_NAMES, type MethodName } from '../../core/coconut/curriculum/methods';
import { THOUGHT_TASKS } from '../../core/coconut/curriculum/methodWords';
import { PAPER_TABLE } from '../../core/coconut/paper/paperTable';
import { thoughtsPreset } from '../../core/trace/config/thoughtPresets';
import { trainThoughts } from '../../core/train/thoughts/trainThoughts';
import { assert, InputError } from '../../core/util/assert';
import type { Command, Options } from '../command';
import { commitHere } from '../commit';
import { finishedTrace } from '../finishedFolder';
import { writeWhole } from '../modelFolders';
import { openBackendFor, pathOf, THREADS_OPTION } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';
import type { Terminal } from '../terminal';

export interface ThoughtsTableResult {
  readonly tables: readonly MethodTable[];
  /** Of all tables, with the paper's number beside, in percent; null where it has none. */
  readonly rows: readonly (MethodTable['rows'][number] & { readonly data: string; readonly paper: number | null })[];
}

export const tableThoughtsCommand: Command = {
  name: 'table thoughts',
  summary: 'Every method of the paper’s Table 1 on the same held-out problems, over several seeds.',
  options: {
    preset: { value: 'P', help: 'tiny, micro or small (default: micro)' },
    data: { value: 'D', help: `${THOUGHT_TASKS.join(', ')} (default: prosqa)` },
    method: { value: 'M', isMultiple: true, help: `only these methods: ${METHOD_NAMES.join(', ')}` },
    seeds: { value: 'N', help: 'runs of each method, with the seeds 1..N (default: 3)' },
    from: {
      value: 'DIR',
      isMultiple: true,
      help: 'do not train: read these finished folders of lab train thoughts, of any task',
    },
    out: { value: 'F', help: 'a .json file for the tables' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<ThoughtsTableResult> => {
    const from = options.texts('from');
    const tables = methodTables(from.length > 0 ? await finished(from) : await trained(options, terminal));
    const out = options.text('out');
    if (out !== undefined) await writeWhole(pathOf(out), encodeMethodTables(tables));
    return {
      tables,
      rows: tables.flatMap(({ data, rows }) =>
        rows.map((row) => ({ ...row, data, paper: paperAccuracy(row.method, data) })),
      ),
    };
  },
  print: (result) => {
    const { rows } = result as ThoughtsTableResult;
    return rows
      .map(({ data, method, seeds, accuracy, meanGeneratedTokens, paper }) => {
        const interval = accuracy.halfWidth === null ? '' : ` ± ${(100 * accuracy.halfWidth).toFixed(1)}`;
        const share = `${(100 * accuracy.mean).toFixed(1)}${interval} %`;
        const tokens = `${meanGeneratedTokens.toFixed(1)} tokens`;
        const known = paper === null ? '' : `paper ${paper.toFixed(1)} %`;
        return [
          data.padEnd(11),
          method.padEnd(22),
          share.padEnd(16),
          tokens.padEnd(12),
          `${seeds.length} seeds`.padEnd(8),
          known,
          '\n',
        ].join(' ');
      })
      .join('');
  },
};

function paperAccuracy(method: MethodName, data: string): number | null {
  const task = THOUGHT_TASKS.find((known) => known === data);
  return task ? PAPER_TABLE[method][task].accuracy : null;
}

async function finished(folders: readonly string[]): Promise<FinishedTraining[]> {
  const runs: FinishedTraining[] = [];
  for (const name of folders) runs.push({ name, ...(await finishedTrace(name)) });
  return runs;
}

async function trained(options: Options, terminal: Terminal): Promise<FinishedTraining[]> {
  const preset = options.choice('preset', THOUGHT_PRESETS) ?? 'micro';
  const data = options.choice('data', THOUGHT_TASKS) ?? 'prosqa';
  const seeds = Array.from({ length: options.whole('seeds', 1, 100) ?? 3 }, (_, i) => i + 1);
  const backend = await openBackendFor(options);
  const runs: FinishedTraining[] = [];
  for (const method of methodsOf(options.texts('method')))
    for (const seed of seeds) {
      terminal.say(`${method}, seed ${seed}, on ${backend.name} (${backend.adapter})`);
      const asked = thoughtsPreset(preset, method, data, { seed });
      const { trace } = await finishRun(trainThoughts(asked, portsFor(backend, {}, commitHere())), asked, terminal);
      assert(trace.config?.kind === 'thoughts', 'a training tells its config');
      runs.push({ name: `${method}, seed ${seed}`, config: trace.config, trace });
    }
  return runs;
}

function methodsOf(given: readonly string[]): readonly MethodName[] {
  if (given.length === 0) return METHOD_NAMES;
  return given.map((name) => {
    const method = METHOD_NAMES.find((known) => known === name);
    if (!method) throw new InputError(`--method ${name}: choose ${METHOD_NAMES.join(', ')}.`);
    return method;
  });
}
