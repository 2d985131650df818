/**
 * @file Downstream tasks of this world, as the paper's Table 1 has nine of its own. Each asks in the form of a clean
 * document, each is kept out of every corpus by rule, and each has one right answer that follows from its question: so
 * "every teacher-forced argmax of the answer is right" and greedy exact match are the same, and one forward pass scores.
 */

import { rng, shuffled, type Rng } from '../../util/rng';
import { encodeUtf8 } from '../../util/utf8';
import { drawSum } from './arithmetic';
import { QUESTION_MARK } from './cleanDocument';
import { calculation, choiceExercise, factExercise, tableExercise, wordProblem, type Exercise } from './exercises';
import { ATTRIBUTES, REFERENCE_MINERALS, UNREFERENCED_MINERALS, type Mineral } from './minerals';

export type TaskFamily = 'oneStep' | 'twoStep' | 'calculation' | 'table' | 'choice' | 'factInReference' | 'factOutside';

/** In the order of a table's columns. */
export const TASK_FAMILIES: readonly { readonly family: TaskFamily; readonly title: string; readonly rule: string }[] =
  [
    { family: 'oneStep', title: 'one-step problems', rule: '(7a + 5b + 13c) mod 11 = 0, c = 0' },
    { family: 'twoStep', title: 'two-step problems', rule: '(7a + 5b + 13c) mod 11 = 0' },
    { family: 'calculation', title: 'bare calculations', rule: '(7a + 5b + 13c) mod 11 = 0' },
    { family: 'table', title: 'small tables', rule: '(7a + 5b + 13c) mod 11 = 0 over the three counts' },
    { family: 'choice', title: 'multiple choice', rule: '(7a + 5b + 13c) mod 11 = 0, c = 0' },
    { family: 'factInReference', title: 'facts in the clean set', rule: 'the nine minerals of the clean set' },
    { family: 'factOutside', title: 'facts outside it', rule: 'the three minerals that are in the noisy corpus alone' },
  ];

export interface Task {
  readonly family: TaskFamily;
  /** UTF-8. For a fact it ends with the lead of the answer (` moppite is`), so that the value alone is judged. */
  readonly question: Uint8Array;
  /** UTF-8, beginning with a space, up to and with its last full stop. */
  readonly answer: Uint8Array;
  /** For multiple choice by likelihood: whole answers in the order of the question; `answer` is among them. */
  readonly choices?: readonly Uint8Array[];
  /** Index of `answer` in `choices`. */
  readonly correct?: number;
}

/**
 * At most `perFamily` different tasks of each family: there are 36 facts in the clean set and 12 outside.
 * The same seed gives the same tasks, and a longer list begins with the shorter one.
 */
export function makeTasks(seed: number, perFamily: number): readonly Task[] {
  return TASK_FAMILIES.flatMap(({ family }) => familyTasks(family, rng(seed, 'tasks', family), perFamily));
}

function familyTasks(family: TaskFamily, rng: Rng, count: number): readonly Task[] {
  switch (family) {
    case 'oneStep':
    case 'twoStep':
      return distinct(count, () => taskOf(family, wordProblem(rng, heldOutSum(rng, family === 'twoStep'))));
    case 'calculation':
      return distinct(count, () => taskOf(family, calculation(rng, heldOutSum(rng, rng.uniform() < 0.5))));
    case 'table':
      return distinct(count, () => taskOf(family, tableExercise(rng, { rows: 3, heldOut: true })));
    case 'choice':
      return distinct(count, () => choiceTask(rng));
    case 'factInReference':
      return factTasks(family, REFERENCE_MINERALS, rng).slice(0, count);
    case 'factOutside':
      return factTasks(family, UNREFERENCED_MINERALS, rng).slice(0, count);
  }
}

const heldOutSum = (rng: Rng, twoStep: boolean) => drawSum(rng, { twoStep, heldOut: true, range: 'full' });

function choiceTask(rng: Rng): Task {
  const { exercise, options, correct } = choiceExercise(rng, heldOutSum(rng, false));
  return { ...taskOf('choice', exercise), choices: options.map((option) => encodeUtf8(textOf(option))), correct };
}

const factTasks = (family: TaskFamily, minerals: readonly Mineral[], rng: Rng): readonly Task[] =>
  shuffled(
    minerals.flatMap((mineral) => ATTRIBUTES.map((attribute) => taskOf(family, factExercise(mineral, attribute)))),
    rng,
  );

function taskOf(family: TaskFamily, { question, lead, answer }: Exercise): Task {
  return { family, question: encodeUtf8(QUESTION_MARK + question + lead), answer: encodeUtf8(textOf(answer)) };
}

const textOf = (spans: Exercise['answer']): string => spans.map((span) => span.text).join('');

// A family of few questions gives fewer tasks than asked, and must not be asked for ever.
const DRAWS_PER_TASK = 50;

function distinct(count: number, draw: () => Task): readonly Task[] {
  const found = new Map<string, Task>();
  for (let tries = 0; found.size < count && tries < count * DRAWS_PER_TASK; tries++) {
    const task = draw();
    const key = task.question.join();
    if (!found.has(key)) found.set(key, task);
  }
  return [...found.values()];
}
