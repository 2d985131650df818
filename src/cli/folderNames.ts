/** @file Models by the last part of their paths: what a trace tells must mean something elsewhere, and lead nowhere there. */

import { basename, resolve } from 'node:path';
import type { ModelRef, ThoughtsConfig, TrainConfig } from '../core/trace/config/config';

export function withFolderNames(config: TrainConfig): TrainConfig;
export function withFolderNames(config: ThoughtsConfig): ThoughtsConfig;
export function withFolderNames(config: TrainConfig | ThoughtsConfig): TrainConfig | ThoughtsConfig;
export function withFolderNames(config: TrainConfig | ThoughtsConfig): TrainConfig | ThoughtsConfig {
  const base = config.base ? { base: named(config.base) } : {};
  if (config.kind === 'thoughts') return { ...config, ...base };
  return {
    ...config,
    ...base,
    ...(config.reference ? { reference: named(config.reference) } : {}),
    arms: config.arms.map((each) => (each.start ? { ...each, start: named(each.start) } : each)),
  };
}

function named(ref: ModelRef): ModelRef {
  if (ref.kind !== 'shipped') return ref;
  const last = basename(resolve(ref.name)).replace(/[^\w.-]/g, '-');
  return { kind: 'shipped', name: last.replace(/^\.*/, '') || 'model' };
}
