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
import { chainOfThoughts, type FedInstead, type Prompts, type ThoughtChain } from './thoughts';

export interface WriteOptions {
  /** Given after the slots, such as `<eot>`. */
  readonly opening: readonly number[];
  readonly maxTokens: number;
  readonly stopId: number;
}

/** Problems that have been read and thought about. The caller disposes it. */
export class Reading {
  readonly #config: ModelConfig;
  readonly #weights: Weights;
  readonly #chain: ThoughtChain;
  readonly #batch: number;

  /** @param theta [P] on the device; the caller keeps it, and it must stay until the reading is disposed */
  constructor(theta: tf.Tensor1D, config: ModelConfig, prompts: Prompts, slots: number, fedInstead?: FedInstead) {
    this.#config = config;
    this.#batch = prompts.batch;
    this.#weights = kept(() => splitWeights(theta, config));
    this.#chain = kept(() => chainOfThoughts(this.#weights, config, prompts, slots, fedInstead));
  }

  /** Greedy: the likeliest token each time, the lowest id on a tie. @returns [problem][token], the end mark left out */
  async write(slots: number, { opening, maxTokens, stopId }: WriteOptions): Promise<number[][]> {
    const written = Array.from({ length: this.#batch }, (): number[] => []);
    const isOver = new Uint8Array(this.#batch);
    let step = kept(() => this.#open(slots, opening));
    try {
      for (let length = 0; length < maxTokens && isOver.includes(0); length++) {
        const next = await readIds(step.scores);
        for (const [row, id] of next.entries()) {
          if (id === stopId) isOver[row] = 1;
          if (isOver[row] === 0) written[row]?.push(id);
        }
        const before = step;
        step = kept(() => this.#follow(before.cache, tf.tensor2d(next, [this.#batch, 1], 'int32')));
        tf.dispose(before.scores);
        tf.dispose(tensorsOf(before.owned));
      }
    } finally {
      tf.dispose(step.scores);
      tf.dispose(tensorsOf(step.owned));
    }
    return written;
  }

  /** Chances of the next token after the slots and the words given. @returns [batch * vocab] */
  async next(slots: number, given: readonly number[]): Promise<Float32Array> {
    const chances = tf.tidy(() => tf.softmax(this.#open(slots, given).scores));
    return readBack(chances);
  }

  /**
   * Log probability of each of several continuations, as the sum over its tokens given those before. One problem alone.
   *
   * @param given words before, on which nothing is asked
   * @returns [continuation] nats
   */
  async continuations(
    slots: number,
    given: readonly number[],
    continuations: readonly (readonly number[])[],
  ): Promise<Float64Array> {
    assert(this.#batch === 1, 'continuations are asked of one problem');
    const count = continuations.length;
    const rest = Math.max(1, ...continuations.map((ids) => ids.length)) - 1;
    const vocab = this.#config.vocab;
    const scores = tf.tidy(() => {
      const opened = this.#open(slots, given);
      const first = tf.logSoftmax(opened.scores); // [1, vocab]
      if (rest === 0) return tf.reshape(first, [-1]);
      const inputs = continuations.flatMap((ids) => Array.from({ length: rest }, (_, i) => ids[i] ?? 0));
      const ids = tf.tensor2d(inputs, [count, rest], 'int32');
      const cache = repeated(opened.cache, count, this.#config.heads);
      const { hidden } = forward(this.#weights, this.#config, embedTokens(this.#weights, ids), cache);
      const later = tf.logSoftmax(logits(this.#weights, hidden)); // [count, rest, vocab]
      return tf.concat([tf.reshape(first, [-1]), tf.reshape(later, [-1])]);
    });
    const values = await readBack(scores);
    return Float64Array.from(continuations, (ids, row) =>
      ids.reduce((sum, id, i) => sum + (values[i === 0 ? id : vocab * (1 + row * rest + i - 1) + id] ?? NaN), 0),
    );
  }

  /** The hidden states that are fed in at the slots, in order; those of the last slot's successor too. @returns [slot][batch * embed] */
  async thoughts(): Promise<Float32Array[]> {
    const read: Float32Array[] = [];
    for (const state of this.#chain.states) read.push((await state.data<'float32'>()).slice());
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

interface Step {
  /** [batch, vocab] */
  readonly scores: tf.Tensor2D;
  readonly cache: Cache;
  /** What of the cache belongs to this step, and not to the chain. */
  readonly owned: unknown;
}

/** One problem's cache for `count` rows that go different ways from there. */
function repeated({ length, starts, embedding, blocks }: Cache, count: number, heads: number): Cache {
  const rows = (x: tf.Tensor3D): tf.Tensor3D => tf.tile(x, [count, 1, 1]);
  return {
    length,
    starts: starts && Array<number>(count).fill(starts[0] ?? 0),
    ...(embedding ? { embedding: rows(embedding) } : {}),
    blocks: blocks.map(({ memory, inputs }) => ({
      memory: repeatMemory(memory, count, heads),
      ...(inputs ? { inputs: rows(inputs) } : {}),
    })),
  };
}

async function readIds(scores: tf.Tensor2D): Promise<Int32Array> {
  return Int32Array.from(await readBack(tf.tidy(() => tf.argMax(scores, 1))));
}

/** Reads a tensor and frees it. */
async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data<'float32'>()).slice();
  } finally {
    tensor.dispose();
  }
}
