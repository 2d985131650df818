import { describe, expect, test } from 'vitest';
import { frontierValues, outcomeOf, searched, valuedFrontier } from '../../../../src/core/coconut/probes/findings';
import { PATH_CLASSES } from '../../../../src/core/coconut/probes/grade';
import { attentionByGroup, meansByThought, productsByGroup } from '../../../../src/core/coconut/probes/groupFindings';
import { choiceFrom, effectOf, NULL_OF, valueChanges } from '../../../../src/core/coconut/probes/interventionFindings';
import { INTERVENTION_KINDS } from '../../../../src/core/coconut/probes/interventions';
import { HAND } from '../fixtures';

const problems = [searched(HAND)];
/** Node by node: x .5 and w .3 lie in the first frontier with dead .1; all else is 0. */
const values = Float32Array.from([0, 0, 0.5, 0, 0, 0, 0, 0.3, 0.1, 0]);
const row = { problem: 0, thoughts: 1, nodeValue: values, written: 'goalpus' };

test('the columns of a run become one column of Figure 5', () => {
  const outcome = outcomeOf({
    answerRight: Uint8Array.from([1, 0, 1, 0]),
    pathClass: Uint8Array.from([0, 2, 4, 255]),
    generatedTokens: Int32Array.from([9, 9, 1, 1]),
  });
  expect(outcome.problems).toBe(4);
  expect(outcome.accuracy.share).toBe(0.5);
  expect(outcome.meanGeneratedTokens).toBe(5);
  // The fourth has no class, so three are shared out.
  expect(PATH_CLASSES.map((name) => outcome.classes[name])).toEqual([1 / 3, 0, 1 / 3, 0, 1 / 3, 0]);
});

describe('candidates after one thought', () => {
  test('are the children of the root, in the order of the layers', () => {
    const [first] = frontierValues(problems, [row], 1);
    [0.5, 0.3, 0.1].forEach((value, i) => expect(first![i]).toBeCloseTo(value, 6));
  });

  test('carry their heights, and are right on a shortest path alone', () => {
    expect(valuedFrontier(problems, [row], 1).map(({ height, isCorrect }) => [height, isCorrect])).toEqual([
      [2, true],
      // w leads to the target too, but by a longer way, and no edge goes down a layer from it.
      [0, false],
      [0, false],
    ]);
  });

  test('rows of other thoughts, unknown problems and problems without values do not count', () => {
    const others = [
      { ...row, thoughts: 2 },
      { ...row, problem: 7 },
      { ...row, nodeValue: new Float32Array(0) },
    ];
    expect(frontierValues(problems, others, 1)).toEqual([]);
  });
});

describe('groups', () => {
  const read = {
    problem: 0,
    // Each node's number is its own place, plus 100 in the second thought.
    nodeProduct: Float32Array.from([...HAND.symbols.keys(), ...[...HAND.symbols.keys()].map((node) => 100 + node)]),
    edgeAttention: Float32Array.from([...HAND.edges.keys(), ...HAND.edges.map(() => 1)]),
  };

  test('after one thought x is on the way, w and dead on the frontier, the root in reach', () => {
    expect(productsByGroup(problems, [read], 1)).toEqual({
      notReachable: [1, 3, 4, 5, 6, 9],
      reachable: [0],
      frontier: [7, 8],
      optimal: [2],
    });
  });

  test('the second thought has its own row', () => {
    expect(productsByGroup(problems, [read], 2).optimal).toEqual([103, 104]);
  });

  test('at the first thought the edges from the root are looked at: one stays on the way, two do not', () => {
    const groups = attentionByGroup(problems, [read], 1);
    // Edges 0 (root > x), 5 (root > w) and 7 (root > dead) by their places in the question.
    expect(groups.optimal).toEqual([0]);
    expect(groups.frontier).toEqual([5, 7]);
    expect(groups.reachable).toEqual([]);
    expect(groups.notReachable).toHaveLength(7);
  });

  test('means by thought; a group without members has none', () => {
    const means = meansByThought([attentionByGroup(problems, [read], 1), attentionByGroup(problems, [read], 2)]);
    expect(means.frontier).toEqual([6, 1]);
    expect(means.reachable[0]).toBeNaN();
  });
});

describe('interventions over many problems', () => {
  const many = [searched(HAND), searched(HAND)];
  const clean = [row, { ...row, problem: 1 }];
  const changed = [
    { ...row, written: 'falsepus', nodeValue: values.map((value) => value / 2) },
    { ...row, problem: 1 },
    { ...row, problem: 9 },
  ];

  test('answers are compared problem by problem; one that was not asked before is left out', () => {
    const { problems: count, before, after, rightChange } = effectOf(many, clean, changed);
    expect(count).toBe(2);
    expect([before.right.share, after.right.share, after.other.share]).toEqual([1, 0.5, 0.5]);
    expect(rightChange.mean).toBe(-0.5);
  });

  test('values change by group: x lost half of .5 in one of two problems', () => {
    const [optimal, frontier] = valueChanges(many, clean, changed);
    expect(optimal).toMatchObject({ group: 'optimal', nodes: 2 });
    expect(optimal!.mean).toBeCloseTo(-0.125, 6);
    expect(frontier!.meanAbsolute).toBeCloseTo((0.15 + 0.05) / 4, 6);
  });

  test('what an answer went to, in each task', () => {
    expect(['goalpus', '### Ada is a falsepus.', 'xpus', ''].map((written) => choiceFrom(HAND, written))).toEqual([
      'right',
      'other',
      'neither',
      'neither',
    ]);
    const claim = {
      subject: 'Ada',
      form: 'name' as const,
      predicate: { kind: 'property' as const, name: 'cold', negated: false },
    };
    const pronto = { task: 'prontoqa' as const, facts: [claim], claim, proof: [0], answer: true };
    expect(['True', 'False', 'cold'].map((written) => choiceFrom(pronto, written))).toEqual([
      'right',
      'other',
      'neither',
    ]);
    const sum = { task: 'arithmetic' as const, question: 'Two and two?', steps: ['<<2+2=4>>'], answer: '4' };
    expect(['### 4', '### 5'].map((written) => choiceFrom(sum, written))).toEqual(['right', 'neither']);
  });

  test('every kind has a null or is one', () => {
    const nulls = new Set<string>(Object.values(NULL_OF));
    for (const kind of INTERVENTION_KINDS) expect(kind in NULL_OF || nulls.has(kind), kind).toBe(true);
  });
});
