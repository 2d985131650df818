/** @file What tells runs apart: their settings as a flat list, those that differ, and those alike but for their seed. */

import type { RunConfig } from './config';

/** One setting that not all runs have alike. */
export interface Difference {
  /** Such as `optimizer.learningRate` or `arms.1.objective.score`. */
  readonly name: string;
  /** [run] as written; empty where a run has no such setting. */
  readonly values: readonly string[];
}

/** Settings that differ, in the order in which they stand in the first config that has them. */
export function differingSettings(configs: readonly RunConfig[]): readonly Difference[] {
  const flat = configs.map((config) => new Map(leaves('', config)));
  const names = [...new Set(flat.flatMap((settings) => [...settings.keys()]))];
  return names
    .map((name) => ({ name, values: flat.map((settings) => settings.get(name) ?? '') }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** The same for runs that differ in their seed alone. */
export function settingsButSeed(config: RunConfig): string {
  // Entries are sorted: a config out of an address need not have the order of one out of a preset.
  const others = [...leaves('', config)].filter(([name]) => name !== 'seed');
  return JSON.stringify(others.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function* leaves(path: string, value: unknown): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) yield [path, String(value)];
  else for (const [key, inner] of Object.entries(value)) yield* leaves(path === '' ? key : `${path}.${key}`, inner);
}
