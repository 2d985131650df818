/** @file How a long text is scored on this device: how many windows at a time, and how many models in one submission. */

import type { ModelConfig } from '../../trace/config/config';
import { type RecordingDevice, recordingDevice } from '../../nn/recorder';
import { flopsPerStep } from '../measureSpeed';
import type { Group, ResidentScorer } from './scoreTogether';
import { WINDOWS_PER_CHUNK } from './scoreTokens';

export interface ScorePlan {
  /** In one forward pass, after the first chunk. */
  readonly windowsPerChunk: number;
  /** Who scores the first chunk, in their order: each alone, for its colours are waited for, and its shape does not come again. */
  readonly first: readonly Group[];
  /** And all others. */
  readonly rest: readonly Group[];
}

/**
 * One submission may take a weak graphics chip (.3 TFLOP/s) a tenth of a second: the screen is drawn by the same chip, and
 * whoever stops the run waits for the end of it.
 */
const MOST_FLOPS = 32e9;
/** The same for a software driver, which makes some 3 GFLOP/s: half a second to a second. */
const MOST_SOFTWARE_FLOPS = 2e9;
/** Dispatches are a small part of the time from here on. */
const MOST_WINDOWS = 32;
/** A step that is trained is three passes. */
const PASSES_PER_STEP = 3;

/** @param device where it is undefined, each model scores alone */
export function scorePlan(scorers: readonly ResidentScorer[], device = recordingDevice()): ScorePlan {
  const alone = scorers.map((scorer) => ({ scorers: [scorer] }));
  // Predictions are asked of short texts, which end before a recording pays.
  if (!device || scorers.some(({ wanted }) => wanted.predictions))
    return { windowsPerChunk: WINDOWS_PER_CHUNK, first: alone, rest: alone };
  const windowsPerChunk = windowsOn(device, scorers);
  const flops = Math.max(...scorers.map(({ config }) => passFlops(config, windowsPerChunk)));
  const together = Math.max(1, Math.floor((device.isSoftware ? MOST_SOFTWARE_FLOPS : MOST_FLOPS) / flops));
  return { windowsPerChunk, first: alone, rest: groupsOf(scorers, together) };
}

function windowsOn(device: RecordingDevice, scorers: readonly ResidentScorer[]): number {
  // The processor of a software driver has nothing to gain from larger products.
  if (device.isSoftware) return WINDOWS_PER_CHUNK;
  const fits = (windows: number): boolean =>
    scorers.every(({ config }) => largestBytes(config, windows) <= device.mostBytes) &&
    scorers.reduce((sum, { config }) => sum + passFlops(config, windows), 0) <= MOST_FLOPS;
  let windows = WINDOWS_PER_CHUNK;
  while (windows < MOST_WINDOWS && fits(2 * windows)) windows *= 2;
  return windows;
}

/** Logits, the hidden layer of the feed-forward branch, or the chances of attention. */
const largestBytes = ({ vocab, seq, embed, heads }: ModelConfig, windows: number): number =>
  4 * windows * seq * Math.max(vocab, 4 * embed, heads * seq);

const passFlops = (config: ModelConfig, windows: number): number => flopsPerStep(config, windows) / PASSES_PER_STEP;

/** As few groups as can be, of nearly the same size. */
function groupsOf(scorers: readonly ResidentScorer[], most: number): Group[] {
  const size = Math.ceil(scorers.length / Math.ceil(scorers.length / most));
  return Array.from({ length: Math.ceil(scorers.length / size) }, (_, i) => ({
    name: `group ${i}`,
    scorers: scorers.slice(i * size, (i + 1) * size),
  }));
}
