/** @file Asks a model problems after forced numbers of thoughts: what it writes, graded, and the value of each node. */

import { forcedShape } from '../../coconut/curriculum';
import { grade, type Grade } from '../../coconut/grade';
import { METHODS, type MethodName } from '../../coconut/methods';
import { nodeValue, type ReadOut, readOut } from '../../coconut/nodeValue';
import type { Problem } from '../../coconut/problem';
import { encodeProblem, type SequenceFormat } from '../../coconut/sequence';
import { Reading } from '../../nn/readThoughts';
import type { FedInstead, Prompts } from '../../nn/thoughts';
import type * as tf from '../../nn/tf';
import type { ModelConfig } from '../../trace/config';
import { padLeft } from './lossBatch';

/** A model that can be asked. `theta` is read at each question and stays the owner's. */
export interface Thinker {
  readonly config: ModelConfig;
  readonly theta: () => tf.Tensor1D;
  readonly method: MethodName;
  readonly format: SequenceFormat;
}

export interface Answer {
  /** What was written, in words; the end mark left out. */
  readonly written: string;
  readonly tokens: number;
  readonly grade: Grade;
}

/** Problems read at once, and the numbers in one attention's scores: beyond that only memory grows. */
const AT_ONCE = 64;
const MOST_SCORES = 4e6;

export function batchSize({ config, format }: Thinker, problems: readonly Problem[]): number {
  const longest = Math.max(1, ...problems.map((problem) => encodeProblem(problem, format).question.length));
  return Math.max(1, Math.min(AT_ONCE, Math.floor(MOST_SCORES / (config.heads * longest ** 2))));
}

/** @returns [thoughts index][problem] */
export async function askProblems(
  thinker: Thinker,
  problems: readonly Problem[],
  thoughts: readonly number[],
  fedInstead?: (first: number, count: number) => FedInstead,
): Promise<Answer[][]> {
  const answers = thoughts.map((): Answer[] => []);
  const atOnce = batchSize(thinker, problems);
  for (let first = 0; first < problems.length; first += atOnce) {
    const some = problems.slice(first, first + atOnce);
    const reading = readProblems(thinker, some, Math.max(...thoughts), fedInstead?.(first, some.length));
    try {
      for (const [index, count] of thoughts.entries()) {
        const written = await writeAnswers(thinker, reading, some, count);
        answers[index]?.push(...some.map((problem, row) => answerOf(thinker, problem, written[row] ?? [])));
      }
    } finally {
      reading.dispose();
    }
  }
  return answers;
}

/** The caller disposes it. */
export function readProblems(
  { config, theta, method, format }: Thinker,
  problems: readonly Problem[],
  thoughts: number,
  fedInstead?: FedInstead,
): Reading {
  const { slots, markers, fill } = forcedShape(METHODS[method], thoughts);
  const prompts = problems.map((problem) => {
    const { question } = encodeProblem(problem, format);
    return markers ? [...question, format.special.bot] : question;
  });
  const asked: Prompts = {
    ...padLeft(prompts, format.special.pad),
    ...(fill === 'pause' ? { slotId: format.special.pause } : {}),
  };
  return new Reading(theta(), config, asked, slots, fedInstead);
}

/** Steps and an answer as long as the problem's own, and some more: a model may take a longer way. */
const LONGER = 1.5;

function writeAnswers(
  { method, format }: Thinker,
  reading: Reading,
  problems: readonly Problem[],
  thoughts: number,
): Promise<number[][]> {
  const { special } = format;
  const { slots, markers } = forcedShape(METHODS[method], thoughts);
  const longest = Math.max(
    ...problems.map((problem) => {
      const { steps, answer } = encodeProblem(problem, format);
      return steps.flat().length + answer.length;
    }),
  );
  const opening = markers ? [special.eot] : [];
  return reading.write(slots, { opening, maxTokens: Math.ceil(LONGER * longest) + 1, stopId: special.eos });
}

function answerOf({ format }: Thinker, problem: Problem, ids: readonly number[]): Answer {
  const written = format.codec.decode(ids);
  return { written, tokens: ids.length, grade: grade(problem, written) };
}

/**
 * The value of each node after each number of thoughts. [Coconut §5.3]
 *
 * @returns [thoughts index][problem][node]; empty for a problem without a graph
 */
export async function nodeValues(
  thinker: Thinker,
  problems: readonly Problem[],
  thoughts: readonly number[],
): Promise<Float32Array[][]> {
  const values = thoughts.map(() => problems.map((): Float32Array => new Float32Array(0)));
  const asked = problems.flatMap((problem, index) => {
    if (problem.task !== 'prosqa') return [];
    return [{ problem, index, out: readOut(problem, thinker.format, 'step') }];
  });
  // Where every name is one token, one reading of the next token values all nodes of many problems.
  const areSingle = asked.every(({ out }) => out.concepts.every((ids) => ids.length === 1));
  const atOnce = areSingle ? batchSize(thinker, problems) : 1;
  for (let first = 0; first < asked.length; first += atOnce) {
    const some = asked.slice(first, first + atOnce);
    const reading = readProblems(
      thinker,
      some.map(({ problem }) => problem),
      Math.max(...thoughts),
    );
    try {
      for (const [at, count] of thoughts.entries()) {
        const valued = await valuesAfter(
          thinker,
          reading,
          count,
          some.map(({ out }) => out),
          areSingle,
        );
        for (const [row, { index }] of some.entries()) values[at]?.splice(index, 1, valued[row] ?? new Float32Array(0));
      }
    } finally {
      reading.dispose();
    }
  }
  return values;
}

/** @returns [problem][node] */
async function valuesAfter(
  { method, format }: Thinker,
  reading: Reading,
  thoughts: number,
  outs: readonly ReadOut[],
  areSingle: boolean,
): Promise<Float32Array[]> {
  const { slots, markers } = forcedShape(METHODS[method], thoughts);
  const [only] = outs;
  const given = [...(markers ? [format.special.eot] : []), ...(only?.context ?? [])];
  if (areSingle) {
    const chances = await reading.next(slots, given);
    const vocab = chances.length / outs.length;
    return outs.map(({ concepts }, row) => Float32Array.from(concepts, ([id = 0]) => chances[row * vocab + id] ?? NaN));
  }
  const logs = await reading.continuations(slots, given, only?.concepts ?? []);
  return [Float32Array.from(logs, (log) => nodeValue([log]))];
}
