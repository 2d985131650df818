/** @file What a save leaves beside its files: their names and lengths. Our own file: it is whole, or it does not parse. */

import type { RunState } from '../../core/trace/messages/commands';
import type { RunConfig } from '../../core/trace/config/config';

export interface CheckpointKey {
  readonly arm: number;
  readonly checkpoint: number;
  readonly step: number;
}

export interface FileEntry {
  readonly name: string;
  readonly bytes: number;
}

export interface Manifest {
  readonly version: 1;
  readonly config: RunConfig;
  readonly state: RunState;
  readonly step: number;
  readonly savedAtMs: number;
  readonly trace: FileEntry;
  readonly arms: readonly FileEntry[];
  readonly tokenizer?: FileEntry;
  readonly texts: readonly (FileEntry & { readonly textName: string })[];
  readonly weights: readonly (FileEntry & CheckpointKey)[];
  /** Saves before this one whose files are still there, the newest first. */
  readonly earlier?: readonly Moment[];
}

/** A save that a run can go back to. */
export interface Moment {
  readonly generation: number;
  readonly step: number;
  readonly bytes: number;
}

/** Saves that are kept of a run: the last one, and those that a branch or a damaged disk may need. */
const RING_MOMENTS = 4;
/** Of the moments before the last one together: a large model keeps fewer. */
const RING_BYTES = 64e6;

export const manifestName = (generation: number): string => `manifest-${generation}.json`;

export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    return manifest.version === 1 ? manifest : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The ring after a save: the moment that was the last one moves up, the oldest falls out. */
export function earlierMoments(before: Manifest | undefined, generation: number): readonly Moment[] {
  // A run that does not train has nothing to go back to.
  if (!before || before.arms.length === 0) return [];
  const moments = [momentOf(before, generation), ...(before.earlier ?? [])].slice(0, RING_MOMENTS - 1);
  let bytes = 0;
  return moments.filter((moment) => (bytes += moment.bytes) <= RING_BYTES);
}

export function momentOf({ step, trace, arms }: Manifest, generation: number): Moment {
  return { generation, step, bytes: sumOf([trace, ...arms]) };
}

export function totalBytes({ trace, arms, tokenizer, texts, weights, earlier = [] }: Manifest): number {
  return sumOf([trace, ...arms, ...(tokenizer ? [tokenizer] : []), ...texts, ...weights, ...earlier]);
}

const sumOf = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);
