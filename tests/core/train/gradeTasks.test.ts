/** Marks against log-probabilities that are summed here. */
import { beforeAll, describe, expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { embedTokens, forward, logits, splitWeights } from '../../../src/core/nn/gpt';
import * as tf from '../../../src/core/nn/tf';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { gradeTasks, type TaskRows } from '../../../src/core/train/gradeTasks';
import { useBackend } from '../../support/backends';

const config = { ...trainPreset('tiny').model, vocab: 40, seq: 8, layers: 1, embed: 8, heads: 2 };
const END = 0;

beforeAll(async () => {
  expect(await useBackend('cpu')).toBeUndefined();
});

/** Log-probabilities [seq, vocab] of one row of inputs. */
function logChances(theta: tf.Tensor1D, inputs: readonly number[]): number[][] {
  return tf.tidy(() => {
    const weights = splitWeights(theta, config);
    const { hidden } = forward(weights, config, embedTokens(weights, tf.tensor2d([...inputs], [1, 8], 'int32')));
    const [row] = tf.logSoftmax(logits(weights, hidden)).arraySync() as number[][][];
    return row ?? [];
  });
}

const padded = (ids: readonly number[]) => [END, ...ids, ...new Array<number>(8).fill(END)].slice(0, 8);

describe('gradeTasks', () => {
  const grade = async (tasks: readonly TaskRows[]) => {
    const theta = tf.tensor1d(initWeights(config, 5));
    const marks = await gradeTasks(tasks, END, { config, theta: () => theta });
    return { marks, theta };
  };
  const row = (asked: number[], answer: number[]) => ({
    ids: Int32Array.from([...asked, ...answer]),
    answerFrom: asked.length,
  });

  test('an answer is right where each of its tokens is the likeliest', async () => {
    const theta = tf.tensor1d(initWeights(config, 5));
    const asked = [3, 9];
    const greedy: number[] = [];
    for (let i = 0; i < 2; i++) {
      const chances = logChances(theta, padded([...asked, ...greedy]))[asked.length + i] ?? [];
      greedy.push(chances.indexOf(Math.max(...chances)));
    }
    const other = [greedy[0] ?? 0, ((greedy[1] ?? 0) + 1) % 40];
    const task = (answer: number[]): TaskRows => ({ family: 'f', rows: [row(asked, answer)], correct: 0 });
    const { marks } = await grade([task(greedy), task(other)]);
    expect(marks.map(({ isRight }) => isRight)).toEqual([true, false]);
  });

  test('a choice is right where the whole right answer is likelier than each other one', async () => {
    const theta = tf.tensor1d(initWeights(config, 5));
    const asked = [3, 9];
    const answers = [
      [4, 4],
      [5, 6],
      [7, 8],
    ];
    const likelihood = answers.map((answer) => {
      const chances = logChances(theta, padded([...asked, ...answer]));
      return answer.reduce((sum, id, i) => sum + (chances[asked.length + i]?.[id] ?? NaN), 0);
    });
    const likeliest = likelihood.indexOf(Math.max(...likelihood));
    const task = (correct: number): TaskRows => ({
      family: 'f',
      rows: answers.map((each) => row(asked, each)),
      correct,
    });
    const { marks } = await grade([0, 1, 2].map(task));
    expect(marks.map(({ isRight }) => isRight)).toEqual([0, 1, 2].map((correct) => correct === likeliest));
    // The loss is the right answer's, a token.
    marks.forEach(({ lossNats }, i) => expect(lossNats).toBeCloseTo(-(likelihood[i] ?? NaN) / 2, 4));
  });
});
