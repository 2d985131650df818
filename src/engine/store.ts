/**
 * @file Runs on disk: what is needed to see a run again, to score with its models, and to go on from where it was.
 *
 * A save writes new files beside the old ones, then a manifest that names them with their lengths, then drops the old.
 * A crash at any point leaves the manifest before it whole, so at most the last save is lost. Checkpoints of weights are
 * written once and counted by the next manifest.
 *
 *   runs/<run>/manifest-<generation>.json
 *   runs/<run>/trace-<generation>, state-<generation>-<arm>
 *   runs/<run>/tokenizer, text-<i>                                 written once
 *   runs/<run>/weights-<arm>-<checkpoint>                          written once each
 */

import type { RunId, RunState, SavedRun } from '../core/trace/commands';
import type { RunConfig } from '../core/trace/config';
import { InputError } from '../core/util/assert';
import type { FileTree } from './fileTree';

/** Everything about a run but its weights. */
export interface RunRecord {
  readonly config: RunConfig;
  readonly state: RunState;
  /** Optimisation steps that `arms` has behind it. */
  readonly step: number;
  readonly savedAtMs: number;
  /** Encoded by `encodeTrace`. */
  readonly trace: Uint8Array;
  /** One flat [theta | m | v] per arm; none for a run that does not train. */
  readonly arms: readonly Float32Array[];
  readonly tokenizerJson?: string;
  readonly texts: Readonly<Record<string, Uint8Array>>;
}

export interface CheckpointKey {
  readonly arm: number;
  readonly checkpoint: number;
  readonly step: number;
}

interface FileEntry {
  readonly name: string;
  readonly bytes: number;
}

interface Manifest {
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
}

