/** @file Asking: many problems at once give what each alone gives, and values are what the next words' chances are. */
import { beforeAll, expect, test } from 'vitest';
import { vectorNorm } from '../../../../src/core/coconut/probes/interventions';
import { encodeProblem } from '../../../../src/core/coconut/curriculum/sequence';
import { officialVocabulary } from '../../../../src/core/coconut/curriculum/vocabularies';
import { namePools } from '../../../../src/core/coconut/problems/names';
import type { ProsqaProblem } from '../../../../src/core/coconut/problems/problem';
import { embedTokens, forward, logits, splitWeights } from '../../../../src/core/nn/gpt';
import { initWeights } from '../../../../src/core/nn/init';
import * as tf from '../../../../src/core/nn/tf';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { askProblems, type Thinker } from '../../../../src/core/train/thoughts/ask';
import { nodeValues } from '../../../../src/core/train/thoughts/nodeValues';
import { openProblems } from '../../../../src/core/train/thoughts/problemSet';
import { thoughtVectors } from '../../../../src/core/train/thoughts/interveneOn';
import { tensorsLeaked, useBackend } from '../../../support/backends';

const config = thoughtsPreset('tiny', 'coconut', 'prosqa');
const { format, heldOut } = openProblems(config, {});
const model = { ...config.model, vocab: format.codec.size };
// Graphs of two sizes, so that rows of one batch have different lengths.
const problems = [...heldOut('micro', 3), ...heldOut('micro3', 3)].filter(
  (problem): problem is ProsqaProblem => problem.task === 'prosqa',
);

const withThinker = async (change: Partial<Thinker>, body: (thinker: Thinker) => Promise<void>): Promise<void> => {
  const fitted = { ...model, vocab: (change.format ?? format).codec.size };
  const theta = tf.tensor1d(initWeights(fitted, 3));
  const leaked = await tensorsLeaked(() =>
    body({ config: fitted, theta: () => theta, method: 'coconut', format, ...change }),
  );
  theta.dispose();
  expect(leaked).toBe(0);
};

/** The whole sequence at once, thoughts looked up from passes without a cache: chances of the next token. */
function slowNext(
  { config: fitted, theta }: Thinker,
  ids: readonly number[],
  thoughts: number,
  then: readonly number[],
) {
  return tf.tidy(() => {
    const weights = splitWeights(theta(), fitted);
    const embed = (tokens: readonly number[]) =>
      embedTokens(weights, tf.tensor2d([...tokens], [1, tokens.length], 'int32'));
    let x = embed(ids);
    for (let thought = 0; thought < thoughts; thought++) {
      const { hidden } = forward(weights, fitted, x);
      x = tf.concat([x, tf.slice(hidden, [0, hidden.shape[1] - 1, 0], [1, 1, -1])], 1);
    }
    x = tf.concat([x, embed(then)], 1);
    const { hidden } = forward(weights, fitted, x);
    const scores = logits(weights, tf.slice(hidden, [0, hidden.shape[1] - 1, 0], [1, 1, -1]));
    return tf.softmax(tf.reshape(scores, [-1])).dataSync();
  });
}

const promptOf = (thinker: Thinker, problem: ProsqaProblem): number[] => [
  ...encodeProblem(problem, thinker.format).question,
  thinker.format.special.bot,
];

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

test('problems of different lengths are answered together as each alone', async () => {
  await withThinker({}, async (thinker) => {
    const together = await askProblems(thinker, problems, [0, 1, 3]);
    for (const [at, problem] of problems.entries()) {
      const alone = await askProblems(thinker, [problem], [0, 1, 3]);
      expect(together.map((answers) => answers[at]!.written.slice(0, 20))).toEqual(
        alone.map(([answer]) => answer!.written.slice(0, 20)),
      );
    }
  });
});

test('a value is the chance that the next token is the name', async () => {
  await withThinker({}, async (thinker) => {
    const values = await nodeValues(thinker, problems, [0, 2]);
    for (const [at, problem] of problems.entries())
      for (const [index, thoughts] of [0, 2].entries()) {
        const chances = slowNext(thinker, promptOf(thinker, problem), thoughts, [format.special.eot]);
        const expected = problem.symbols.map((symbol) => chances[format.codec.encode(symbol)[0]!]!);
        values[index]![at]!.forEach((value, node) => expect(value).toBeCloseTo(expected[node]!, 5));
      }
  });
});

test('a name of several tokens has the product of their chances, each after those before', async () => {
  const codec = officialVocabulary(namePools(4, 14));
  const official = { codec, special: codec.special, style: 'official' } as const;
  await withThinker({ format: official }, async (thinker) => {
    const [problem] = problems;
    const [[values = []] = []] = await nodeValues(thinker, [problem!], [1]);
    const given = [codec.special.eot, ...codec.encode('Every')];
    expect(problem!.symbols.some((symbol) => codec.encode(symbol).length > 1)).toBe(true);
    for (const [node, symbol] of problem!.symbols.entries()) {
      const ids = codec.encode(symbol);
      const product = ids.reduce((chance, id, i) => {
        const chances = slowNext(thinker, promptOf(thinker, problem!), 1, [...given, ...ids.slice(0, i)]);
        return chance * chances[id]!;
      }, 1);
      expect(values[node]! / product).toBeCloseTo(1, 3);
    }
  });
});

test('the pause token takes the place of the thought where the method says so', async () => {
  const prompts = (thinker: Thinker) => promptOf(thinker, problems[0]!);
  await withThinker({ method: 'pause-as-thought' }, async (thinker) => {
    const [[values = []] = []] = await nodeValues(thinker, problems.slice(0, 1), [2]);
    const { pause, eot } = format.special;
    const chances = slowNext(thinker, [...prompts(thinker), pause, pause], 0, [eot]);
    problems[0]!.symbols.forEach((symbol, node) =>
      expect(values[node]).toBeCloseTo(chances[format.codec.encode(symbol)[0]!]!, 5),
    );
  });
});

test('thoughts are read, and the same thought fed in by hand changes nothing', async () => {
  await withThinker({}, async (thinker) => {
    const vectors = await thoughtVectors(thinker, problems, 2);
    expect(vectors.map((ofProblems) => ofProblems.length)).toEqual([problems.length, problems.length]);
    expect(Math.min(...vectors.flat().map(vectorNorm))).toBeGreaterThan(0);
    const own = await askProblems(thinker, problems, [2], (first, count) => {
      const fed = new Float32Array(count * model.embed);
      for (let row = 0; row < count; row++) fed.set(vectors[1]![first + row]!, row * model.embed);
      return new Map([[1, fed]]);
    });
    const clean = await askProblems(thinker, problems, [2]);
    expect(own).toEqual(clean);
  });
});
