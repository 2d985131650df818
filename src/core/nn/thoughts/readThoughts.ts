/**
 * @file Asks a model after forced numbers of thoughts: what it writes, how likely the next word is, what the thoughts are.
 * Many problems at once; a prompt is read once for all numbers of thoughts.
 */

import type { ModelConfig } from '../../trace/config/config';
import { assert } from '../../util/assert';
import { repeatMemory } from '../attention';
import { type ChainReading, type Expected, readChain, type ReadingOptions, scoresOf } from './chainReading';
import { type Cache, embedTokens, forward, logits, splitWeights, type Weights } from '../gpt';
import { kept, tensorsOf } from '../held';
import * as tf from '../tf';
import { type Prompts, withRoomBefore } from './thoughtColumns';

export interface WriteOptions {
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
  readonly #theta: tf.Tensor1D;
  readonly #read: ChainReading;
  readonly #batch: number;
  readonly #asked: readonly number[];
  readonly #opening: readonly number[];
  /** [problem] the column of each prompt's first token */
  readonly starts: readonly number[];
  #held: Held | undefined;

  /** @param theta [P] on the device; the caller keeps it, and it must stay until the reading is disposed */
  constructor(theta: tf.Tensor1D, config: ModelConfig, some: Prompts, slots: number, options: ReadingOptions = {}) {
    const prompts = withRoomBefore(some);
    this.#config = config;
    this.#theta = theta;
    this.#batch = prompts.batch;
    this.#asked = options.asked ?? [];
    this.#opening = options.opening ?? [];
    this.starts = prompts.starts;
    this.#read = readChain(theta, config, prompts, slots, options);
  }

