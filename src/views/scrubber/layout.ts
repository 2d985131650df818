/** @file Places checkpoints on a track. Time is the number of a checkpoint and may lie between two. */

import { scaleLinear } from 'd3';
import { count, short } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface Checkpoint {
  /** Optimisation steps done. */
  readonly step: number;
  /** Tokens trained on by then; unknown where only the weights were opened. */
  readonly tokens?: number | undefined;
}

export interface ScrubberMarks {
  readonly y: number;
  readonly fromPx: number;
  readonly toPx: number;
  readonly thumbPx: number;
  readonly ticks: readonly { readonly xPx: number; readonly checkpoint: number; readonly isPast: boolean }[];
}

const EDGE_PX = 10;

export function scrubberLayout(checkpoints: number, time: number, size: SizePx): ScrubberMarks {
  const x = timeScale(checkpoints, size);
  return {
    y: size.heightPx / 2,
    fromPx: x(0),
    toPx: x(Math.max(0, checkpoints - 1)),
    thumbPx: x(time),
    ticks: Array.from({ length: checkpoints }, (_, checkpoint) => ({
      xPx: x(checkpoint),
      checkpoint,
      isPast: checkpoint <= time,
    })),
  };
}

/** The checkpoint nearest to a place on the track. */
export function checkpointAt(xPx: number, checkpoints: number, size: SizePx): number {
  return clampCheckpoint(timeScale(checkpoints, size).invert(xPx), checkpoints);
}

/** Where a key leads on a slider, or nothing. [ARIA Authoring Practices, Slider] */
export function checkpointAfterKey(key: string, time: number, checkpoints: number): number | undefined {
  const page = Math.max(1, Math.round(checkpoints / 5));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return clampCheckpoint(Math.floor(time) + 1, checkpoints);
    case 'ArrowLeft':
    case 'ArrowDown':
      return clampCheckpoint(Math.ceil(time) - 1, checkpoints);
    case 'PageUp':
      return clampCheckpoint(time + page, checkpoints);
    case 'PageDown':
      return clampCheckpoint(time - page, checkpoints);
    case 'Home':
      return 0;
    case 'End':
      return checkpoints - 1;
    default:
      return undefined;
  }
}

/** The time of a playback that started at `from`, clamped to the last checkpoint. */
export function playedTime(from: number, elapsedMs: number, msPerCheckpoint: number, checkpoints: number): number {
  return Math.min(checkpoints - 1, from + elapsedMs / msPerCheckpoint);
}

export function checkpointWords({ step, tokens }: Checkpoint): string {
  return tokens === undefined ? `step ${count(step)}` : `step ${count(step)}, ${short(tokens)} tokens seen`;
}

export function checkpointsTable({ checkpoints }: { readonly checkpoints: readonly Checkpoint[] }): Table {
  return {
    columns: ['checkpoint', 'step', 'tokens seen'],
    rows: checkpoints.map(({ step, tokens }, checkpoint) => [checkpoint, step, tokens ?? NaN]),
  };
}

function timeScale(checkpoints: number, size: SizePx) {
  return scaleLinear()
    .domain([0, Math.max(1, checkpoints - 1)])
    .range([EDGE_PX, size.widthPx - EDGE_PX])
    .clamp(true);
}

function clampCheckpoint(time: number, checkpoints: number): number {
  return Math.max(0, Math.min(checkpoints - 1, Math.round(time)));
}
