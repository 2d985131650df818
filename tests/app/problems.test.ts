import { describe, expect, test } from 'vitest';
import { readProblemsInSlices } from '../../src/app/pages/thoughts/problems/bringProblems';
import { haystackOf, isFound, problemLine } from '../../src/app/pages/thoughts/problems/problemWords';
import { namePools } from '../../src/core/coconut/problems/names';
import { sizeNotes } from '../../src/app/pages/thoughts/teach/sizeNotes';
import { problemToJson } from '../../src/core/coconut/problems/problemJson';
import { SPECIAL_WORDS } from '../../src/core/coconut/curriculum/vocabulary';
import { emptyTrace } from '../../src/core/trace/trace';
import { emptyThoughts } from '../../src/core/trace/thoughtsFold';
import { HAND, officialFile } from '../core/coconut/fixtures';

const item = problemToJson(HAND);
const nothing = () => undefined;

describe('a file of problems', () => {
  test('what can be read is read, and the rest is named by item and field', async () => {
    const json = JSON.stringify([item, { ...item, root: 99 }, item, { question: 'Who?' }]);
    const { problems, refusals } = await readProblemsInSlices(json, nothing);
    expect(problems).toEqual([HAND, HAND]);
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toMatch(/^Item 1, field "root": /);
    expect(refusals[1]).toMatch(/^Item 3, field "steps": /);
  });

  test('what is no list of problems is refused as a whole', async () => {
    await expect(readProblemsInSlices('{"a":1}', nothing)).rejects.toThrow('not a list of problems');
    await expect(readProblemsInSlices('[', nothing)).rejects.toThrow('not JSON');
  });

  test.skipIf(!officialFile('prosqa_valid.json'))('the official file has 300 problems', async () => {
    const { problems, refusals } = await readProblemsInSlices(officialFile('prosqa_valid.json') ?? '', nothing);
    expect([problems.length, refusals.length]).toEqual([300, 0]);
  });
});

test('a line asks the question, and a search finds any of its words in any order', () => {
  expect(problemLine(HAND)).toEqual({ asks: 'Is Ada a falsepus or goalpus?', size: '10 nodes, 3 steps' });
  const haystack = haystackOf(HAND);
  expect(isFound(haystack, ' GOAL  bob ')).toBe(true);
  expect(isFound(haystack, 'goal zebra')).toBe(false);
  expect(isFound(haystack, '')).toBe(true);
});

describe('notes about a problem and a model', () => {
  const small = {
    ...HAND,
    nodes: 4,
    symbols: ['Ada', 'Bob', 'lempus', 'grimpus'],
    edges: [
      [0, 2],
      [1, 3],
    ] as const,
  };
  const own = { ...small, root: 0, target: 2, negTarget: 3, path: [0, 2] };
  const trace = {
    ...emptyTrace(),
    thoughts: {
      ...emptyThoughts(),
      pinnedJson: JSON.stringify([problemToJson(own)]),
      asked: { method: 'coconut' as const, style: 'compact' as const, trainedThoughts: 2, words: own.symbols },
    },
  };

  test('none for a problem like the model’s own', () => {
    expect(sizeNotes(own, trace)).toEqual([]);
  });

  test('names that it lacks and a graph that is larger', () => {
    const notes = sizeNotes(HAND, trace);
    expect(notes[0]).toMatch(/no word for 8 of these 10 names \(xpus, ypus, zpus, …\) and knows too few other names/);
    const { people, concepts } = namePools(6, 12);
    const asked = { ...trace.thoughts.asked, words: [...people, ...concepts] };
    const [renamed] = sizeNotes(HAND, { ...trace, thoughts: { ...trace.thoughts, asked } });
    expect(renamed).toMatch(/it is asked with names that it knows/);
    expect(notes[1]).toMatch(/10 nodes and 3 steps here, at most 4 and 1 there/);
  });

  test('a model that spells its names lacks none', () => {
    const spelling = { ...trace.thoughts.asked, style: 'official' as const };
    expect(sizeNotes(HAND, { ...trace, thoughts: { ...trace.thoughts, asked: spelling } })).toHaveLength(1);
  });

  test('words of a word problem that the model does not know', () => {
    const words = [...SPECIAL_WORDS, 'Ada', 'has', '.', '2'];
    const asked = { ...trace.thoughts.asked, words };
    const sum = { task: 'arithmetic' as const, question: 'Ada has 2 kites.', steps: ['<<2+2=4>>'], answer: '4' };
    const notes = sizeNotes(sum, { ...trace, thoughts: { ...trace.thoughts, asked } });
    expect(notes.at(-1)).toMatch(/no word for 1 of the 5 words/);
  });

  test('another task than the one it was taught', () => {
    const sum = { task: 'arithmetic' as const, question: '2 and 2?', steps: ['<<2+2=4>>'], answer: '4' };
    expect(sizeNotes(sum, trace)[0]).toMatch(/another task than arithmetic/);
  });
});
