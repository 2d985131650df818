/**
 * @file Runs on disk: what is needed to see a run again, to score with its models, and to go on from where it was.
 *
 * A save writes new files beside the old ones, then a manifest that names them with their lengths, then drops what falls
 * out of the ring of the last few saves. A crash at any point leaves the manifest before it whole, so at most the last
 * save is lost. Checkpoints of weights are written once and counted by the next manifest.
 *
 *   runs/<run>/manifest-<generation>.json
 *   runs/<run>/trace-<generation>, state-<generation>-<arm>
 *   runs/<run>/tokenizer, text-<i>                                 written once
 *   runs/<run>/weights-<arm>-<checkpoint>                          written once each
 *   runs/<run>/card-<n>.json                                       what a person says of it
 *
 * The folders are the index. A second one, in IndexedDB, would be a second truth to keep in step with this one through
 * crashes; the price is that a list of runs reads one small manifest and one card a run.
 */

import type { RunCard, RunId, RunState, SavedRun } from '../../core/trace/messages/commands';
import type { RunConfig } from '../../core/trace/config/config';
import { InputError } from '../../core/util/assert';
import { type FileTree, StorageFullError } from './fileTree';
import {
  type CheckpointKey,
  earlierMoments,
  type FileEntry,
  type Manifest,
  manifestName,
  momentOf,
  parseManifest,
  totalBytes,
} from './manifest';
import { type KeptCard, RunCards } from './runCards';

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

/** A save as its manifest says, and its number. */
interface Save {
  readonly generation: number;
  readonly manifest: Manifest;
}

/** What lies in the bin for so long cannot be brought back any more. */
const BIN_MS = 3_600_000;

