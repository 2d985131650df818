/**
 * @file A training of a model that thinks, saved on the way: what was seen, the weights of each milestone, and where it was.
 *
 * Everything lies in a folder of the model's own, which goes when the training has come to its end. The list that names the
 * files is written last and moved into place, so a save that breaks off leaves the one before it.
 */

import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ThoughtsConfig } from '../core/trace/config/config';
import type { RunEvent } from '../core/trace/events';
import type { Trace } from '../core/trace/trace';
import { decodeTrace, encodeTrace } from '../core/trace/traceCodec';
import type { ResumePoint, WeightsAt } from '../core/train/ports';
import { parseJson } from '../core/util/json';
import { readGiven, readIfThere, writeWhole } from './modelFolders';
import { checkRecipe } from './finishedFolder';

const FOLDER = 'unfinished';
const LIST = 'saved.json';

/** What `saved.json` tells. */
interface Saved {
  readonly step: number;
  readonly tokenizerJson: string;
  /** [checkpoint] steps after which weights were kept */
  readonly kept: readonly number[];
  readonly trace: string;
  readonly state: string;
}

export interface Unfinished {
  readonly trace: Trace;
  readonly weights: readonly WeightsAt[];
  readonly resume: ResumePoint;
}

export class SavedTraining {
  readonly #folder: string;

  /** @param out the folder of the model */
  constructor(out: string) {
    this.#folder = join(out, FOLDER);
  }

  /** Undefined where nothing was saved. Refuses what was saved of another recipe. */
  async open(recipe: ThoughtsConfig): Promise<Unfinished | undefined> {
    const list = await readIfThere(join(this.#folder, LIST));
    if (!list) return undefined;
    const path = join(this.#folder, LIST);
    const saved = parseJson(new TextDecoder().decode(list), () => `${path} is not JSON: remove the folder.`) as Saved;
    const trace = decodeTrace(await readGiven(join(this.#folder, saved.trace)), `${saved.trace} of ${this.#folder}`);
    // The model's shape follows from the preset, or from the base that is named.
    if (trace.config?.kind === 'thoughts')
      checkRecipe({ ...trace.config, model: recipe.model }, recipe, `What was saved in ${this.#folder}`);
    return {
      trace,
      weights: saved.kept.map((step) => ({ step, weights: () => this.#numbers(weightsFile(step)) })),
      resume: {
        step: saved.step,
        arms: [await this.#numbers(saved.state)],
        tokenizerJson: saved.tokenizerJson,
        settings: [],
        checkpointsDone: saved.kept.length,
      },
    };
  }

  async keepWeights({ step, weights }: Extract<RunEvent, { kind: 'checkpoint' }>): Promise<void> {
    await this.#write(weightsFile(step), bytesOf(weights));
  }

  /** @param kept steps of the checkpoints so far */
  async save(
    { step, arms }: Extract<RunEvent, { kind: 'state' }>,
    trace: Trace,
    tokenizerJson: string,
    kept: readonly number[],
  ): Promise<void> {
    const saved: Saved = { step, tokenizerJson, kept, trace: `trace-${step}.safetensors`, state: `state-${step}.f32` };
    const before = await readIfThere(join(this.#folder, LIST));
    await this.#write(saved.trace, encodeTrace(trace));
    await this.#write(saved.state, bytesOf(arms[0] ?? new Float32Array(0)));
    await this.#write(`${LIST}.new`, JSON.stringify(saved));
    await rename(join(this.#folder, `${LIST}.new`), join(this.#folder, LIST));
    if (!before) return;
    const old = JSON.parse(new TextDecoder().decode(before)) as Saved;
    if (old.step === step) return;
    for (const name of [old.trace, old.state]) await rm(join(this.#folder, name), { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #write(name: string, bytes: Uint8Array | string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeWhole(join(this.#folder, name), bytes);
  }

  async #numbers(name: string): Promise<Float32Array> {
    const bytes = await readGiven(join(this.#folder, name));
    return new Float32Array(bytes.slice().buffer);
  }
}

const weightsFile = (step: number): string => `weights-${step}.f32`;

function bytesOf(numbers: Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
