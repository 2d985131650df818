import { describe, expect, test } from 'vitest';
import {
  exchangeablePuzzle,
  LEVELS,
  splitOf,
  type LevelName,
} from '../../../../src/core/coconut/tasks/exchangeableGenerator';
import { childrenOf, distances, parentsOf } from '../../../../src/core/coconut/problems/graph';
import { graphShape } from '../../../../src/core/coconut/problems/graphShape';
import { namedProblem, namePools, namesIn, withKnownNames } from '../../../../src/core/coconut/problems/names';
import type { GraphPuzzle, ProntoqaProblem } from '../../../../src/core/coconut/problems/problem';
import { parseProblem, parseProblems, problemToJson } from '../../../../src/core/coconut/problems/problemJson';
import { problemText } from '../../../../src/core/coconut/problems/problemText';
import { OFFICIAL_PRONTOQA, prontoqaProblem } from '../../../../src/core/coconut/tasks/prontoqaGenerator';
import { findProof } from '../../../../src/core/coconut/problems/prontoqaText';
import { drawBatch, puzzlePool } from '../../../../src/core/coconut/tasks/puzzlePool';
import { twinProblem } from '../../../../src/core/coconut/tasks/twin';
import { rng } from '../../../../src/core/util/rng';
import { taskVocabulary } from '../../../../src/core/coconut/tasks/generatedTasks';
import { unknownWords } from '../../../../src/core/coconut/problems/unknownWords';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { officialFile } from '../fixtures';

const COUNT = 1200;
const pools = Object.fromEntries(
  (['micro', 'micro3'] as const).map((level) => [level, puzzlePool(LEVELS[level], 'train', 11, COUNT).puzzles]),
);

describe.each([
  ['micro', 2, 10, 10, 13],
  ['micro3', 3, 12, 12, 16],
] as const)('%s', (level, hops, nodes, fewest, most) => {
  const puzzles = pools[level]!;
  test(`${hops} hops, ${nodes} nodes, ${fewest} to ${most} edges, a parent for all but the two roots`, () => {
    for (const puzzle of puzzles) {
      expect(puzzle.nodes).toBe(nodes);
      expect(puzzle.edges.length).toBeGreaterThanOrEqual(fewest);
      expect(puzzle.edges.length).toBeLessThanOrEqual(most);
      expect(parentsOf(puzzle).filter((parents) => parents.length === 0)).toHaveLength(2);
      const own = distances(childrenOf(puzzle), puzzle.root);
      const other = distances(childrenOf(puzzle), 1 - puzzle.root);
      expect([own[puzzle.target], own[puzzle.negTarget]]).toEqual([hops, -1]);
      expect([other[puzzle.negTarget], other[puzzle.target]]).toEqual([hops, -1]);
      expect(
        Math.min(
          ...childrenOf(puzzle)
            .slice(0, 2)
            .map((list) => list.length),
        ),
      ).toBeGreaterThanOrEqual(2);
    }
  });

  // A shortcut would be any property of the two candidates, or of the two roots, that tells right from wrong. By the
  // symmetry of the generator each must fall on the right side as often as on the wrong one.
  const features: [string, (puzzle: GraphPuzzle, candidate: number) => number][] = [
    ['number', (_, candidate) => candidate],
    ['children', (puzzle, candidate) => childrenOf(puzzle)[candidate]!.length],
    ['parents', (puzzle, candidate) => parentsOf(puzzle)[candidate]!.length],
    ['ancestors', (puzzle, candidate) => reached(parentsOf(puzzle), candidate)],
    ['descendants', (puzzle, candidate) => reached(childrenOf(puzzle), candidate)],
  ];
  test.each(features)('no shortcut by %s', (_, feature) => {
    let right = 0;
    let wrong = 0;
    for (const puzzle of puzzles) {
      const difference = feature(puzzle, puzzle.target) - feature(puzzle, puzzle.negTarget);
      if (difference > 0) right++;
      if (difference < 0) wrong++;
    }
    expect(Math.abs(right - wrong)).toBeLessThan(4 * Math.sqrt(right + wrong + 1));
  });

  test('each founder is the root in half of the problems', () => {
    const first = puzzles.filter((puzzle) => puzzle.root === 0).length;
    expect(Math.abs(first - COUNT / 2)).toBeLessThan(4 * Math.sqrt(COUNT / 4));
  });
});

function reached(next: number[][], from: number): number {
  return [...distances(next, from)].filter((distance) => distance >= 0).length;
}

test.each(Object.keys(LEVELS) as LevelName[])(
  '%s: training and testing share no shape, whatever the seeds',
  (level) => {
    const train = new Set(Array.from({ length: 150 }, (_, i) => graphShape(draw(level, 'train', i))));
    const test = Array.from({ length: 60 }, (_, i) => draw(level, 'test', i + 1000));
    expect(test.filter((puzzle) => train.has(graphShape(puzzle)))).toEqual([]);
    expect(test.every((puzzle) => splitOf(puzzle) === 'test')).toBe(true);
  },
);

function draw(level: LevelName, split: 'train' | 'test', index: number): GraphPuzzle {
  return exchangeablePuzzle(LEVELS[level], split, rng(5, level, split, index));
}

