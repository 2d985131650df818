/** @file What a model that thinks needs beside its weights: `thoughts.json` in its folder. */

import * as v from 'valibot';
import { join } from 'node:path';
import { METHOD_NAMES, type MethodName } from '../core/coconut/methods';
import { vocabularyFromTokenizerJson } from '../core/coconut/vocabularyJson';
import type { Vocabulary } from '../core/coconut/vocabulary';
import { list, parseWith, table, text, whole } from '../core/trace/parseConfig';
import type { ModelConfig } from '../core/trace/config';
import { parseJson } from '../core/util/json';
import { assert } from '../core/util/assert';
import { folderLibrary, readGiven } from './modelFolders';

export const THOUGHTS_FILE = 'thoughts.json';

/** How a model was taught to answer. */
export interface ThoughtsCard {
  readonly method: MethodName;
  /** How problems are written for it. */
  readonly style: 'compact' | 'official';
  /** Thoughts that its last stage trained. */
  readonly thoughts: number;
  /** Names that it knows, where problems were generated. */
  readonly people: readonly string[];
  readonly concepts: readonly string[];
}

const cardSchema: v.GenericSchema<unknown, ThoughtsCard> = table({
  method: v.picklist(METHOD_NAMES, `must be one of ${METHOD_NAMES.join(', ')}`),
  style: v.picklist(['compact', 'official'], 'must be compact or official'),
  thoughts: whole(0, 1000),
  people: list(text(100), 1000),
  concepts: list(text(100), 1000),
});

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
  const json = new TextDecoder().decode(await readGiven(join(folder, THOUGHTS_FILE)));
  const card = parseWith(
    cardSchema,
    parseJson(json, () => `${THOUGHTS_FILE} of ${folder} is not JSON.`),
    `${THOUGHTS_FILE} of ${folder}`,
  );
  const last = model.checkpoints.at(-1);
  assert(last, 'a model folder has at least one checkpoint');
  return {
    card,
    config: model.config,
    vocabulary: vocabularyFromTokenizerJson(model.tokenizerJson, `tokenizer.json of ${folder}`),
    theta: await last.weights(),
  };
}