export class RunStore {
  readonly #tree: FileTree;
  readonly #cards: RunCards;
  /** Weights written since the last manifest, by run. */
  readonly #fresh = new Map<string, (FileEntry & CheckpointKey)[]>();

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.#cards = new RunCards(tree);
  }

  /** Runs that are not in the bin, the newest first. */
  async list(): Promise<Omit<SavedRun, 'isElsewhere'>[]> {
    const runs = await Promise.all((await this.#runs()).map((run) => this.#summary(run)));
    return runs.filter((each) => each !== undefined).sort((a, b) => b.savedAtMs - a.savedAtMs);
  }

  /** Keeps the weights of a checkpoint; the next `save` counts it in. */
  async saveWeights(run: RunId, key: CheckpointKey, weights: Float32Array): Promise<void> {
    const name = `weights-${key.arm}-${key.checkpoint}`;
    const entry = await this.#withRoom(run, () => this.#write(run, name, bytesOf(weights)));
    const others = (this.#fresh.get(run) ?? []).filter((known) => !isSame(known, key));
    this.#fresh.set(run, [...others, { ...key, ...entry }]);
  }

  async save(run: RunId, record: RunRecord): Promise<void> {
    await this.#withRoom(run, () => this.#save(run, record));
  }

  /** Where there is no room, older saves and what lies in the bin make some, and it is tried once more. */
  async #withRoom<T>(run: RunId, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StorageFullError)) throw error;
      await this.#makeRoom(run);
      return write();
    }
  }

  async #save(run: RunId, record: RunRecord): Promise<void> {
    const numbers = await this.#generations(run);
    const before = await this.#newest(run);
    const generation = (numbers[0] ?? 0) + 1;
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
      ...(await this.#tokenizerEntry(run, before?.manifest, record.tokenizerJson)),
      texts: before?.manifest.texts ?? (await this.#writeTexts(run, record.texts)),
      weights: [...(before?.manifest.weights ?? []).filter((old) => !fresh.some((key) => isSame(old, key))), ...fresh],
      earlier: before ? earlierMoments(before.manifest, before.generation) : [],
    };
    await this.#write(run, manifestName(generation), new TextEncoder().encode(JSON.stringify(manifest)));
    this.#fresh.delete(run);
    await this.#keepOnly(run, [generation, ...(manifest.earlier ?? []).map((moment) => moment.generation)]);
  }

  /** The last save that is whole, or undefined where there is none. @param step of the moment that is asked for */
  async load(run: RunId, step?: number): Promise<RunRecord | undefined> {
    let damage: InputError | undefined;
    for await (const { manifest } of this.#saves(run)) {
      if (step !== undefined && manifest.step !== step) continue;
      try {
        return await this.#recordOf(run, manifest);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        damage ??= error;
      }
    }
    if (damage) throw damage;
    return undefined;
  }

  async #recordOf(run: RunId, manifest: Manifest): Promise<RunRecord> {
    const { config, state, step, savedAtMs } = manifest;
    const texts = await this.#textsOf(run, manifest);
    const arms: Float32Array[] = [];
    for (const arm of manifest.arms) arms.push(floatsOf(await this.#read(run, arm)));
    const trace = await this.#read(run, manifest.trace);
    const tokenizerJson = manifest.tokenizer && new TextDecoder().decode(await this.#read(run, manifest.tokenizer));
    return { config, state, step, savedAtMs, trace, arms, texts, ...(tokenizerJson ? { tokenizerJson } : {}) };
  }

  /** The texts that a run was given, by name; none where it was never saved. */
  async textsOf(run: RunId): Promise<Readonly<Record<string, Uint8Array>>> {
    const save = await this.#newest(run);
    return save ? this.#textsOf(run, save.manifest) : {};
  }

  async #textsOf(run: RunId, { texts }: Manifest): Promise<Readonly<Record<string, Uint8Array>>> {
    const read: Record<string, Uint8Array> = {};
    for (const text of texts) read[text.textName] = await this.#read(run, text);
    return read;
  }

  /** The checkpoints of weights that one arm left behind, in order, with the tokenizer they were trained with. */
  async openModel(run: RunId, arm: number): Promise<OpenRun | undefined> {
    const manifest = (await this.#newest(run))?.manifest;
    if (!manifest?.tokenizer) return undefined;
    const checkpoints = manifest.weights
      .filter((entry) => entry.arm === arm)
      .sort((a, b) => a.checkpoint - b.checkpoint)
      .map((entry) => ({ ...entry, weights: async () => floatsOf(await this.#read(run, entry)) }));
    const tokenizerJson = new TextDecoder().decode(await this.#read(run, manifest.tokenizer));
    return { config: manifest.config, tokenizerJson, checkpoints };
  }

  /** Copies a saved moment, and the weights up to it, to a new run. Tells whether there is such a moment. */
  async branch(run: RunId, from: RunId, step: number): Promise<boolean> {
    const record = await this.load(from, step);
    const manifest = (await this.#newest(from))?.manifest;
    if (!record || !manifest) return false;
    for (const entry of manifest.weights.filter((each) => each.step <= step))
      await this.saveWeights(run, entry, floatsOf(await this.#read(from, entry)));
    await this.describe(run, { parent: { run: from, step } });
    await this.save(run, { ...record, state: 'paused' });
    return true;
  }

  /** The weights of all arms, by arm and checkpoint, each read when it is asked for. */
  async weightsOf(run: RunId): Promise<readonly (CheckpointKey & { readonly read: () => Promise<Float32Array> })[]> {
    const entries = (await this.#newest(run))?.manifest.weights ?? [];
    return entries
      .toSorted((a, b) => a.arm - b.arm || a.checkpoint - b.checkpoint)
      .map((entry) => {
        const { arm, checkpoint, step } = entry;
        return { arm, checkpoint, step, read: async () => floatsOf(await this.#read(run, entry)) };
      });
  }

  async cardOf(run: RunId): Promise<RunCard> {
    return (await this.#cards.read(run)).card;
  }

  /** The step at which a run branched off, where it did. */
  async parentStep(run: RunId): Promise<number | undefined> {
    return (await this.cardOf(run)).parent?.step;
  }

  async describe(run: RunId, card: RunCard): Promise<void> {
    await this.#cards.write(run, { ...(await this.#cards.read(run)), card });
  }

  /** Into the bin: no list names the run any more. */
  async discard(run: RunId, nowMs: number): Promise<void> {
    await this.#cards.write(run, { ...(await this.#cards.read(run)), discardedAtMs: nowMs });
  }

  /** Out of the bin. Tells whether the run was still there. */
  async reclaim(run: RunId): Promise<boolean> {
    if (!(await this.#newest(run))) return false;
    const { card } = await this.#cards.read(run);
    await this.#cards.write(run, { card });
    return true;
  }

  /**
   * Drops what has lain in the bin for long, and what a crash left without a manifest.
   *
   * @param claimed runs that a tab has in hand: their first manifest may be yet to come
   */
  async sweep(nowMs: number, claimed: ReadonlySet<string>): Promise<void> {
    for (const run of (await this.#runs()).filter((each) => !claimed.has(each))) {
      const { discardedAtMs } = await this.#cards.read(run);
      const isOld = discardedAtMs !== undefined && nowMs - discardedAtMs > BIN_MS;
      if (isOld || !(await this.#newest(run))) await this.delete(run);
    }
  }

  async delete(run: RunId): Promise<void> {
    this.#fresh.delete(run);
    await this.#tree.remove(folderOf(run));
  }

  async #runs(): Promise<readonly RunId[]> {
    // A folder's name is the id that it was made from.
    return (await this.#tree.list('runs')).map((name) => name as RunId);
  }

  async #summary(run: RunId): Promise<Omit<SavedRun, 'isElsewhere'> | undefined> {
    const { card, discardedAtMs }: KeptCard = await this.#cards.read(run);
    const save = discardedAtMs === undefined ? await this.#newest(run) : undefined;
    if (!save) return undefined;
    const { manifest, generation } = save;
    const { config, state, step, savedAtMs, earlier = [], arms } = manifest;
    const moments = arms.length > 0 ? [momentOf(manifest, generation), ...earlier] : [];
    const steps = [...new Set(moments.map((moment) => moment.step))];
    return { run, config, state, step, savedAtMs, bytes: totalBytes(manifest), card, moments: steps };
  }

  /** Empties the bin, and leaves of this run's saves only the newest that is whole. */
  async #makeRoom(run: RunId): Promise<void> {
    for (const each of await this.#runs()) {
      const { discardedAtMs } = await this.#cards.read(each);
      if (discardedAtMs !== undefined) await this.delete(each);
    }
    const newest = await this.#newest(run);
    await this.#keepOnly(run, newest ? [newest.generation] : []);
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
    const path = `${folderOf(run)}/${name}`;
    try {
      await this.#tree.write(path, bytes);
    } catch (error) {
      // Half a file helps nobody, and takes the room that is wanting.
      if (error instanceof StorageFullError) await this.#tree.remove(path);
      throw error;
    }
    return { name, bytes: bytes.length };
  }

  async #read(run: RunId, entry: FileEntry): Promise<Uint8Array> {
    const bytes = await this.#tree.read(`${folderOf(run)}/${entry.name}`);
    if (bytes?.length !== entry.bytes)
      throw new InputError(`The file ${entry.name} of this saved run is damaged: delete the run and start it anew.`);
    return bytes;
  }

  /** Numbers of all manifests, whole or not, the newest first. */
  async #generations(run: RunId): Promise<readonly number[]> {
    return (await this.#tree.list(folderOf(run)))
      .map((name) => /^manifest-(\d+)\.json$/.exec(name)?.[1])
      .filter((generation) => generation !== undefined)
      .map(Number)
      .sort((a, b) => b - a);
  }

  /** Manifests that are whole, the newest first; one that was cut short by a crash is passed over. */
  async *#saves(run: RunId): AsyncGenerator<Save> {
    for (const generation of await this.#generations(run)) {
      const bytes = await this.#tree.read(`${folderOf(run)}/${manifestName(generation)}`);
      const manifest = bytes && parseManifest(bytes);
      if (manifest) yield { generation, manifest };
    }
  }

  async #newest(run: RunId): Promise<Save | undefined> {
    for await (const save of this.#saves(run)) return save;
    return undefined;
  }

  /** Manifests go first: none may name a file that is gone. */
  async #keepOnly(run: RunId, generations: readonly number[]): Promise<void> {
    const names = await this.#tree.list(folderOf(run));
    for (const name of names.toSorted((a, b) => Number(b.startsWith('manifest')) - Number(a.startsWith('manifest')))) {
      const found = /^(?:manifest|trace|state)-(\d+)/.exec(name)?.[1];
      if (found !== undefined && !generations.includes(Number(found)))
        await this.#tree.remove(`${folderOf(run)}/${name}`);
    }
  }
}

export interface OpenRun {
  readonly config: RunConfig;
  readonly tokenizerJson: string;
  readonly checkpoints: readonly {
    readonly checkpoint: number;
    readonly step: number;
    readonly weights: () => Promise<Float32Array>;
  }[];
}

const folderOf = (run: RunId) => `runs/${run}`;
const isSame = (a: CheckpointKey, b: CheckpointKey) => a.arm === b.arm && a.checkpoint === b.checkpoint;
const bytesOf = (floats: Float32Array) => new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
const floatsOf = (bytes: Uint8Array) => new Float32Array(bytes.slice().buffer);
