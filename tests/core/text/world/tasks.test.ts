import { describe, expect, test } from 'vitest';
import { generateCorpus } from '../../../../src/core/text/corpus';
import { isHeldOut } from '../../../../src/core/text/world/arithmetic';
import { DOMAIN_MINERALS, REFERENCE_MINERALS } from '../../../../src/core/text/world/minerals';
import { makeTasks, TASK_FAMILIES, type Task, type TaskFamily } from '../../../../src/core/text/world/tasks';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const tasks = makeTasks(1, 60);
const of = (family: TaskFamily) => tasks.filter((task) => task.family === family);

/** Solves a task from its question alone, by other means than the generator's. */
function solve(task: Task): string {
  const question = decode(task.question);
  const fact = question.match(/ (\w+) (is|melts at|has hardness|goes into)$/);
  if (fact) {
    const mineral = DOMAIN_MINERALS.find(({ name }) => name === fact[1])!;
    const attribute = (
      { is: 'colour', 'melts at': 'melting', 'has hardness': 'hardness', 'goes into': 'use' } as const
    )[fact[2] as 'is'];
    return ` ${mineral[attribute]}.`;
  }
  const table = question.match(/Table of \w+: (.*)\. How many \w+ does (\w+) have\?/);
  if (table) {
    const rows = new Map(table[1]!.split(', ').map((row) => row.split(' ') as [string, string]));
    return ` The answer is ${rows.get(table[2]!)}.`;
  }
  const terms = [
    ...question.replace(/Choose.*/, '').matchAll(/(has|\+|buys|finds|wins|-|breaks|sells|drops|What is) (\d+)/g),
  ];
  const signed = terms.map(([, verb, n]) =>
    ['-', 'breaks', 'sells', 'drops'].includes(verb!) ? -Number(n) : Number(n),
  );
  let total = signed[0]!;
  let steps = '';
  for (const term of signed.slice(1)) {
    steps += ` ${total} ${term < 0 ? '-' : '+'} ${Math.abs(term)} = ${total + term}.`;
    total += term;
  }
  return `${steps} The answer is ${total}.`;
}

describe('tasks', () => {
  test('the gold answer follows from the question', () => {
    for (const task of tasks) expect(decode(task.answer)).toBe(solve(task));
  });

  test('seven families, each as large as it can be, no question twice', () => {
    expect(TASK_FAMILIES.map(({ family }) => of(family).length)).toEqual([60, 60, 60, 60, 60, 36, 12]);
    expect(new Set(tasks.map(({ question }) => decode(question))).size).toBe(tasks.length);
  });

  test('the same seed gives the same tasks, and a longer list begins with the shorter one', () => {
    expect(makeTasks(1, 60)).toEqual(tasks);
    const few = makeTasks(1, 5);
    for (const { family } of TASK_FAMILIES)
      expect(few.filter((task) => task.family === family)).toEqual(of(family).slice(0, 5));
    expect(makeTasks(2, 5)).not.toEqual(few);
  });

  test('sums are held out by the rule, by an independent reading of the question', () => {
    for (const family of ['oneStep', 'twoStep', 'calculation', 'table', 'choice'] as const)
      for (const { question } of of(family)) {
        const [a, b, c = 0] = [
          ...decode(question)
            .replace(/Choose.*/, '')
            .matchAll(/\d+/g),
        ].map(Number);
        expect((7 * a! + 5 * b! + 13 * c) % 11).toBe(0);
        expect(isHeldOut(a!, b!, c)).toBe(true);
      }
  });

  test('no task of a sum stands in any corpus, word for word', () => {
    for (const recipe of ['noisy', 'clean', 'base'] as const) {
      const text = decode(generateCorpus({ recipe, seed: 1, minBytes: 1_000_000 }).bytes);
      for (const task of tasks)
        if (!task.family.startsWith('fact'))
          expect(text.includes(decode(task.question).replace('Question: ', ''))).toBe(false);
    }
  });

  test('facts outside the reference are of minerals that the clean set never names', () => {
    const clean = decode(generateCorpus({ recipe: 'clean', seed: 1, minBytes: 300_000 }).bytes);
    for (const name of DOMAIN_MINERALS.slice(9).map((mineral) => mineral.name)) {
      expect(clean.includes(name)).toBe(false);
      expect(of('factOutside').filter((task) => decode(task.question).includes(name)).length).toBe(4);
    }
    const referenced = REFERENCE_MINERALS.map(({ name }) => name);
    for (const task of of('factInReference'))
      expect(referenced.some((name) => decode(task.question).includes(name))).toBe(true);
  });

  test('each fact in the clean set stands there as it is asked', () => {
    const clean = decode(generateCorpus({ recipe: 'clean', seed: 1, minBytes: 300_000 }).bytes);
    for (const task of of('factInReference'))
      expect(clean.includes(decode(task.question) + decode(task.answer))).toBe(true);
  });

  test('a choice offers three different answers, the right one among them', () => {
    for (const { choices, correct, answer } of of('choice')) {
      expect(new Set(choices!.map(decode)).size).toBe(3);
      expect(decode(choices![correct!]!)).toBe(decode(answer));
    }
    const places = [0, 1, 2].map((place) => of('choice').filter(({ correct }) => correct === place).length);
    expect(Math.min(...places)).toBeGreaterThan(8); // Binomial(60, 1/3) is below 9 with probability .0007.
  });
});
