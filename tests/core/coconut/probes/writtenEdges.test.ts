import { describe, expect, test } from 'vitest';
import { parseFact } from '../../../../src/core/coconut/problems/prontoqaText';
import { ontologyQuestion } from '../../../../src/core/coconut/tasks/taskTree';
import { writtenEdges } from '../../../../src/core/coconut/probes/writtenEdges';
import { HAND } from '../fixtures';

describe('a written chain as edges', () => {
  test('compact and official words give the same edges', () => {
    const edges = [
      { from: 0, to: 2, isThere: true },
      { from: 2, to: 3, isThere: true },
    ];
    expect(writtenEdges(HAND, 'Ada is a xpus . xpus is a ypus . goalpus')).toEqual(edges);
    expect(writtenEdges(HAND, 'Ada is a xpus.\nEvery xpus is a ypus.\n### Ada is a goalpus')).toEqual(edges);
  });

  test('an edge that the graph does not have is marked, whichever way it runs', () => {
    expect(writtenEdges(HAND, 'deadpus is a goalpus . ypus is a xpus . goalpus')).toEqual([
      { from: 8, to: 5, isThere: false },
      { from: 3, to: 2, isThere: false },
    ]);
  });

  test('names that are not in the graph, and words that are no sentence, make no edge', () => {
    expect(writtenEdges(HAND, 'Ada is a nopus . what is this . xpus xpus . <unk>')).toEqual([]);
    expect(writtenEdges(HAND, '')).toEqual([]);
  });

  test('ProntoQA: a rule is an edge, what has been found of the root is none', () => {
    const facts = ['Alex is a tumpus.', 'Tumpuses are not bright.'].map(parseFact);
    const claim = parseFact('Alex is bright.');
    const question = ontologyQuestion({ task: 'prontoqa', facts, claim, proof: [0, 1], answer: false });
    expect(writtenEdges(question, 'Alex is a tumpus. Tumpuses are not bright. Alex is not bright. False')).toEqual([
      { from: 0, to: 1, isThere: true },
      { from: 1, to: 2, isThere: true },
    ]);
  });
});
