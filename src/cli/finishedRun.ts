/** @file What a training leaves, whether it ran just now or lies in a folder. */

import type { WeightsAt } from '../core/train/ports';
import type { Trace } from '../core/trace/trace';

export interface FinishedRun {
  readonly trace: Trace;
  readonly tokenizerJson: string;
  /** [arm][checkpoint] */
  readonly weights: readonly (readonly WeightsAt[])[];
  readonly seconds: number;
}
