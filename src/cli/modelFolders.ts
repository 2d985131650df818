/** @file Models on the disk, in the Hugging Face layout: read by any run, written after training. */

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelConfig } from '../core/trace/config/config';
import { encodeModel } from '../core/nn/modelFiles';
import type { ModelLibrary, WeightsAt } from '../core/train/ports';
import { InputError } from '../core/util/assert';
import { CHECKPOINT_LIST, type CheckpointList, openModelFolder } from '../engine/store/modelFolder';
import { pathOf } from './nodeBackend';

const CHECKPOINT_FOLDER = /^checkpoint-(\d+)$/;

/** References of kind `shipped` name a folder here. */
export const folderLibrary: ModelLibrary = {
  open: async (ref) => {
    if (ref.kind !== 'shipped') throw new InputError('The command line reads models from folders: give a DIR.');
    const folder = pathOf(ref.name);
    return openModelFolder({
      name: ref.name,
      read: (path) => readIfThere(join(folder, path)),
      checkpointSteps: async () =>
        (await namesIn(folder))
          .map((name) => CHECKPOINT_FOLDER.exec(name)?.[1])
          .filter((step) => step !== undefined)
          .map(Number)
          .sort((a, b) => a - b),
    });
  },
};

export interface TrainedModel {
  readonly config: ModelConfig;
  readonly tokenizerJson: string;
  /** Ascending; the last is the model. */
  readonly checkpoints: readonly WeightsAt[];
}

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes a model over the one that was in the folder; other files stay. Checkpoints are kept in half precision, the model
 * itself as it was trained unless asked otherwise; where the model is the last checkpoint, that stands there once.
 */
export async function writeModelFolder(
  folder: string,
  model: TrainedModel,
  { halfPrecision = false, withCheckpoints = true, lastIsModel = false } = {},
): Promise<WrittenFile[]> {
  // Checkpoints of an earlier run would pass for this one's.
  for (const name of await namesIn(folder))
    if (CHECKPOINT_FOLDER.test(name)) await rm(join(folder, name), { recursive: true });
  const files: WrittenFile[] = [];
  const write = async (path: string, bytes: Uint8Array | string) =>
    files.push(await writeWhole(join(folder, path), bytes));
  const last = model.checkpoints.at(-1);
  if (!last) throw new InputError('There are no weights to write: train for at least one step.');
  const whole = encodeModel(model.config, await last.weights(), { halfPrecision });
  for (const [path, bytes] of Object.entries(whole)) await write(path, bytes);
  await write('tokenizer.json', model.tokenizerJson);
  if (!withCheckpoints) return files;
  const inFolders = lastIsModel ? model.checkpoints.slice(0, -1) : model.checkpoints;
  for (const { step, weights } of inFolders) {
    const encoded = encodeModel(model.config, await weights(), { halfPrecision: true });
    await write(`checkpoint-${step}/model.safetensors`, encoded['model.safetensors']);
  }
  const list: CheckpointList = {
    steps: inFolders.map(({ step }) => step),
    ...(lastIsModel ? { modelStep: last.step } : {}),
  };
  await write(CHECKPOINT_LIST, `${JSON.stringify(list)}\n`);
  return files;
}

export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<WrittenFile> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return { path, bytes: Buffer.byteLength(bytes) };
}

/** Refuses with the path where there is no such file. */
export async function readGiven(argument: string): Promise<Uint8Array> {
  const bytes = await readIfThere(pathOf(argument));
  if (!bytes) throw new InputError(`${argument} cannot be read: check the path.`);
  return bytes;
}

export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    // A Node Buffer is no plain Uint8Array: its `slice` shares memory with other files.
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code));