test('a batch has one size, and groups come up as often as their puzzles', () => {
  const pool = puzzlePool(LEVELS.micro, 'train', 2, 300);
  expect(pool.groups.flat()).toHaveLength(300);
  let tens = 0;
  for (let i = 0; i < 400; i++) {
    const batch = drawBatch(pool, 8, rng(1, 'batch', i));
    expect(new Set(batch.map((puzzle) => puzzle.edges.length)).size).toBe(1);
    if (batch[0]!.edges.length === 10) tens++;
  }
  const share = pool.puzzles.filter((puzzle) => puzzle.edges.length === 10).length / 300;
  expect(Math.abs(tens / 400 - share)).toBeLessThan(0.1);
});

test('names, sentences and candidates are drawn anew each time', () => {
  const puzzle = pools.micro![0]!;
  const names = namePools(4, 14);
  const problems = Array.from({ length: 300 }, (_, i) => namedProblem(puzzle, names, rng(9, i)));
  expect(new Set(problems.map((problem) => problemText(problem).question)).size).toBe(300);
  const first = problems.filter((problem) => problem.targetFirst).length;
  expect(Math.abs(first - 150)).toBeLessThan(4 * Math.sqrt(75));
  for (const { symbols } of problems) expect(new Set(symbols).size).toBe(puzzle.nodes);
});

test('foreign names become known ones, known ones stay, and too many are refused', () => {
  const names = namePools(4, 14);
  const problem = namedProblem(pools.micro![0]!, names, rng(1));
  expect(withKnownNames(problem, names)).toEqual(problem);
  const foreign = { ...problem, symbols: problem.symbols.with(3, 'Quux') };
  const renamed = withKnownNames(foreign, names);
  expect(names.concepts).toContain(renamed.symbols[3]);
  expect(renamed.symbols.toSpliced(3, 1)).toEqual(problem.symbols.toSpliced(3, 1));
  expect(new Set(renamed.symbols).size).toBe(problem.nodes);
  expect(() => withKnownNames(problem, namePools(2, 4))).toThrow('this model knows 2 people and 4 concepts');
});

test('an ontology in foreign names says the same in known ones', () => {
  const names = namePools(4, 14, 12);
  const problem = prontoqaProblem(OFFICIAL_PRONTOQA, names, 'test', 3, 0);
  expect(withKnownNames(problem, names)).toBe(problem);
  const foreign = parseProblem(
    JSON.parse(JSON.stringify(problemToJson(problem)).replaceAll('pus', 'rus').replaceAll('Ada', 'Zoe')),
    0,
  ) as ProntoqaProblem;
  const renamed = withKnownNames(foreign, names);
  const known = new Set(Object.values(names).flat());
  expect(namesIn(renamed).every((name) => known.has(name))).toBe(true);
  expect(new Set(namesIn(renamed)).size).toBe(new Set(namesIn(problem)).size);
  expect([renamed.proof, renamed.answer]).toEqual([problem.proof, problem.answer]);
  expect(findProof(renamed.facts, renamed.claim)).toEqual(problem.proof);
  expect(() => withKnownNames(foreign, namePools(4, 14, 3))).toThrow('this model knows 14 and 3');
});

test('every small problem has a twin, whose answer is the other candidate', () => {
  const names = namePools(4, 14);
  for (const [i, puzzle] of pools.micro!.slice(0, 100).entries()) {
    const problem = namedProblem(puzzle, names, rng(2, i));
    const twin = twinProblem(problem)!;
    expect([twin.root, twin.target, twin.path.length]).toEqual([1 - puzzle.root, puzzle.negTarget, puzzle.path.length]);
    const question = (of: typeof problem): string => problemText(of).question.split(' Is ')[1]!;
    expect(question(twin).replace(twin.symbols[twin.root]!, '')).toBe(
      question(problem).replace(problem.symbols[problem.root]!, ''),
    );
  }
});

const valid = officialFile('prosqa_valid.json');
test.skipIf(valid === undefined)(
  'official problems have twins, and can be asked of a model with one token a name',
  () => {
    const names = namePools(8, 40);
    for (const problem of parseProblems(valid!)) {
      if (problem.task !== 'prosqa') continue;
      expect(twinProblem(problem)?.target).toBe(problem.negTarget);
      const renamed = withKnownNames(problem, names);
      expect(new Set(renamed.symbols).size).toBe(problem.nodes);
      expect(renamed.symbols.every((name) => names.people.includes(name) || names.concepts.includes(name))).toBe(true);
    }
  },
);

const ontologies = officialFile('prontoqa_valid.json');
test.skipIf(ontologies === undefined)('official ontologies can be asked in the words of the micro preset', () => {
  const { problems } = thoughtsPreset('micro', 'coconut', 'prontoqa');
  const names = problems.kind === 'generated' && namePools(problems.people, problems.concepts, problems.properties);
  if (!names) throw new Error('the preset generates its problems');
  const codec = taskVocabulary('prontoqa', names);
  const asked = parseProblems(ontologies!).map((problem) => withKnownNames(problem as ProntoqaProblem, names));
  expect(asked.reduce((sum, problem) => sum + unknownWords(problem, codec, 'compact').unknown, 0)).toBe(0);
  expect(asked).toHaveLength(200);
});
