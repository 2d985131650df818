import { expect, test } from 'vitest';
import { LEVELS, splitOf } from '../../../../src/core/coconut/tasks/exchangeableGenerator';
import { heldOutProblems, TASK_LEVELS, taskVocabulary } from '../../../../src/core/coconut/tasks/generatedTasks';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { problemFault } from '../../../../src/core/coconut/problems/problemJson';
import { encodeProblem } from '../../../../src/core/coconut/curriculum/sequence';
import { puzzlePool } from '../../../../src/core/coconut/tasks/puzzlePool';
import type { ThoughtTask } from '../../../../src/core/trace/config/config';

const pools = namePools(24, 40, 30);
const TASKS: readonly ThoughtTask[] = ['prosqa', 'prontoqa', 'arithmetic'];
const UNKNOWN = 1;

test('every level of every task has problems that can be asked, in words that its vocabulary knows', () => {
  for (const task of TASKS)
    for (const level of TASK_LEVELS[task]) {
      const codec = taskVocabulary(task, pools);
      const problems = heldOutProblems({ task, level, seed: 3 }, pools, 5);
      expect(problems, `${task} ${level}`).toHaveLength(5);
      for (const problem of problems) {
        expect(problemFault(problem), `${task} ${level}`).toBeUndefined();
        const { question } = encodeProblem(problem, { codec, special: codec.special, style: 'compact' });
        expect(question, `${task} ${level}`).not.toContain(UNKNOWN);
      }
    }
});

test('the same seed gives the same problems, and small graphs belong to the test split', () => {
  const of = (seed: number) => heldOutProblems({ task: 'prosqa', level: 'micro', seed }, pools, 20);
  expect(of(1)).toEqual(of(1));
  expect(of(1)).not.toEqual(of(2));
  for (const problem of of(1)) expect(problem.task === 'prosqa' && splitOf(problem)).toBe('test');
});

test('a small graph is the one that a pool of that seed holds at its place', () => {
  const targets = heldOutProblems({ task: 'prosqa', level: 'micro', seed: 7 }, pools, 6).map(
    (problem) => problem.task === 'prosqa' && [problem.root, problem.target, problem.path],
  );
  const pool = puzzlePool(LEVELS.micro, 'test', 7, 6).puzzles;
  expect(targets).toEqual(pool.map(({ root, target, path }) => [root, target, path]));
});

test('the rungs up to the official size have their number of nodes and hops', () => {
  for (const [level, nodes, hops] of [
    ['official12', 12, [2, 3]],
    ['official16', 16, [3, 4]],
    ['official22', 22, [3, 5]],
    ['official', 28, [3, 6]],
  ] as const)
    for (const problem of heldOutProblems({ task: 'prosqa', level, seed: 3 }, pools, 50)) {
      if (problem.task !== 'prosqa') throw new Error('prosqa');
      expect(problem.nodes, level).toBeLessThanOrEqual(nodes);
      expect(problem.path.length - 1, level).toBeGreaterThanOrEqual(hops[0]);
      expect(problem.path.length - 1, level).toBeLessThanOrEqual(hops[1]);
    }
});

test('a level that is not there is refused with those that are', () => {
  expect(() => heldOutProblems({ task: 'arithmetic', level: 'huge', seed: 1 }, pools, 1)).toThrow(
    '"huge" is not a level of arithmetic; choose one of small, long.',
  );
});

test('a vocabulary with too few names for a level is refused with one sentence, before anything is asked', () => {
  const few = namePools(4, 14);
  expect(() => heldOutProblems({ task: 'prosqa', level: 'official', seed: 1 }, few, 20)).toThrow(
    /^A graph of \d+ nodes needs more names than the 4 people and 14 concepts of this vocabulary: choose a smaller level/,
  );
});
