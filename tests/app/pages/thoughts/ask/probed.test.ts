import { describe, expect, test } from 'vitest';
import { changedNodes, changeRows, movedShare } from '../../../../../src/app/pages/thoughts/tree/changes';
import {
  attentionOf,
  changedProblems,
  probedProblem,
  productsOf,
  type Place,
} from '../../../../../src/app/pages/thoughts/ask/probed';
import { sourcesOf, askedByQuestion, readOnce } from '../../../../../src/app/pages/thoughts/problems/sources';
import { wordsOf, writtenTokens } from '../../../../../src/app/pages/thoughts/ask/writtenWords';
import { questionOf } from '../../../../../src/app/state/problems';
import { newEntry } from '../../../../../src/app/state/runEntry';
import { withKnownNames } from '../../../../../src/core/coconut/problems/names';
import { problemToJson } from '../../../../../src/core/coconut/problems/problemJson';
import type { RunId } from '../../../../../src/core/trace/messages/commands';
import { emptyThoughts, type ThoughtColumns } from '../../../../../src/core/trace/thoughtsFold';
import { emptyTrace } from '../../../../../src/core/trace/trace';
import { HAND } from '../../../../core/coconut/fixtures';

/** Ids 7, 8, ... after the seven special words. */
const WORDS = [
  '<pad>',
  '<unk>',
  '<bot>',
  '<eot>',
  '<thought>',
  '<pause>',
  '<eos>',
  'xpus',
  'is a',
  '.',
  'goal',
  '@@pus',
];
const values = (...known: readonly [number, number][]) => {
  const all = new Float32Array(HAND.nodes);
  for (const [node, value] of known) all[node] = value;
  return all;
};

const columns: ThoughtColumns = {
  ...emptyThoughts(),
  pinnedJson: JSON.stringify([problemToJson(HAND)]),
  asked: { method: 'coconut', style: 'compact', trainedThoughts: 2, words: WORDS },
  probed: [
    { step: 9, problem: 0, thoughts: 1, nodeValue: values([2, 0.7], [7, 0.2]), written: 'xpus is a goalpus . goalpus' },
    { step: 9, problem: 0, thoughts: 0, nodeValue: values([0, 1]), written: 'Ada is a xpus . goalpus' },
    { step: 9, problem: 1, thoughts: 0, nodeValue: values(), written: '' },
    { step: 3, problem: 0, thoughts: 0, nodeValue: values(), written: '' },
  ],
  read: [
    {
      step: 9,
      problem: 0,
      norm: Float32Array.of(6),
      wordIds: new Int32Array(5),
      wordProbability: new Float32Array(5),
      nodeProduct: Float32Array.from({ length: 10 }, (_, node) => node),
      nameNorm: new Float32Array(10).fill(3),
      edgeAttention: Float32Array.from({ length: 10 }, (_, edge) => edge),
    },
  ],
  intervened: [
    {
      step: 9,
      problem: 0,
      intervention: { kind: 'twin', thought: 1 },
      thoughts: 1,
      nodeValue: values([9, 0.5], [2, 0.1]),
      written: 'falsepus',
    },
  ],
};
const place: Place = { columns, problem: HAND, asked: HAND, at: 0 };
const probed = probedProblem(place, 9)!;

describe('one problem at one step', () => {
  test('has a row for each number of thoughts, in order, of this problem and step alone', () => {
    expect(probed.byThoughts.map(({ written }) => written)).toEqual([
      'Ada is a xpus . goalpus',
      'xpus is a goalpus . goalpus',
    ]);
    expect(probed.byThoughts[0]?.grade.pathClass).toBe('wrongTarget');
    expect(probed.byThoughts[1]?.grade).toMatchObject({ pathClass: 'hallucination', firstWrongStep: 0 });
    expect(probedProblem(place, 5)).toBeUndefined();
  });

  test('a thought’s row is of the thought: attention stands with the number of thoughts that it made', () => {
    expect(attentionOf(probed)?.map((row) => row && Array.from(row).slice(0, 3))).toEqual([undefined, [0, 1, 2]]);
    expect(productsOf(probed)?.map((row) => row[4])).toEqual([4]);
  });

  test('where the model knows other names, the reader reads their own, and the grade is that of what was asked', () => {
    const asked = withKnownNames(HAND, {
      people: ['Bob', 'Cleo'],
      concepts: Array.from({ length: 10 }, (_, i) => `known${i}`),
      properties: [],
    });
    const [from, to] = [asked.symbols[0]!, asked.symbols[2]!];
    const row = { ...columns.probed[0]!, written: `${from} is a ${to} . ${asked.symbols[5]!}` };
    const renamed = probedProblem({ ...place, asked, columns: { ...columns, probed: [row] } }, 9);
    expect(renamed?.byThoughts[0]?.written).toBe('Ada is a xpus . goalpus');
    expect(renamed?.byThoughts[0]?.grade.answerRight).toBe(true);
  });
});

