import { describe, expect, test } from 'vitest';
import {
  parseProblem,
  parseProblems,
  problemFault,
  problemToJson,
  readProblemFile,
} from '../../../../src/core/coconut/problems/problemJson';
import { problemText } from '../../../../src/core/coconut/problems/problemText';
import { searchTree } from '../../../../src/core/coconut/probes/searchTree';
import { InputError } from '../../../../src/core/util/assert';
import { pick, rng } from '../../../../src/core/util/rng';
import { HAND, officialFile } from '../fixtures';

const GRAPH_FIELDS = ['idx_to_symbol', 'edges', 'root', 'target', 'neg_target'];
const item = (): Record<string, unknown> => structuredClone(problemToJson(HAND));
const refusal = (change: (fields: Record<string, unknown>) => void): string => {
  const fields = item();
  change(fields);
  try {
    parseProblems(JSON.stringify([problemToJson(HAND), fields]));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'no refusal';
};

test('a problem comes back from its official form as it was', () => {
  expect(parseProblem(JSON.parse(JSON.stringify(item())), 0)).toEqual(HAND);
});

test('without graph fields the graph is read from the words', () => {
  const fields = item();
  for (const field of GRAPH_FIELDS) delete fields[field];
  const read = parseProblem(fields, 0);
  expect(problemText(read)).toEqual(problemText(HAND));
  expect(read.task === 'prosqa' && read.symbols[read.target]).toBe('goalpus');
});

test('unknown fields are let through', () => {
  expect(parseProblem({ ...item(), comment: [1], neighbor_k: { '0': [0] } }, 0)).toEqual(HAND);
});

test('a problem that is being written says what is wrong with it, without an index', () => {
  expect(problemFault(HAND)).toBeUndefined();
  const edges = [...HAND.edges, [5, 2] as const];
  const circle = problemFault({ ...HAND, edges });
  expect([circle?.field, circle?.why.split(': ')[0]]).toEqual(['edges', 'the edges go in a circle']);
  const walk = circle!.why
    .split(': ')[1]!
    .split(' > ')
    .map((symbol) => HAND.symbols.indexOf(symbol));
  expect(walk.at(-1)).toBe(walk[0]);
  for (const [i, node] of walk.slice(1).entries()) expect(edges).toContainEqual([walk[i], node]);
  expect(problemFault({ ...HAND, target: 9 })?.field).toBe('target');
  expect(problemFault({ ...HAND, symbols: HAND.symbols.with(4, 'two words') })).toBeDefined();
});

test('a file is read item by item, and each refused item says why', () => {
  const broken = { ...item(), target: 99 };
  const { problems, index, refusals } = readProblemFile(JSON.stringify([3, item(), broken, item()]));
  expect(problems).toEqual([HAND, HAND]);
  expect(index).toEqual([1, 3]);
  expect(refusals.map((sentence) => sentence.slice(0, 7))).toEqual(['Item 0 ', 'Item 2,']);
});

describe('a refusal is one sentence with the index and the field', () => {
  const cases: [string, (fields: Record<string, unknown>) => void, RegExp][] = [
    ['question missing', (f) => delete f.question, /^Item 1, field "question": it is missing\.$/],
    ['answer missing', (f) => delete f.answer, /^Item 1, field "answer": it is missing\.$/],
    ['steps missing', (f) => delete f.steps, /^Item 1, field "steps": it is missing\.$/],
    ['one graph field missing', (f) => delete f.target, /^Item 1, field "target": it is missing, while/],
    ['wrong type', (f) => (f.question = 7), /field "question": it should be a text, and is a number/],
    ['steps of a wrong type', (f) => (f.steps = 'Ada'), /field "steps": it should be a list of texts, and is a text/],
    ['a step of a wrong type', (f) => (f.steps = [null]), /field "steps": step 0 should be a text, and is null/],
    ['edges of a wrong type', (f) => (f.edges = [[1]]), /field "edges": edge 0 is not a pair/],
    ['a node that is no number', (f) => (f.root = '0'), /field "root": a node should be a whole number, and is a text/],
    ['an unknown node', (f) => (f.edges = [[0, 99]]), /field "edges": node 99 is unknown/],
    ['an unknown root', (f) => (f.root = -1), /field "root": node -1 is unknown/],
    [
      'two nodes of one name',
      (f) => (f.idx_to_symbol = ['Ada', 'Ada']),
      /field "idx_to_symbol": "Ada" names two nodes/,
    ],
    [
      'a name that is missing',
      (f) => (f.idx_to_symbol = HAND.symbols.with(2, 'qpus')),
      /"question": "xpus" is unknown/,
    ],
    ['a circle', (f) => (f.edges = [...HAND.edges, [5, 2]]), /"edges": the edges go in a circle: .*xpus > /],
    [
      'target out of reach',
      (f) => (f.target = 9),
      /field "target": the target "vpus" is out of reach of the root "Ada"/,
    ],
    ['both answers right', (f) => (f.neg_target = 3), /field "neg_target": "ypus" can be reached from "Ada" too/],
    ['words and graph differ', (f) => (f.edges = [...HAND.edges, [0, 3]]), /"edges": the edge from "Ada" to "ypus"/],
    [
      'an answer that is not the target',
      (f) => (f.answer = 'Ada is a falsepus.'),
      /"answer": "Ada is a falsepus." differs/,
    ],
    ['a step that is no edge', (f) => (f.steps = ['Ada is a ypus.']), /"steps": "Ada is a ypus." is no sentence/],
    ['a step that does not follow', (f) => (f.steps = ['Every xpus is a ypus.']), /does not go on from "Ada"/],
    ['steps that stop short', (f) => (f.steps = ['Ada is a xpus.']), /they end at "xpus", not at the target/],
    ['a sentence of no form', (f) => (f.question = 'Ada likes Bob. Is Ada a x or y?'), /"question": "Ada likes Bob"/],
    ['no question', (f) => (f.question = 'Ada is a x.'), /"question": the text does not end in a question/],
    ['a text too long', (f) => (f.question = 'x'.repeat(30_000)), /"question": it has 30000 characters/],
  ];
  test.each(cases)('%s', (_, change, sentence) => {
    const message = refusal(change);
    expect(message).toMatch(sentence);
    expect(message).toMatch(/^Item 1, field "\w+": .*[^.]\.$/);
  });

  test('too many nodes', () => {
    const count = 300;
    const names = Array.from({ length: count }, (_, i) => `n${i}pus`);
    const facts = names.slice(1).map((name, i) => `Every ${names[i]} is a ${name}.`);
    const question = `${facts.join(' ')} Bob is a xpus. Is n0pus a n299pus or xpus?`;
    expect(() => parseProblem({ question, steps: [], answer: 'n0pus is a n299pus.' }, 4)).toThrow(
      /^Item 4, field "idx_to_symbol": the graph has 302 nodes; at most 256 are taken\.$/,
    );
  });

  test('an item that is no object, a file that is no list, no JSON, or empty', () => {
    expect(() => parseProblems('[3]')).toThrow(/^Item 0 is not an object/);
    expect(() => parseProblems('{}')).toThrow(/not a list of problems/);
    expect(() => parseProblems('[')).toThrow(/not JSON/);
    expect(() => parseProblems('[]')).toThrow(/no problems/);
  });

  test('ProntoQA and arithmetic', () => {
    const pronto = { question: 'Each tumpus is happy. Ada is a tumpus. True or false: Ada is happy.', steps: [] };
    expect(parseProblem({ ...pronto, answer: 'True' }, 0)).toMatchObject({
      task: 'prontoqa',
      proof: [1, 0],
      answer: true,
    });
    expect(() => parseProblem({ ...pronto, answer: 'False' }, 2)).toThrow(
      /^Item 2, field "answer": .*the sentences say/,
    );
    expect(() => parseProblem({ ...pronto, answer: 'yes' }, 2)).toThrow(/^Item 2, field "answer": it should be "True"/);
    const far = pronto.question.replace('Each tumpus', 'Each jumpus');
    expect(() => parseProblem({ question: far, steps: [], answer: 'True' }, 2)).toThrow(
      /"question": "happy" is out of reach/,
    );
    const sum = { question: 'Ada has 4 pears and 1 more.', answer: '5' };
    expect(() => parseProblem({ ...sum, steps: ['4+1'] }, 3)).toThrow(
      /^Item 3, field "steps": "4\+1" is not of the form/,
    );
    expect(() => parseProblem({ ...sum, steps: [], answer: 'five' }, 3)).toThrow(
      /^Item 3, field "answer": "five" is not/,
    );
  });
});

test('whatever is done to an item, it is read whole or refused with its index; nothing else is thrown', () => {
  const junk: unknown[] = [
    null,
    0,
    -1,
    1.5,
    1e9,
    '',
    'x',
    'Ada',
    [],
    [[]],
    {},
    true,
    [0, 1],
    [[1, 0]],
    'Is a a a or a?',
    '<<',
    NaN,
  ];
  let refused = 0;
  for (let seed = 0; seed < 1500; seed++) {
    const chance = rng(seed, 'broken');
    const fields = item();
    const field = pick(Object.keys(fields), chance);
    const value = fields[field];
    if (chance.uniform() < 0.3) fields[field] = pick(junk, chance);
    else if (typeof value === 'string')
      fields[field] = value.slice(chance.integer(value.length), chance.integer(value.length * 2));
    else if (Array.isArray(value))
      fields[field] = value.with(chance.integer(value.length), pick([...junk, ...value], chance));
    else fields[field] = chance.integer(HAND.nodes + 2);
    try {
      const problem = parseProblem(fields, 12);
      const text = problemText(problem);
      expect(text.question.length).toBeGreaterThan(0);
      if (problem.task === 'prosqa') expect(searchTree(problem).depth[problem.target]).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toMatch(/^Item 12, field "\w+": .+\.$/);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(700);
});

describe('the official files', () => {
  const files: [string, number][] = [
    ['prosqa_valid.json', 300],
    ['prosqa_figure7.json', 1],
    ['prontoqa_valid.json', 200],
    ['gsm8k_aug_valid.json', 500],
  ];
  for (const [name, count] of files) {
    const json = officialFile(name);
    test.skipIf(json === undefined)(`${name}: all items parsed, words and all`, () => {
      const items: { question: string; steps: string[]; answer: string }[] = JSON.parse(json!);
      const problems = parseProblems(json!);
      expect(problems).toHaveLength(count);
      for (const [i, problem] of problems.entries()) {
        const text = problemText(problem);
        expect(text.question).toBe(items[i]!.question);
        // Six arithmetic items hold one step without words; four answers have a thousands separator.
        expect(text.steps).toEqual(items[i]!.steps.filter((step) => step !== ''));
        expect(text.answer).toBe(items[i]!.answer.replaceAll(',', ''));
      }
    });

    if (!name.startsWith('prosqa')) continue;
    test.skipIf(json === undefined)(`${name}: the words alone give the same graph`, () => {
      for (const fields of JSON.parse(json!) as Record<string, unknown>[]) {
        const known = parseProblem(fields, 0);
        const words = { question: fields.question, steps: fields.steps, answer: fields.answer };
        const read = parseProblem(words, 0);
        expect(problemText(read)).toEqual(problemText(known));
        expect(problemToJson(known).idx_to_symbol).toEqual(fields.idx_to_symbol);
        expect(new Set((known.task === 'prosqa' ? known.edges : []).map(String))).toEqual(
          new Set((fields.edges as number[][]).map(String)),
        );
      }
    });
  }
});
