/** @file What a step is on: the question, the slots and what is left of the chain, for each method and stage. */
import { expect, test } from 'vitest';
import { METHOD_NAMES, type MethodName } from '../../../../src/core/coconut/curriculum/methods';
import type { ProsqaProblem } from '../../../../src/core/coconut/problems/problem';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { lossBatch } from '../../../../src/core/train/thoughts/lossBatch';
import { openProblems } from '../../../../src/core/train/thoughts/problemSet';
import { rng } from '../../../../src/core/util/rng';

const { format, draw } = openProblems(thoughtsPreset('tiny', 'coconut', 'prosqa'), {});
const { special, codec } = format;
const problems = draw('micro', 0, 4);
const at = (method: MethodName, stage: number, change = {}) =>
  lossBatch({ ...thoughtsPreset('tiny', method, 'prosqa'), ...change }, format, problems, { stage }, 40, rng(1, 'x'));

/** [row][token] what the loss is on, in words of their own. */
const learned = (labels: Int32Array, rows: number): number[][] => {
  const seq = labels.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    [...labels.slice(row * seq, (row + 1) * seq)].filter((id) => id >= 0),
  );
};

test('Coconut at stage 2 asks after 0, 1 and 2 thoughts: two steps, one, and the answer alone', () => {
  const batch = at('coconut', 2);
  if (batch.kind !== 'branched') throw new Error('branched');
  const { branches, prompt, starts } = batch.branched;
  expect(starts).toEqual([0, 0, 0, 0]); // graphs of one size need no padding
  expect(prompt.filter((id) => id === special.bot)).toHaveLength(4);
  expect(branches.map(({ slots, weight }) => [slots, weight])).toEqual([
    [0, 0.3],
    [1, 0.3],
    [2, 1],
  ]);
  for (const [dropped, { labels, tail }] of branches.entries()) {
    const seq = tail.length / 4;
    expect([...tail].filter((_, i) => i % seq === 0)).toEqual(Array(4).fill(special.eot));
    for (const [row, ids] of learned(labels, 4).entries()) {
      const problem = problems[row]!;
      if (problem.task !== 'prosqa') throw new Error('prosqa');
      expect(ids).toHaveLength(4 * (2 - dropped) + 2); // sentences of four tokens, the answer, the end
      // After k thoughts the first word is the node at distance k.
      expect(ids[0]).toBe(codec.encode(problem.symbols[problem.path[dropped]!]!)[0]);
      expect(ids.slice(-2)).toEqual([codec.encode(problem.symbols[problem.target]!)[0], special.eos]);
    }
  }
});

test('without a weight for earlier stages only the stage itself is asked', () => {
  const batch = at('coconut', 2, { earlierWeight: 0 });
  if (batch.kind !== 'aligned') throw new Error('aligned');
  expect([...batch.aligned.slots]).toEqual([2, 2, 2, 2]);
  expect(learned(batch.aligned.labels, 4).map((ids) => ids.length)).toEqual([2, 2, 2, 2]);
});

test('only thoughts need passes: a pause is a token', () => {
  for (const method of METHOD_NAMES) {
    const batch = at(method, 0, { earlierWeight: 0 });
    if (batch.kind !== 'aligned') throw new Error('aligned');
    const { slots, ids } = batch.aligned;
    expect([method, slots.every((count) => count === 0)]).toEqual([method, method !== 'coconut-no-curriculum']);
    expect([method, ids.includes(special.pause)]).toEqual([method, method === 'pause']);
    expect([method, ids.includes(special.bot)]).toEqual([
      method,
      ['coconut', 'coconut-no-curriculum', 'pause-as-thought'].includes(method),
    ]);
  }
});

test('a stage without slots is never mixed with another: nothing would tell the model which one is meant', () => {
  const batch = at('coconut-no-thought', 2, { mixProbability: 1 });
  if (batch.kind !== 'aligned') throw new Error('aligned');
  expect(learned(batch.aligned.labels, 4).map((ids) => ids.length)).toEqual([2, 2, 2, 2]);
});

test('iCoT takes tokens away from the left by its own schedule', () => {
  const tokenRemoval = { firstStep: 0, stepsPerToken: 10 };
  const batch = at('icot', 0, { tokenRemoval }); // step 40: five tokens, now and then some more
  if (batch.kind !== 'aligned') throw new Error('aligned');
  for (const ids of learned(batch.aligned.labels, 4)) expect(ids.length).toBeLessThanOrEqual(4 * 2 + 2 - 5);
});

test('breadth-first: the first word is asked for all nodes at its distance, until the answer is due', () => {
  const config = thoughtsPreset('official', 'coconut', 'prosqa');
  const set = openProblems(config, {});
  const drawn = set.draw('official16', 1, 5);
  const stage = { stage: 3, firstWord: 'frontier' } as const;
  const batch = lossBatch(config, set.format, drawn, stage, 0, rng(1, 'x'));
  if (batch.kind !== 'branched') throw new Error('branched');
  const { branches } = batch.branched;
  expect(branches[0]!.first).toBeUndefined();
  const words = set.format.codec.words;
  for (const { slots, weight, first, labels } of branches.slice(1, 4)) {
    expect([slots, weight + (first?.weight ?? 0)]).toEqual([slots, expect.closeTo(slots < 3 ? 0.3 : 1, 6)]);
    for (const [row, problem] of drawn.entries()) {
      if (problem.task !== 'prosqa') throw new Error('prosqa');
      const chances = first?.chances.subarray(row * words.length, (row + 1) * words.length) ?? new Float32Array(0);
      const asked = words.filter((_, id) => (chances[id] ?? 0) > 0);
      const own = labels[(row * labels.length) / 5]!;
      if (slots < problem.path.length - 1) {
        // Walks of the same length that no shorter one replaces: the distance of each node, found by hand from the edges.
        expect(new Set(asked)).toEqual(new Set(atDistance(problem, slots)));
        expect(chances.reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 6);
        expect(own).toBe(-1);
      } else {
        expect(asked).toEqual([]);
        expect(words[own]).toBe('###');
      }
    }
  }
});

/** Names of the nodes that are `hops` edges from the root and no fewer. */
function atDistance({ edges, root, symbols }: ProsqaProblem, hops: number): string[] {
  const layers = [new Set([root])];
  for (let k = 0; k < hops; k++) {
    const seen = layers.flatMap((layer) => [...layer]);
    const next = edges.filter(([parent]) => layers[k]!.has(parent)).map(([, child]) => child);
    layers.push(new Set(next.filter((child) => !seen.includes(child))));
  }
  return [...layers[hops]!].map((node) => symbols[node]!);
}
