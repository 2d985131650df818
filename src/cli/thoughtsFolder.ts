/** @file A model that thinks, from its folder: weights, vocabulary and card. */

import { join } from 'node:path';
import { vocabularyFromTokenizerJson } from '../core/coconut/vocabularyJson';
import type { Vocabulary } from '../core/coconut/vocabulary';
import { decodeModel } from '../core/nn/modelFiles';
import type { ModelConfig } from '../core/trace/config';
import { CARD_FILE, parseCard, type ThoughtsCard } from '../core/train/thoughts/card';
import { folderLibrary, readGiven } from './modelFolders';

export interface ThinkingModel {
  readonly card: ThoughtsCard;
  readonly config: ModelConfig;
  readonly vocabulary: Vocabulary;
  /** [P] */
  readonly theta: Float32Array;
}

/** Refuses a folder without its card: how such a model is asked cannot be guessed. */
export async function openThinkingModel(folder: string): Promise<ThinkingModel> {
  const model = await folderLibrary.open({ kind: 'shipped', name: folder });
  const json = new TextDecoder().decode(await readGiven(join(folder, CARD_FILE)));
  const weights = join(folder, 'model.safetensors');
  return {
    card: parseCard(json, `${CARD_FILE} of ${folder}`),
    config: model.config,
    vocabulary: vocabularyFromTokenizerJson(model.tokenizerJson, `tokenizer.json of ${folder}`),
    // The last checkpoint is the same model, but kept in half precision.
    theta: decodeModel(model.config, await readGiven(weights), weights),
  };
}
