/** @file The shortcut of the official problems: by hand, on the generator's problems, and where there is none. */
import { expect, test } from 'vitest';
import { exchangeablePuzzle, LEVELS } from '../../../../src/core/coconut/tasks/exchangeableGenerator';
import type { GraphPuzzle } from '../../../../src/core/coconut/problems/problem';
import { OFFICIAL_PROSQA, PROSQA_RULES, prosqaPuzzle } from '../../../../src/core/coconut/tasks/prosqaGenerator';
import { shortcutChance } from '../../../../src/core/coconut/tasks/shortcut';
import { rng } from '../../../../src/core/util/rng';
import { mean } from '../../../../src/core/util/statistics';

// 0 > 2 > 3, 1 > 4: node 3 is two edges deep, node 4 one.
const HAND: GraphPuzzle = {
  nodes: 5,
  edges: [
    [0, 2],
    [2, 3],
    [1, 4],
  ],
  root: 0,
  target: 3,
  negTarget: 4,
  path: [0, 2, 3],
};

test('the deeper of two candidates is taken, whichever root is asked about', () => {
  expect(shortcutChance(HAND)).toBe(1);
  expect(shortcutChance({ ...HAND, root: 1, target: 4, negTarget: 3, path: [1, 4] })).toBe(0);
  expect(shortcutChance({ ...HAND, negTarget: 3 })).toBe(0.5);
});

test('on problems like the official ones it is right far above chance; on exchangeable ones it is chance', () => {
  const official = rng(1, 'shortcut');
  const known = mean(Array.from({ length: 400 }, () => shortcutChance(prosqaPuzzle(OFFICIAL_PROSQA, official))));
  expect(known).toBeGreaterThan(0.75);
  const fair = rng(1, 'exchangeable');
  const none = mean(Array.from({ length: 60 }, () => shortcutChance(exchangeablePuzzle(LEVELS.large, 'test', fair))));
  // Three standard deviations of 60 fair draws.
  expect(Math.abs(none - 0.5)).toBeLessThan(0.2);
});

test('each set out of distribution differs from the official one as its name says', () => {
  const of = (level: string) => {
    const chance = rng(2, level);
    const drawn = Array.from({ length: 100 }, () => prosqaPuzzle(PROSQA_RULES[level]!, chance));
    return {
      hops: mean(drawn.map(({ path }) => path.length - 1)),
      nodes: mean(drawn.map(({ nodes }) => nodes)),
      edgesANode: mean(drawn.map(({ edges, nodes }) => edges.length / nodes)),
    };
  };
  const official = of('official');
  expect(of('longer').hops).toBeGreaterThanOrEqual(7);
  expect(of('denser').edgesANode).toBeGreaterThan(1.2 * official.edgesANode);
  expect(of('parents').edgesANode).toBeGreaterThan(1.2 * official.edgesANode);
  expect(of('distractors').nodes).toBeGreaterThan(1.2 * official.nodes);
});
