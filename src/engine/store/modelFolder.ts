/** @file A model as a folder in the Hugging Face layout, wherever it lies: behind an address or on a disk. */

import { decodeModel, parseModelConfig } from '../../core/nn/modelFiles';
import type { OpenModel } from '../../core/train/ports';
import { CARD_FILE, parseCard, type ThoughtsCard } from '../../core/train/thoughts/card';
import { InputError } from '../../core/util/assert';

export interface ModelFolder {
  /** For the sentence where something is missing, such as `the shipped model "clm"`. */
  readonly name: string;
  /** undefined where there is no such file. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Steps of the folders `checkpoint-<step>`, ascending. */
  readonly checkpointSteps: () => Promise<readonly number[]>;
}

/** Weights are read when they are asked for. Without checkpoint folders the model itself is the one checkpoint. */
export async function openModelFolder(folder: ModelFolder): Promise<OpenModel> {
  const configBytes = await required(folder, 'config.json');
  const tokenizerBytes = await required(folder, 'tokenizer.json');
  const config = parseModelConfig(new TextDecoder().decode(configBytes), `config.json of ${folder.name}`);
  const weightsOf = (path: string) => async () =>
    decodeModel(config, await required(folder, path), `${path} of ${folder.name}`);
  const steps = await folder.checkpointSteps();
  const card = await cardOf(folder);
  const { modelStep } = await checkpointList(folder);
  const final = { step: modelStep ?? steps.at(-1) ?? card?.steps ?? 0, weights: weightsOf('model.safetensors') };
  return {
    config,
    tokenizerJson: new TextDecoder().decode(tokenizerBytes),
    final,
    ...(card ? { card } : {}),
    checkpoints: [
      ...steps.map((step) => ({ step, weights: weightsOf(`checkpoint-${step}/model.safetensors`) })),
      ...(steps.length === 0 || modelStep !== undefined ? [final] : []),
    ],
  };
}

/** Beside a model's `config.json`: a server lists no folders, so their steps stand in a file. Our own, written by `lab`. */
export const CHECKPOINT_LIST = 'checkpoints.json';

export interface CheckpointList {
  /** Of the folders, ascending. */
  readonly steps: readonly number[];
  /** Of the model itself, where that is the last checkpoint and stands in no folder a second time. */
  readonly modelStep?: number;
}

export async function checkpointList({ read }: Pick<ModelFolder, 'read'>): Promise<CheckpointList> {
  const list = await read(CHECKPOINT_LIST);
  return list ? (JSON.parse(new TextDecoder().decode(list)) as CheckpointList) : { steps: [] };
}

async function cardOf({ name, read }: ModelFolder): Promise<ThoughtsCard | undefined> {
  const bytes = await read(CARD_FILE);
  return bytes && parseCard(new TextDecoder().decode(bytes), `${CARD_FILE} of ${name}`);
}

async function required({ name, read }: ModelFolder, path: string): Promise<Uint8Array> {
  const bytes = await read(path);
  if (!bytes) throw new InputError(`${path} of ${name} is missing: choose another model.`);
  return bytes;
}
