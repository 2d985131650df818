/** Problem files in the forms that people publish, told by their content. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readProblemFile } from '../../../../src/core/coconut/problems/problemJson';
import { problemText } from '../../../../src/core/coconut/problems/problemText';

const read = (text: string) => {
  const { problems, refusals } = readProblemFile(text);
  expect(refusals).toEqual([]);
  return problems.map(problemText);
};

const sum = (a: number, b: number) => ({
  question: `Ann has ${a} pens and buys ${b} more. How many pens has she?`,
  steps: [`<<${a}+${b}=${a + b}>>`],
  answer: String(a + b),
});
const SUMS = [sum(2, 3), sum(7, 1200), sum(10, 4)];

test('JSON lines of official items, with empty lines between', () => {
  expect(read(SUMS.map((item) => `${JSON.stringify(item)}\r\n`).join('\n'))).toEqual(SUMS);
});

test('GSM8k as published: steps are the marked sums of the solution, the answer stands after ####', () => {
  const published = SUMS.map(({ question, steps, answer }) => ({
    question,
    answer: `She has ${steps[0]!.slice(2).split('=')[0]}=${steps[0]}${answer} pens.\n#### ${Number(answer).toLocaleString('en')}`,
  }));
  expect(read(published.map((item) => JSON.stringify(item)).join('\n'))).toEqual(SUMS);
  expect(read(JSON.stringify(published))).toEqual(SUMS);
});

test('GSM8k-Aug: a line of text each; an item of two steps and one of none', () => {
  const text = `${SUMS.map(({ question, steps, answer }) => `${question}||${steps.join(' ')} #### ${answer}`).join('\n')}\n`;
  expect(read(text)).toEqual(SUMS);
  const [two, none] = read('Q 1?||<<1+1=2>> <<2*3=6>> #### 6\nQ 2?|| #### 5');
  expect(two).toEqual({ question: 'Q 1?', steps: ['<<1+1=2>>', '<<2*3=6>>'], answer: '6' });
  expect(none).toEqual({ question: 'Q 2?', steps: [], answer: '5' });
});

test('ProntoQA as its generator writes it: the test examples are asked, those in context are not', () => {
  const facts = 'Every wumpus is a tumpus. Every tumpus is small.';
  const example = (name: string) => ({
    question: `${facts} ${name} is a wumpus.`,
    query: `Prove: ${name} is small.`,
    chain_of_thought: [
      `${name} is a wumpus.`,
      'Every wumpus is a tumpus.',
      `${name} is a tumpus.`,
      'Every tumpus is small.',
      `${name} is small.`,
    ],
    answer: 'True',
  });
  const file = {
    example1: { in_context_example0: example('Tom'), test_example: example('Sam') },
    example2: { test_example: { ...example('Max'), query: 'True or false: Max is not small.', answer: 'False' } },
  };
  const [first, second, ...rest] = read(JSON.stringify(file));
  expect(rest).toEqual([]);
  expect(first!.question).toBe(`${facts} Sam is a wumpus. True or false: Sam is small.`);
  expect(first!.answer).toBe('True');
  expect(first!.steps).toEqual([
    'Sam is a wumpus. Every wumpus is a tumpus.',
    'Sam is a tumpus. Every tumpus is small.',
    'Sam is small.',
  ]);
  expect(second!.answer).toBe('False');
});

test('what is broken is refused in one sentence that names the line', () => {
  expect(() => readProblemFile('{"question": "a", "steps": [], "answer": "1"}\n{"question": ')).toThrow(
    /^Line 2 is not JSON \(.*\): correct that line\.$/,
  );
  expect(() => readProblemFile('Q?||<<1+1=2>> #### 2\nno marks here')).toThrow(/^Line 2 is not of the form/);
  expect(() => readProblemFile('  \n')).toThrow('The file is empty');
  expect(() => readProblemFile('Once upon a time')).toThrow(/^The file is not JSON/);
  expect(() => readProblemFile('7')).toThrow(/neither a list nor an object/);
});

const example = (name: string) => new URL(`../../../../../shared/cases/${name}`, import.meta.url);
test.skipIf(!existsSync(example('gsm_official.jsonl')))('published shapes, item by item', () => {
  const text = (name: string) => readFileSync(example(name), 'utf8');
  const published = read(text('gsm_official.jsonl'));
  const rows = text('gsm_official.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { question: string; answer: string });
  expect(published.map(({ question }) => question)).toEqual(rows.map(({ question }) => question));
  expect(published.map(({ answer }) => answer)).toEqual(rows.map(({ answer }) => answer.split('#### ')[1]));
  expect(read(text('gsm_aug.txt'))).toHaveLength(text('gsm_aug.txt').trim().split('\n').length);
});
