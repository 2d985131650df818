/**
 * @file Asks a model after forced numbers of thoughts: what it writes, how likely the next word is, what the thoughts are.
 * Many problems at once; a prompt is read once for all numbers of thoughts.
 */

import type { ModelConfig } from '../trace/config';
import { assert } from '../util/assert';
import { repeatMemory } from './attention';
import { kept, tensorsOf } from './decode';
import { type Cache, embedTokens, forward, logits, splitWeights, type Weights } from './gpt';
import * as tf from './tf';
import { chainOfThoughts, type ChainOptions, type Prompts, type ThoughtChain } from './thoughts';

export interface WriteOptions {
  /** Given after the slots, such as `<eot>`. */
  readonly opening: readonly number[];
  readonly maxTokens: number;
  readonly stopId: number;
  /** Alternatives to tell for each position, the written token first; none unless asked for. */
  readonly tops?: number;
}

export interface Written {
  /** The end mark left out. */
  readonly ids: readonly number[];
  /** [token * tops] best first; the end mark's row too, where it came */
  readonly topIds: readonly number[];
  /** [token * tops] */
  readonly topProbability: readonly number[];
}

export interface Tops {
  /** [row * count] best first, the lowest id on a tie */
  readonly ids: number[];
  /** [row * count] */
  readonly probability: number[];
}

/** Continuations that are followed at once: each has a copy of the problem's cache. */
const WAYS_AT_ONCE = 128;

/** Problems that have been read and thought about. The caller disposes it. */
export class Reading {
  readonly #config: ModelConfig;
  readonly #weights: Weights;
  readonly #chain: ThoughtChain;
  readonly #batch: number;
  /** [problem] the column of each prompt's first token */
  readonly starts: readonly number[];

  /** @param theta [P] on the device; the caller keeps it, and it must stay until the reading is disposed */
  constructor(theta: tf.Tensor1D, config: ModelConfig, prompts: Prompts, slots: number, options: ChainOptions = {}) {
    this.#config = config;
    this.#batch = prompts.batch;
    this.starts = prompts.starts;
    this.#weights = kept(() => splitWeights(theta, config));
    this.#chain = kept(() => chainOfThoughts(this.#weights, config, prompts, slots, options));
  }

