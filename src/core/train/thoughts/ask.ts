/** @file Asks a model problems after forced numbers of thoughts: what it writes, graded. */

import { forcedShape } from '../../coconut/curriculum/curriculum';
import { grade, type Grade } from '../../coconut/probes/grade';
import { METHODS, type MethodName } from '../../coconut/curriculum/methods';
import type { Problem } from '../../coconut/problems/problem';
import { encodeProblem, type SequenceFormat } from '../../coconut/curriculum/sequence';
import type { FedInstead, ReadingOptions } from '../../nn/thoughts/chainReading';
import { Reading } from '../../nn/thoughts/readThoughts';
import type { Recorder } from '../../nn/recorder';
import type { Prompts } from '../../nn/thoughts/thoughtColumns';
import type * as tf from '../../nn/tf';
import type { ModelConfig } from '../../trace/config/config';
import { padLeft } from './lossBatch';

/** A model that can be asked. `theta` is read at each question and stays the owner's. */
export interface Thinker {
  readonly config: ModelConfig;
  readonly theta: () => tf.Tensor1D;
  readonly method: MethodName;
  readonly format: SequenceFormat;
  /** Of its own, or of models of the same shape that are asked in turn. */
  readonly recorder?: Recorder | undefined;
}

export interface Answer {
  /** What was written, in words; the end mark left out. */
  readonly written: string;
  readonly tokens: number;
  readonly grade: Grade;
  /** [token * tops] as `Reading.write` tells them. */
  readonly topIds: readonly number[];
  readonly topProbability: readonly number[];
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
    const fed = fedInstead?.(first, some.length);
    const reading = readProblems(thinker, some, Math.max(...thoughts), {
      asked: thoughts,
      ...(fed ? { fedInstead: fed } : {}),
    });
    try {
      for (const [index, count] of thoughts.entries())
        answers[index]?.push(...(await writeAnswers(thinker, reading, some, count)));
    } finally {
      reading.dispose();
    }
  }
  return answers;
}

export interface ReadOptions extends Pick<ReadingOptions, 'withAttention' | 'fedInstead' | 'maskedSlot'> {
  /** Numbers of thoughts after which the model is asked for a value or an answer; none where only its thoughts are read. */
  readonly asked?: readonly number[];
}

/** The caller disposes it. */
export function readProblems(
  { config, theta, method, format, recorder }: Thinker,
  problems: readonly Problem[],
  thoughts: number,
  { asked = [], ...options }: ReadOptions = {},
): Reading {
  const { slots, markers, fill } = forcedShape(METHODS[method], thoughts);
  const prompts = problems.map((problem) => {
    const { question } = encodeProblem(problem, format);
    return markers ? [...question, format.special.bot] : question;
  });
  const padded: Prompts = {
    ...padLeft(prompts, format.special.pad),
    ...(fill === 'pause' ? { slotId: format.special.pause } : {}),
  };
  return new Reading(theta(), config, padded, slots, {
    ...options,
    asked: [...new Set(asked.map((count) => forcedShape(METHODS[method], count).slots))],
    opening: markers ? [format.special.eot] : [],
    recorder,
  });
}

/** Steps and an answer as long as the problem's own, and some more: a model may take a longer way. */
const LONGER = 1.5;

/** @param tops alternatives to tell for each written token */
export async function writeAnswers(
  { method, format }: Thinker,
  reading: Reading,
  problems: readonly Problem[],
  thoughts: number,
  tops = 0,
): Promise<Answer[]> {
  const { special, codec } = format;
  const { slots } = forcedShape(METHODS[method], thoughts);
  const longest = Math.max(
    ...problems.map((problem) => {
      const { steps, answer } = encodeProblem(problem, format);
      return steps.flat().length + answer.length;
    }),
  );
  const rows = await reading.write(slots, {
    maxTokens: Math.ceil(LONGER * longest) + 1,
    stopId: special.eos,
    tops,
  });
  return rows.flatMap(({ ids, topIds, topProbability }, row) => {
    const problem = problems[row];
    if (!problem) return [];
    const written = codec.decode(ids);
    return [{ written, tokens: ids.length, grade: grade(problem, written), topIds, topProbability }];
  });
}
