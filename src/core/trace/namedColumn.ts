/** @file A column of a trace as its file keeps it. */

import type { NamedTensor } from './safetensors';

/** A tensor and what its dimensions count, such as `[token, rank]`. */
export type NamedColumn = NamedTensor & { readonly axes: string };
