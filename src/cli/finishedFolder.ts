/** @file A finished training of a model that thinks, from the folder that `lab train thoughts` wrote. */

import { join } from 'node:path';
import type { ThoughtsConfig } from '../core/trace/config/config';
import type { Trace } from '../core/trace/trace';
import { decodeTrace } from '../core/trace/traceCodec';
import type { WeightsAt } from '../core/train/ports';
import { InputError } from '../core/util/assert';
import { folderLibrary, readGiven } from './modelFolders';
import type { FinishedRun } from './finishedRun';

export const TRACE_FILE = 'trace.safetensors';

/** Refuses what is no such training, or did not come to its end. */
export async function finishedTrace(
  folder: string,
): Promise<{ readonly trace: Trace; readonly config: ThoughtsConfig }> {
  const trace = decodeTrace(await readGiven(join(folder, TRACE_FILE)), `${TRACE_FILE} of ${folder}`);
  const { config, end } = trace;
  if (config?.kind !== 'thoughts') throw new InputError(`${folder} holds no training of a model with thoughts.`);
  if (end?.reason !== 'done') throw new InputError(`The training in ${folder} is not finished.`);
  return { trace, config };
}

/** The same training with its weights. Its last checkpoint is the model itself, which is kept more exactly. */
export async function finishedTraining(folder: string): Promise<FinishedRun> {
  const { trace } = await finishedTrace(folder);
  const { tokenizerJson, checkpoints, final } = await folderLibrary.open({ kind: 'shipped', name: folder });
  const weights: readonly WeightsAt[] = [...checkpoints.slice(0, -1), ...(final ? [final] : [])];
  return { trace, tokenizerJson, weights: [weights], seconds: 0 };
}

/** Refuses a training that is not of this recipe and seed, and names the first setting that differs. */
export function checkRecipe(config: ThoughtsConfig, recipe: ThoughtsConfig, folder: string): void {
  const [found, wanted] = [settled(config), settled(recipe)];
  const field = Object.keys(wanted).find((key) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]));
  if (field === undefined) return;
  const [has, should] = [found[field], wanted[field]].map((value) => JSON.stringify(value));
  throw new InputError(`${folder} was trained with other settings: ${field} is ${has}, and should be ${should}.`);
}

/** The model's vocabulary and length follow from the problems, so a recipe does not know them. */
function settled({ model, ...config }: ThoughtsConfig): Readonly<Record<string, unknown>> {
  const { vocab: _vocab, seq: _seq, ...shape } = model;
  return { ...config, ...shape };
}