export class RunStore {
  readonly #tree: FileTree;
  /** Generation of the newest manifest by run, so that a save need not look. */
  readonly #generations = new Map<string, number>();
  /** Weights written since the last manifest, by run. */
  readonly #fresh = new Map<string, (FileEntry & CheckpointKey)[]>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  async list(): Promise<SavedRun[]> {
    const runs: SavedRun[] = [];
    for (const name of await this.#tree.list('runs')) {
      const run = name as RunId; // The folder's name is the id that it was made from.
      const manifest = await this.#newest(run);
      if (!manifest) continue;
      const { config, state, step, savedAtMs } = manifest;
      runs.push({ run, config, state, step, savedAtMs, bytes: totalBytes(manifest) });
    }
    return runs.sort((a, b) => b.savedAtMs - a.savedAtMs);
  }

  /** Keeps the weights of a checkpoint; the next `save` counts it in. */
  async saveWeights(run: RunId, key: CheckpointKey, weights: Float32Array): Promise<void> {
    const entry = await this.#write(run, `weights-${key.arm}-${key.checkpoint}`, bytesOf(weights));
    const others = (this.#fresh.get(run) ?? []).filter((known) => !isSame(known, key));
    this.#fresh.set(run, [...others, { ...entry, ...key }]);
  }

  async save(run: RunId, record: RunRecord): Promise<void> {
    const before = await this.#newest(run);
    const generation = (this.#generations.get(run) ?? 0) + 1;
    const fresh = this.#fresh.get(run) ?? [];
    const arms: FileEntry[] = [];
    for (const [arm, state] of record.arms.entries())
      arms.push(await this.#write(run, `state-${generation}-${arm}`, bytesOf(state)));
    const manifest: Manifest = {
      version: 1,
      config: record.config,
      state: record.state,
      step: record.step,
      savedAtMs: record.savedAtMs,
      trace: await this.#write(run, `trace-${generation}`, record.trace),
      arms,
      ...(await this.#tokenizerEntry(run, before, record.tokenizerJson)),
      texts: before?.texts ?? (await this.#writeTexts(run, record.texts)),
      weights: [...(before?.weights ?? []).filter((old) => !fresh.some((key) => isSame(old, key))), ...fresh],
    };
    await this.#write(run, `manifest-${generation}.json`, new TextEncoder().encode(JSON.stringify(manifest)));
    this.#generations.set(run, generation);
    this.#fresh.delete(run);
    await this.#dropOlder(run, generation);
  }

  /** The last whole save, or undefined where there is none. */
  async load(run: RunId): Promise<RunRecord | undefined> {
    const manifest = await this.#newest(run);
    if (!manifest) return undefined;
    const { config, state, step, savedAtMs } = manifest;
    const texts: Record<string, Uint8Array> = {};
    for (const text of manifest.texts) texts[text.textName] = await this.#read(run, text);
    const arms: Float32Array[] = [];
    for (const arm of manifest.arms) arms.push(floatsOf(await this.#read(run, arm)));
    const trace = await this.#read(run, manifest.trace);
    const tokenizerJson = manifest.tokenizer && new TextDecoder().decode(await this.#read(run, manifest.tokenizer));
    return { config, state, step, savedAtMs, trace, arms, texts, ...(tokenizerJson ? { tokenizerJson } : {}) };
  }

  /** The checkpoints of weights that one arm left behind, in order, with the tokenizer they were trained with. */
  async openModel(run: RunId, arm: number): Promise<OpenRun | undefined> {
    const manifest = await this.#newest(run);
    if (!manifest?.tokenizer) return undefined;
    const checkpoints = manifest.weights
      .filter((entry) => entry.arm === arm)
      .sort((a, b) => a.checkpoint - b.checkpoint)
      .map((entry) => ({ step: entry.step, weights: async () => floatsOf(await this.#read(run, entry)) }));
    const tokenizerJson = new TextDecoder().decode(await this.#read(run, manifest.tokenizer));
    return { config: manifest.config, tokenizerJson, checkpoints };
  }

  async delete(run: RunId): Promise<void> {
    this.#generations.delete(run);
    this.#fresh.delete(run);
    await this.#tree.remove(folderOf(run));
  }

  async #tokenizerEntry(run: RunId, before: Manifest | undefined, json: string | undefined) {
    if (before?.tokenizer) return { tokenizer: before.tokenizer };
    return json === undefined ? {} : { tokenizer: await this.#write(run, 'tokenizer', new TextEncoder().encode(json)) };
  }

  async #writeTexts(run: RunId, texts: Readonly<Record<string, Uint8Array>>) {
    const entries: (FileEntry & { textName: string })[] = [];
    for (const [textName, bytes] of Object.entries(texts))
      entries.push({ ...(await this.#write(run, `text-${entries.length}`, bytes)), textName });
    return entries;
  }

  async #write(run: RunId, name: string, bytes: Uint8Array): Promise<FileEntry> {
    await this.#tree.write(`${folderOf(run)}/${name}`, bytes);
    return { name, bytes: bytes.length };
  }

  async #read(run: RunId, entry: FileEntry): Promise<Uint8Array> {
    const bytes = await this.#tree.read(`${folderOf(run)}/${entry.name}`);
    if (bytes?.length !== entry.bytes)
      throw new InputError(`The file ${entry.name} of this saved run is damaged: delete the run and start it anew.`);
    return bytes;
  }

  /** The newest manifest that is whole; one that was cut short by a crash is passed over. */
  async #newest(run: RunId): Promise<Manifest | undefined> {
    const generations = (await this.#tree.list(folderOf(run)))
      .map((name) => /^manifest-(\d+)\.json$/.exec(name)?.[1])
      .filter((generation) => generation !== undefined)
      .map(Number)
      .sort((a, b) => b - a);
    for (const generation of generations) {
      const bytes = await this.#tree.read(`${folderOf(run)}/manifest-${generation}.json`);
      const manifest = bytes && parseManifest(bytes);
      if (!manifest) continue;
      this.#generations.set(run, Math.max(generation, this.#generations.get(run) ?? 0, ...generations));
      return manifest;
    }
    return undefined;
  }

  async #dropOlder(run: RunId, generation: number): Promise<void> {
    for (const name of await this.#tree.list(folderOf(run))) {
      const found = /^(?:manifest|trace|state)-(\d+)/.exec(name)?.[1];
      if (found !== undefined && Number(found) !== generation) await this.#tree.remove(`${folderOf(run)}/${name}`);
    }
  }
}

export interface OpenRun {
  readonly config: RunConfig;
  readonly tokenizerJson: string;
  readonly checkpoints: readonly { readonly step: number; readonly weights: () => Promise<Float32Array> }[];
}

// A manifest is our own file: it is whole, or it was cut short and does not parse.
function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    return manifest.version === 1 ? manifest : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function totalBytes({ trace, arms, tokenizer, texts, weights }: Manifest): number {
  const files = [trace, ...arms, ...(tokenizer ? [tokenizer] : []), ...texts, ...weights];
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

const folderOf = (run: RunId) => `runs/${run}`;
const isSame = (a: CheckpointKey, b: CheckpointKey) => a.arm === b.arm && a.checkpoint === b.checkpoint;
const bytesOf = (floats: Float32Array) => new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
const floatsOf = (bytes: Uint8Array) => new Float32Array(bytes.slice().buffer);
