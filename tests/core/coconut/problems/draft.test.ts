import { describe, expect, test } from 'vitest';
import {
  addNode,
  connect,
  disconnect,
  draftFromText,
  draftOf,
  draftText,
  EMPTY_DRAFT,
  giveRole,
  removeNode,
  renameNode,
  roleOf,
  shuffledDraft,
  textFault,
} from '../../../../src/core/coconut/problems/draft';
import { readDraft } from '../../../../src/core/coconut/problems/draftFaults';
import { OFFICIAL_PROSQA, prosqaProblem } from '../../../../src/core/coconut/tasks/prosqaGenerator';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { prosqaQuestion } from '../../../../src/core/coconut/problems/prosqaText';
import { rng } from '../../../../src/core/util/rng';
import { HAND } from '../fixtures';

const hand = draftOf(HAND);
const faultsOf = (draft: typeof hand) => {
  const reading = readDraft(draft);
  return reading.kind === 'faults' ? reading.faults.map(({ sentence }) => sentence) : [];
};

describe('a draft and a problem', () => {
  test('a problem is its own draft, with the path that was worked out anew', () => {
    expect(readDraft(hand)).toEqual({ kind: 'problem', problem: HAND });
  });

  test('drawn from nothing', () => {
    let draft = ['Ada', 'lempus', 'grimpus', 'zumpus'].reduce(addNode, EMPTY_DRAFT);
    expect(faultsOf(draft)[0]).toMatch(/no edge yet/);
    draft = connect(connect(draft, 0, 1), 1, 2);
    draft = giveRole(giveRole(giveRole(draft, 0, 'root'), 3, 'first'), 2, 'second');
    expect(faultsOf(draft)).toEqual(['“zumpus” is in no sentence: connect it or remove it.']);
    draft = connect(addNode(draft, 'Bob'), 4, 3);
    const reading = readDraft(draft);
    expect(reading).toMatchObject({ kind: 'problem', problem: { target: 2, negTarget: 3, targetFirst: false } });
  });
});

describe('what a draft lacks is said in one sentence', () => {
  const cases: readonly [string, typeof hand, RegExp][] = [
    ['a node without a name', renameNode(hand, 2, ''), /Node 3 has no name/],
    ['two words', renameNode(hand, 2, 'x pus'), /“x pus” should be one word/],
    ['a name twice', renameNode(hand, 3, 'xpus'), /“xpus” names two nodes/],
    ['a circle', connect(hand, 5, 0), /in a circle: .* > /],
    ['no root', giveRole(hand, 0, 'none'), /No node is the root/],
    ['one candidate', giveRole(hand, 5, 'none'), /two candidates/],
    ['both in reach', connect(hand, 5, 6), /leads to both “falsepus” and “goalpus”/],
    ['none in reach', connect(disconnect(disconnect(hand, 3, 5), 4, 5), 1, 5), /leads to neither/],
  ];
  test.each(cases)('%s', (_, draft, sentence) => {
    expect(faultsOf(draft).join(' ')).toMatch(sentence);
  });
});

describe('changes', () => {
  test('a node that goes takes its edges and its role along, and the numbers close up', () => {
    const without = removeNode(hand, 5);
    expect(without.symbols).not.toContain('goalpus');
    expect(without.candidates.map((node) => node !== undefined && without.symbols[node])).toEqual(['falsepus', false]);
    expect(without.edges).toHaveLength(HAND.edges.length - 2);
    // Bob > v > false, by their new numbers.
    expect(without.edges.slice(-2).map((edge) => edge.map((node) => without.symbols[node]))).toEqual([
      ['Bob', 'vpus'],
      ['vpus', 'falsepus'],
    ]);
  });

  test('an edge stands once, and none leads to its own node', () => {
    expect(connect(hand, 0, 2)).toBe(hand);
    expect(connect(hand, 3, 3)).toBe(hand);
  });

  test('a role is had by one node, and a node has one role', () => {
    const draft = giveRole(hand, 2, 'first');
    expect(roleOf(draft, 2)).toBe('first');
    expect(roleOf(draft, 6)).toBe('none');
    expect(roleOf(giveRole(draft, 2, 'root'), 2)).toBe('root');
    expect(giveRole(draft, 2, 'root').candidates[0]).toBeUndefined();
  });

  test('a shuffle tells the same problem in other words', () => {
    const other = shuffledDraft(hand, rng(4, 'shuffle'));
    expect(draftText(other)).not.toBe(draftText(hand));
    expect([...other.edges].sort()).toEqual([...hand.edges].sort());
    const reading = readDraft(other);
    expect(reading.kind === 'problem' && [reading.problem.target, reading.problem.negTarget]).toEqual([5, 6]);
  });
});

describe('words, both ways', () => {
  test('a problem reads as its question, and the question as the problem, for official-like graphs', () => {
    for (let index = 0; index < 20; index++) {
      const problem = prosqaProblem(OFFICIAL_PROSQA, namePools(24, 40), 5, index);
      const draft = draftOf(problem);
      expect(draftText(draft)).toBe(prosqaQuestion(problem));
      expect(draftFromText(draftText(draft), draft)).toEqual(draft);
    }
  });

  test('a new name comes last, so that the others keep their numbers', () => {
    const text = `Every newpus is a xpus. ${draftText(hand)}`;
    expect(draftFromText(text, hand).symbols).toEqual([...HAND.symbols, 'newpus']);
  });

  test('a draft without roles is told without its question', () => {
    expect(draftText(connect(['Ada', 'xpus'].reduce(addNode, EMPTY_DRAFT), 0, 1))).toBe('Ada is a xpus.');
  });

  test('a text that cannot be read says where', () => {
    expect(textFault('Every lempus grimpus. Is Ada a b or c?')).toMatch(/^"Every lempus grimpus" is not of the form/);
    expect(textFault('Every a is a b.')).toMatch(/^The text does not end in a question/);
    expect(textFault(draftText(hand))).toBeUndefined();
  });
});