  /** Greedy: the likeliest token each time, the lowest id on a tie. @returns [problem] */
  async write(slots: number, { opening, maxTokens, stopId, tops = 0 }: WriteOptions): Promise<Written[]> {
    const rows = Array.from({ length: this.#batch }, () => new Writing(stopId));
    let step = kept(() => this.#open(slots, opening));
    try {
      for (let length = 0; length < maxTokens && rows.some(({ isOver }) => !isOver); length++) {
        const best = tops > 0 ? await readTops(step.scores, tops) : await readBest(step.scores);
        const next = rows.map((row, i) => row.take(best, i, tops));
        const before = step;
        step = kept(() => this.#follow(before.cache, tf.tensor2d(next, [this.#batch, 1], 'int32')));
        tf.dispose(before.scores);
        tf.dispose(tensorsOf(before.owned));
      }
    } finally {
      tf.dispose(step.scores);
      tf.dispose(tensorsOf(step.owned));
    }
    return rows;
  }

  /** Chances of the next token after the slots and the words given. @returns [batch * vocab] */
  async next(slots: number, given: readonly number[]): Promise<Float32Array> {
    const chances = tf.tidy(() => tf.softmax(this.#open(slots, given).scores));
    return readBack(chances);
  }

  /**
   * Log probability of several continuations of each problem, as the sum over their tokens given those before.
   *
   * @param given words before, on which nothing is asked
   * @param continuations [problem][continuation][token]
   * @returns [problem][continuation] nats
   */
  async continuations(
    slots: number,
    given: readonly number[],
    continuations: readonly (readonly (readonly number[])[])[],
  ): Promise<Float64Array[]> {
    const opened = kept(() => this.#open(slots, given));
    try {
      const logs: Float64Array[] = [];
      for (const [row, ways] of continuations.entries()) logs.push(await this.#continue(opened, row, ways));
      return logs;
    } finally {
      tf.dispose(opened.scores);
      tf.dispose(tensorsOf(opened.owned));
    }
  }

  async #continue(opened: Step, row: number, ways: readonly (readonly number[])[]): Promise<Float64Array> {
    const logs = new Float64Array(ways.length);
    for (let first = 0; first < ways.length; first += WAYS_AT_ONCE) {
      const some = ways.slice(first, first + WAYS_AT_ONCE);
      const rest = Math.max(1, ...some.map((ids) => ids.length)) - 1;
      const values = await readBack(tf.tidy(() => this.#logChances(opened, row, some, rest)));
      const vocab = this.#config.vocab;
      for (const [way, ids] of some.entries())
        logs[first + way] = ids.reduce(
          (sum, id, i) => sum + (values[i === 0 ? id : vocab * (1 + way * rest + i - 1) + id] ?? NaN),
          0,
        );
    }
    return logs;
  }

  /** Log chances of the first token, then those of the `rest` tokens after it for each way. [(1 + ways * rest) * vocab] */
  #logChances(opened: Step, row: number, ways: readonly (readonly number[])[], rest: number): tf.Tensor1D {
    const first = tf.logSoftmax(tf.slice(opened.scores, [row, 0], [1, -1])); // [1, vocab]
    if (rest === 0) return tf.reshape(first, [-1]);
    const inputs = ways.flatMap((ids) => Array.from({ length: rest }, (_, i) => ids[i] ?? 0));
    const ids = tf.tensor2d(inputs, [ways.length, rest], 'int32');
    const cache = repeated(opened.cache, row, ways.length, this.#config.heads);
    const { hidden } = forward(this.#weights, this.#config, embedTokens(this.#weights, ids), cache);
    const later = tf.logSoftmax(logits(this.#weights, hidden)); // [ways, rest, vocab]
    return tf.concat([tf.reshape<tf.Rank.R1>(first, [-1]), tf.reshape<tf.Rank.R1>(later, [-1])]);
  }

  /** The hidden states that are fed in at the slots, in order; those of the last slot's successor too. @returns [slot][batch * embed] */
  async thoughts(): Promise<Float32Array[]> {
    const read: Float32Array[] = [];
    for (const state of this.#chain.states) read.push((await state.data<'float32'>()).slice());
    return read;
  }

  /** What the output head hears in each of those states. @returns [slot], each [problem * count] */
  async words(count: number): Promise<Tops[]> {
    const heard: Tops[] = [];
    for (const state of this.#chain.states) {
      const scores = tf.tidy(() => this.#scores(state));
      try {
        heard.push(await readTops(scores, count));
      } finally {
        scores.dispose();
      }
    }
    return heard;
  }

  /** Where the position of each state looks in the last layer, summed over the heads. @returns [slot], each [batch * length] */
  async attention(): Promise<Float32Array[]> {
    const read: Float32Array[] = [];
    for (const looked of this.#chain.attention) read.push((await looked.data<'float32'>()).slice());
    return read;
  }

  dispose(): void {
    tf.dispose(tensorsOf(this.#chain));
    tf.dispose(tensorsOf(this.#weights));
  }

  /** The state behind the opening. Where nothing opens, the last token of prompt or slots has already been read. */
  #open(slots: number, opening: readonly number[]): Step {
    const cache = this.#chain.caches[slots];
    const state = this.#chain.states[slots];
    assert(cache && state, 'the chain reaches so far');
    if (opening.length === 0) return { scores: this.#scores(state), cache, owned: [] };
    const ids = Array.from({ length: this.#batch }, () => opening).flat();
    return this.#follow(cache, tf.tensor2d(ids, [this.#batch, opening.length], 'int32'));
  }

  #follow(before: Cache, ids: tf.Tensor2D): Step {
    const { hidden, cache } = forward(this.#weights, this.#config, embedTokens(this.#weights, ids), before);
    return { scores: this.#scores(hidden), cache, owned: cache };
  }

  /** Of the last position. [batch, seq, embed] -> [batch, vocab] */
  #scores(hidden: tf.Tensor3D): tf.Tensor2D {
    const [batch, seq, embed] = hidden.shape;
    const last = tf.slice(hidden, [0, seq - 1, 0], [batch, 1, embed]);
    return tf.reshape(logits(this.#weights, last), [batch, -1]);
  }
}

/** What one problem's answer is so far. */
class Writing implements Written {
  readonly ids: number[] = [];
  readonly topIds: number[] = [];
  readonly topProbability: number[] = [];
  isOver = false;
  readonly #stopId: number;

  constructor(stopId: number) {
    this.#stopId = stopId;
  }

  /** Takes the best token of its row, and tells it; what comes after the end is read along with the others for nothing. */
  take({ ids, probability }: Tops, row: number, tops: number): number {
    const from = row * Math.max(1, tops);
    const id = ids[from] ?? this.#stopId;
    if (this.isOver) return id;
    this.topIds.push(...ids.slice(from, from + tops));
    this.topProbability.push(...probability.slice(from, from + tops));
    if (id === this.#stopId) this.isOver = true;
    else this.ids.push(id);
    return id;
  }
}

interface Step {
  /** [batch, vocab] */
  readonly scores: tf.Tensor2D;
  readonly cache: Cache;
  /** What of the cache belongs to this step, and not to the chain. */
  readonly owned: unknown;
}

/** One problem's cache for `count` rows that go different ways from there. */
function repeated({ length, starts, embedding, blocks }: Cache, row: number, count: number, heads: number): Cache {
  const rows = (x: tf.Tensor3D): tf.Tensor3D => tf.tile(tf.slice(x, [row, 0, 0], [1, -1, -1]), [count, 1, 1]);
  return {
    length,
    starts: starts && Array<number>(count).fill(starts[row] ?? 0),
    ...(embedding ? { embedding: rows(embedding) } : {}),
    blocks: blocks.map(({ memory, inputs }) => ({
      memory: repeatMemory(memory, row, count, heads),
      ...(inputs ? { inputs: rows(inputs) } : {}),
    })),
  };
}

/** One id a row is a smaller read-back than all chances. */
async function readBest(scores: tf.Tensor2D): Promise<Tops> {
  return { ids: [...(await readBack(tf.tidy(() => tf.argMax(scores, 1))))], probability: [] };
}

/** @param scores [batch, vocab]; the caller's */
async function readTops(scores: tf.Tensor2D, count: number): Promise<Tops> {
  const [batch, vocab] = scores.shape;
  const chances = await readBack(tf.tidy(() => tf.softmax(scores)));
  const best = Array.from({ length: batch }, (_, row) =>
    topsOf(chances.subarray(row * vocab, (row + 1) * vocab), count),
  );
  return {
    ids: best.flat(),
    probability: best.flatMap((ids, row) => ids.map((id) => chances[row * vocab + id] ?? NaN)),
  };
}

function topsOf(chances: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < chances.length; id++) {
    const chance = chances[id] ?? 0;
    let place = best.length;
    while (place > 0 && chance > (chances[best[place - 1] ?? 0] ?? 0)) place--;
    if (place >= count) continue;
    best.splice(place, 0, id);
    best.length = Math.min(best.length, count);
  }
  return best;
}

/** Reads a tensor and frees it. */
async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data<'float32'>()).slice();
  } finally {
    tensor.dispose();
  }
}
