/** @file `lab table thoughts`: the paper's Table 1 at this scale: every method over several seeds, with intervals. */

import { METHOD_NAMES, type MethodName } from '../../core/coconut/methods';
import { thoughtsPreset } from '../../core/trace/thoughtPresets';
import { trainThoughts } from '../../core/train/thoughts/trainThoughts';
import { InputError } from '../../core/util/assert';
import { meanInterval95 } from '../../core/util/statistics';
import type { Command } from '../command';
import { commitHere } from '../commit';
import { writeWhole } from '../modelFolders';
import { BACKEND_NAMES, openNodeBackend, pathOf } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';
import { summaryOf } from './trainThoughts';

export interface MethodRow {
  readonly method: MethodName;
  /** [seed] share of held-out problems right */
  readonly accuracies: readonly number[];
  /** With the half-width of the 95 % interval over seeds; null for a single seed, which has none. */
  readonly accuracy: { readonly mean: number; readonly halfWidth: number | null };
  readonly meanGeneratedTokens: number;
}

export interface ThoughtsTableResult {
  readonly preset: string;
  readonly data: string;
  readonly seeds: readonly number[];
  readonly problems: number;
  readonly backend: string;
  readonly commit: string;
  readonly seconds: number;
  readonly rows: readonly MethodRow[];
}

export const tableThoughtsCommand: Command = {
  name: 'table thoughts',
  summary: 'Every method of the paper’s Table 1 on the same held-out problems, over several seeds.',
  options: {
    preset: { value: 'P', help: 'tiny, micro or small; micro' },
    data: { value: 'D', help: 'prosqa, prontoqa or arithmetic; prosqa' },
    method: { value: 'M', isMultiple: true, help: `only these: ${METHOD_NAMES.join(', ')}` },
    seeds: { value: 'N', help: 'runs of each method, with the seeds 1..N; 3' },
    out: { value: 'F', help: 'a .json file for the rows' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu; the fastest' },
  },
  run: async (options, terminal): Promise<ThoughtsTableResult> => {
    const preset = options.choice('preset', ['tiny', 'micro', 'small']) ?? 'micro';
    const data = options.choice('data', ['prosqa', 'prontoqa', 'arithmetic']) ?? 'prosqa';
    const methods = methodsOf(options.texts('method'));
    const seeds = Array.from({ length: options.whole('seeds', 1, 100) ?? 3 }, (_, i) => i + 1);
    const backend = await openNodeBackend(options.choice('backend', BACKEND_NAMES));
    const rows: MethodRow[] = [];
    let seconds = 0;
    let problems = 0;
    for (const method of methods) {
      const results = [];
      for (const seed of seeds) {
        terminal.say(`${method}, seed ${seed}, on ${backend.name} (${backend.adapter})`);
        const config = thoughtsPreset(preset, method, data, { seed });
        const finished = await finishRun(trainThoughts(config, portsFor(backend, {}, commitHere())), config, terminal);
        seconds += finished.seconds;
        results.push(summaryOf(finished.trace));
      }
      problems = results[0]?.problems ?? 0;
      rows.push(rowOf(method, results));
    }
    const result = { preset, data, seeds, problems, backend: backend.name, commit: commitHere(), seconds, rows };
    const out = options.text('out');
    if (out !== undefined) await writeWhole(pathOf(out), `${JSON.stringify(result)}\n`);
    return result;
  },
  print: (result) => {
    const { rows } = result as ThoughtsTableResult;
    return rows
      .map(({ method, accuracy, meanGeneratedTokens }) => {
        const interval = accuracy.halfWidth === null ? '' : ` ± ${(100 * accuracy.halfWidth).toFixed(1)}`;
        const share = `${(100 * accuracy.mean).toFixed(1)}${interval} %`;
        return `${method.padEnd(22)} ${share.padEnd(16)} ${meanGeneratedTokens.toFixed(1)} tokens\n`;
      })
      .join('');
  },
};

function methodsOf(given: readonly string[]): readonly MethodName[] {
  if (given.length === 0) return METHOD_NAMES;
  return given.map((name) => {
    const method = METHOD_NAMES.find((known) => known === name);
    if (!method) throw new InputError(`--method ${name}: choose ${METHOD_NAMES.join(', ')}.`);
    return method;
  });
}

function rowOf(
  method: MethodName,
  results: readonly { readonly accuracy: number; readonly meanGeneratedTokens: number }[],
): MethodRow {
  const accuracies = results.map(({ accuracy }) => accuracy);
  const { mean, halfWidth } = meanInterval95(accuracies);
  return {
    method,
    accuracies,
    accuracy: { mean, halfWidth: results.length > 1 ? halfWidth : null },
    meanGeneratedTokens: meanInterval95(results.map((result) => result.meanGeneratedTokens)).mean,
  };
}