describe('written words', () => {
  const tops = (...ids: readonly number[]) => Int32Array.from(ids.flatMap((id) => [id, 7, 8]));
  const chances = (...best: readonly number[]) => Float32Array.from(best.flatMap((chance) => [chance, 0.1, 0.05]));

  test('pieces of one word are joined, their chances multiply, and the end mark is left out', () => {
    const row = { written: 'goalpus', topIds: tops(10, 11, 6), topProbability: chances(0.5, 0.8, 1) };
    const [word, ...rest] = writtenTokens(row, WORDS);
    expect(rest).toEqual([]);
    expect(word?.text).toBe('goalpus');
    expect(word?.chance).toBeCloseTo(0.4, 6);
    // What else its first piece might have been is no other word.
    expect(word?.others).toBeUndefined();
    const [whole] = writtenTokens({ written: 'goal', topIds: tops(10), topProbability: chances(0.5) }, WORDS);
    expect(whole?.others?.map(({ text }) => text)).toEqual(['xpus', 'is a']);
  });

  test('without chances the words alone', () => {
    expect(writtenTokens({ written: 'xpus is a goal .' }, WORDS)).toEqual(
      ['xpus', 'is', 'a', 'goal', '.'].map((text) => ({ text })),
    );
  });

  test('the first wrong sentence is marked, and the answer by whether it is right', () => {
    const tokens = 'a is a b . b is a c . d'.split(' ').map((text) => ({ text }));
    const tones = wordsOf(tokens, { answerRight: false, firstWrongStep: 1 }).map(({ tone }) => tone);
    expect(tones).toEqual([...Array(5).fill('step'), ...Array(5).fill('wrong'), 'wrongAnswer']);
  });
});

describe('a changed thought', () => {
  const [changed] = changedProblems(place, probed);

  test('before it all is as it was', () => {
    expect(changed?.intervention).toEqual({ kind: 'twin', thought: 1 });
    expect(changed?.byThoughts[0]).toBe(probed.byThoughts[0]);
    expect(changed?.byThoughts[1]?.written).toBe('falsepus');
  });

  test('rows tell where the answer went and how much of the word moved', () => {
    const [asItIs, twin] = changeRows(HAND, probed, [changed!], 1, 1);
    expect(asItIs).toMatchObject({ name: 'as it is', choice: 'right', moved: 0 });
    expect(twin).toMatchObject({ choice: 'other', otherValue: 0 });
    // .7 > .1 at one node, .2 > 0 and 0 > .5 at others.
    expect(twin?.moved).toBeCloseTo((0.6 + 0.2 + 0.5) / 2, 6);
    expect(changeRows(HAND, probed, [changed!], 2, 1)).toHaveLength(1);
  });

  test('all of it moved is one', () => {
    expect(movedShare([1, 0], [0, 1])).toBe(1);
    expect(movedShare([0.5, 0.5], [0.5, 0.5])).toBe(0);
  });

  test('changed nodes come with the largest change first', () => {
    const rows = changedNodes(HAND, probed.byThoughts[1]!, changed!.byThoughts[1]!);
    expect(rows.map(({ node }) => node)).toEqual([2, 9, 7]);
  });
});

test('a problem is found in every run that was asked the same words, whatever its number there', () => {
  const other = { ...HAND, edges: HAND.edges.toReversed() };
  const entryOf = (run: string, problems: readonly (typeof HAND)[]) => {
    const pinnedJson = JSON.stringify(problems.map(problemToJson));
    const trace = { ...emptyTrace(), thoughts: { ...emptyThoughts(), pinnedJson } };
    return newEntry(run as RunId, 'here', run, trace, 'done');
  };
  const runs = { a: entryOf('a', [other, HAND]), b: entryOf('b', [other]), c: entryOf('c', [HAND]) };
  const found = sourcesOf(runs as never, HAND, askedByQuestion);
  expect(found.map(({ entry, place: { at } }) => [entry.run, at])).toEqual([
    ['a', 1],
    ['c', 0],
  ]);
});

test('two models that were asked the same problem by other names are read apart, and each once', () => {
  const read = readOnce();
  const pinned = JSON.stringify([problemToJson(HAND)]);
  const renamed = pinned.replaceAll(HAND.symbols[0]!, 'Zoe');
  const [own, other] = [read(pinned, pinned), read(pinned, renamed)];
  const question = questionOf(HAND);
  expect(JSON.stringify(other.get(question)!.asked)).toContain('Zoe');
  expect(JSON.stringify(own.get(question)!.asked)).not.toContain('Zoe');
  expect(read(pinned, renamed)).toBe(other);
});
