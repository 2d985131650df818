/** @file The English model, its reference, and the page that the first visit opens on. */

import { readFile } from 'node:fs/promises';
import type { ModelRef, ScoreConfig, TrainConfig } from '../core/trace/config/config';
import { END_OF_TEXT } from '../core/text/bpe';
import { encodeTrace } from '../core/trace/traceCodec';
import type { WeightsAt } from '../core/train/ports';
import { scoreText } from '../core/train/scoring/scoreText';
import { trainLanguageModel } from '../core/train/trainLanguageModel';
import { encodeUtf8 } from '../core/util/utf8';
import { categorySharesOf, openingTrace } from './openings';
import { commitHere } from './commit';
import { readCorpora, readMailBodies, trainingText } from './english/corpora';
import {
  ENGLISH_TEXT,
  HELD_STEPS,
  heldConfig,
  LOWERED_STEPS,
  loweredConfig,
  MAIL_TEXT,
  referenceConfig,
} from './english/recipe';
import { type Baked, bakedModel, type BakedPart, type Kitchen, modelFolder } from './kitchen';
import { writeModelFolder, writeWhole } from './modelFolders';
import { listRuns, recordedPath } from './recordedRuns';
import { finishRun, portsFor } from './runs';
import type { FinishedRun } from './finishedRun';

/** Of the held part, the steps after which weights ship: doublings, for most is learned early. */
const SHIPPED_STEPS = [100, 200, 400, 800];
const STEPS_PER_CHECKPOINT = 100;

export const ENGLISH_PARTS: readonly BakedPart[] = [
  { name: 'english', bake: bakeEnglish },
  { name: 'english-reference', bake: bakeReference },
  { name: 'opening', bake: bakeOpening },
];

async function bakeEnglish(kitchen: Kitchen): Promise<Baked> {
  const texts = { [ENGLISH_TEXT]: encodeUtf8(trainingText(await readCorpora())) };
  const folder = modelFolder(kitchen, 'english');
  const held = await train(kitchen, heldConfig(HELD_STEPS, HELD_STEPS / STEPS_PER_CHECKPOINT + 1), texts);
  // The second part goes on from the exact weights of the first.
  await writeModelFolder(folder, trained(held, held.weights[0] ?? []), { withCheckpoints: false });
  const lowered = await train(kitchen, loweredConfig(bakedModel(kitchen, 'english'), LOWERED_STEPS, 3), texts);
  const later = (lowered.weights[0] ?? []).slice(1).map(({ step, weights }) => ({ step: HELD_STEPS + step, weights }));
  const shipped = (held.weights[0] ?? []).filter(({ step }) => SHIPPED_STEPS.includes(step));
  const model = trained(lowered, [...shipped, ...later]);
  const files = await writeModelFolder(folder, model, { halfPrecision: true, lastIsModel: true });
  return { files, figures: { seconds: Math.round(held.seconds + lowered.seconds) } };
}

async function bakeReference(kitchen: Kitchen): Promise<Baked> {
  const { train: bodies } = await readMailBodies();
  const texts = { [MAIL_TEXT]: encodeUtf8(bodies.join(END_OF_TEXT)) };
  const run = await train(kitchen, referenceConfig(bakedModel(kitchen, 'english')), texts);
  const model = trained(run, run.weights[0] ?? []);
  const folder = modelFolder(kitchen, 'english-reference');
  const files = await writeModelFolder(folder, model, { halfPrecision: true, withCheckpoints: false });
  return { files, figures: { seconds: Math.round(run.seconds) } };
}

function train(kitchen: Kitchen, config: TrainConfig, texts: Readonly<Record<string, Uint8Array>>) {
  const run = trainLanguageModel(config, portsFor(kitchen.backend, texts, commitHere()));
  return finishRun(run, config, kitchen.terminal);
}

function trained({ trace, tokenizerJson }: FinishedRun, checkpoints: readonly WeightsAt[]) {
  if (trace.config?.kind !== 'train') throw new TypeError('a training without its config');
  return { config: trace.config.model, tokenizerJson, checkpoints };
}

const THREAD = 'A forum thread on a clock that loses time';

/** A page of our own that no model has seen, scored by all checkpoints of the English model. */
async function bakeOpening(kitchen: Kitchen): Promise<Baked> {
  const bytes = new Uint8Array(await readFile(new URL('english/thread.txt', import.meta.url)));
  const shipped = (name: string): ModelRef => ({ kind: 'shipped', name });
  const config: ScoreConfig = {
    kind: 'score',
    text: { kind: 'text', name: THREAD },
    model: bakedModel(kitchen, 'english'),
    reference: bakedModel(kitchen, 'english-reference'),
    maxTokens: 2000,
  };
  const run = scoreText(config, portsFor(kitchen.backend, { [THREAD]: bytes }, commitHere()));
  const { trace } = await finishRun(run, config, kitchen.terminal);
  const named = { ...config, model: shipped('english'), reference: shipped('english-reference') };
  const shown = openingTrace(trace, named);
  const file = await writeWhole(recordedPath(kitchen, 'opening'), encodeTrace(shown, { halfPrecision: true }));
  return { files: [file, await listRuns(kitchen)], figures: categorySharesOf(shown) };
}