  /** Greedy: the likeliest token each time, the lowest id on a tie. @returns [problem] */
  async write(slots: number, { maxTokens, stopId, tops = 0 }: WriteOptions): Promise<Written[]> {
    const rows = Array.from({ length: this.#batch }, () => new Writing(stopId));
    let step = this.#after(slots);
    try {
      for (let length = 1; length <= maxTokens; length++) {
        const best = tops > 0 ? await readTops(step.scores, tops) : await readBest(step.scores);
        const next = rows.map((row, i) => [row.take(best, i, tops)]);
        if (length === maxTokens || rows.every(({ isOver }) => isOver)) break;
        const before = step;
        step = this.#follow(before, next);
        tf.dispose(tensorsOf(before.owned));
      }
    } finally {
      tf.dispose(tensorsOf(step.owned));
    }
    return rows;
  }

  /** Chances of the next token after the slots and the opening. @returns [batch * vocab] */
  async next(slots: number): Promise<Float32Array> {
    return (await this.#expected(slots).chances.data<'float32'>()).slice();
  }

  /**
   * Log probability of several continuations of each problem, as the sum over their tokens given those before.
   *
   * @param given words after the opening, on which nothing is asked
   * @param continuations [problem][continuation][token]
   * @returns [problem][continuation] nats
   */
  async continuations(
    slots: number,
    given: readonly number[],
    continuations: readonly (readonly (readonly number[])[])[],
  ): Promise<Float64Array[]> {
    const opened = this.#after(slots);
    const step =
      given.length === 0
        ? opened
        : this.#follow(
            opened,
            continuations.map(() => given),
          );
    try {
      const logs: Float64Array[] = [];
      for (const [row, ways] of continuations.entries()) logs.push(await this.#continue(step, row, ways));
      return logs;
    } finally {
      tf.dispose(tensorsOf(step.owned));
    }
  }

  async #continue(step: Step, row: number, ways: readonly (readonly number[])[]): Promise<Float64Array> {
    const logs = new Float64Array(ways.length);
    for (let first = 0; first < ways.length; first += WAYS_AT_ONCE) {
      const some = ways.slice(first, first + WAYS_AT_ONCE);
      const rest = Math.max(1, ...some.map((ids) => ids.length)) - 1;
      const values = await readBack(tf.tidy(() => this.#logChances(step, row, some, rest)));
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
  #logChances(step: Step, row: number, ways: readonly (readonly number[])[], rest: number): tf.Tensor1D {
    const first = tf.logSoftmax(tf.slice(step.scores, [row, 0], [1, -1])); // [1, vocab]
    if (rest === 0) return tf.reshape(first, [-1]);
    const { weights } = this.#later();
    const { heads, embed } = this.#config;
    const inputs = ways.flatMap((ids) => [...step.unread, ...Array.from({ length: rest }, (_, i) => ids[i] ?? 0)]);
    const ids = tf.tensor2d(inputs, [ways.length, step.unread.length + rest], 'int32');
    const start = this.starts[row] ?? 0;
    const starts = start > 0 ? tf.fill<tf.Rank.R1>([ways.length], start, 'int32') : undefined;
    const cache = repeated(step.cache, row, ways.length, heads);
    const { hidden } = forward(weights, this.#config, embedTokens(weights, ids), cache, { starts, isFinal: true });
    const asked = tf.slice(hidden, [0, step.unread.length, 0], [ways.length, rest, embed]);
    const later = tf.logSoftmax(logits(weights, asked)); // [ways, rest, vocab]
    return tf.concat([tf.reshape<tf.Rank.R1>(first, [-1]), tf.reshape<tf.Rank.R1>(later, [-1])]);
  }

  /** The hidden states that are fed in at the slots, in order; those of the last slot's successor too. @returns [slot][batch * embed] */
  async thoughts(): Promise<Float32Array[]> {
    const read: Float32Array[] = [];
    for (const state of this.#read.states) read.push((await state.data<'float32'>()).slice());
    return read;
  }

  /** What the output head hears in each of those states. @returns [slot], each [problem * count] */
  async words(count: number): Promise<Tops[]> {
    const heard: Tops[] = [];
    for (const state of this.#read.states) {
      const scores = tf.tidy(() => scoresOf(this.#later().weights, state));
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
    for (const looked of this.#read.attention) read.push((await looked.data<'float32'>()).slice());
    return read;
  }

  dispose(): void {
    tf.dispose([...tensorsOf(this.#read), ...tensorsOf(this.#held)]);
  }

  #expected(slots: number): Expected {
    const expected = this.#read.expected[this.#asked.indexOf(slots)];
    assert(expected, 'the reading is asked after so many slots');
    return expected;
  }

  #after(slots: number): Step {
    const cache = this.#read.caches[slots];
    assert(cache, 'the chain reaches so far');
    return { scores: this.#expected(slots).scores, cache, unread: this.#opening, owned: [] };
  }

  /** @param rows [problem][token] what comes next in each */
  #follow({ cache: before, unread }: Step, rows: readonly (readonly number[])[]): Step {
    const { weights, starts } = this.#later();
    const inputs = rows.map((ids) => [...unread, ...ids]);
    const { scores, cache } = kept(() => {
      const ids = tf.tensor2d(inputs, undefined, 'int32');
      const { hidden, cache } = forward(weights, this.#config, embedTokens(weights, ids), before, { starts });
      return { scores: scoresOf(weights, hidden), cache };
    });
    return { scores, cache, unread: [], owned: [scores, cache] };
  }

  /** What passes after the chain need; made when the first of them comes. */
  #later(): Held {
    this.#held ??= kept(() => ({
      weights: splitWeights(this.#theta, this.#config),
      starts: this.starts.some((start) => start > 0) ? tf.tensor1d([...this.starts], 'int32') : undefined,
    }));
    return this.#held;
  }
}

interface Held {
  readonly weights: Weights;
  readonly starts: tf.Tensor1D | undefined;
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
  /** Tokens of each row that the scores follow, but the cache does not know yet. */
  readonly unread: readonly number[];
  /** What belongs to this step, and not to the reading. */
  readonly owned: unknown;
}

/** One problem's cache for `count` rows that go different ways from there. */
function repeated({ length, embedding, blocks }: Cache, row: number, count: number, heads: number): Cache {
  const rows = (x: tf.Tensor3D): tf.Tensor3D => tf.tile(tf.slice(x, [row, 0, 0], [1, -1, -1]), [count, 1, 1]);
  return {
    length,
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
