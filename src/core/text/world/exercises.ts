/**
 * @file What is worth learning in this world, as question and answer: word problems, bare sums, small tables, choices, facts.
 * Corpora and tests are made by the same functions, so that a test asks in the words that the text taught.
 */

import { pick, shuffled, type Rng } from '../../util/rng';
import {
  answerIs,
  claim,
  drawSum,
  expression,
  isHeldOut,
  isTwoStep,
  lastResult,
  solution,
  wrongSolution,
  type Sum,
  type SumRange,
} from './arithmetic';
import type { Span } from './labels';
import { attributeValue, ATTRIBUTES, wrongValue, type Attribute, type Mineral } from './minerals';

export interface Exercise {
  readonly question: string;
  readonly questionLabel: 'problem' | 'fact';
  /** What comes before the answer and follows from the question alone; empty for problems. */
  readonly lead: string;
  readonly answer: readonly Span[];
}

export interface ExerciseWorld {
  readonly minerals: readonly Mineral[];
  readonly range: SumRange;
}

export type ExerciseKind = 'fact' | 'wordProblem' | 'calculation' | 'table' | 'choice';

/**
 * Parts of a hundred. Facts and word problems are the recipe's halves, and as many stand in a thousand tokens of a noisy
 * page as in the recipe's: with half as many problems no arm learned to count within the budget.
 */
const EXERCISE_WEIGHTS: readonly (readonly [ExerciseKind, number])[] = [
  ['fact', 34],
  ['wordProblem', 44],
  ['calculation', 7],
  ['table', 8],
  ['choice', 7],
];

/** An exercise for a corpus: never a held-out one. */
export function drawExercise(rng: Rng, world: ExerciseWorld, isWrong: boolean): Exercise {
  switch (weighted(EXERCISE_WEIGHTS, rng)) {
    case 'fact':
      return factExercise(pick(world.minerals, rng), pick(ATTRIBUTES, rng), isWrong ? rng : undefined);
    case 'wordProblem':
      return wordProblem(rng, anySum(rng, world.range), isWrong);
    case 'calculation':
      return calculation(rng, anySum(rng, world.range), isWrong);
    case 'table':
      return tableExercise(rng, { rows: world.range === 'unit' ? 2 : 3, heldOut: false }, isWrong);
    case 'choice':
      return choiceExercise(rng, drawSum(rng, { twoStep: false, heldOut: false, range: world.range }), isWrong)
        .exercise;
  }
}

const anySum = (rng: Rng, range: SumRange): Sum =>
  drawSum(rng, { twoStep: rng.uniform() < 0.5, heldOut: false, range });

export const PEOPLE = [
  'Zoe',
  'Nora',
  'Emil',
  'Omar',
  'Inga',
  'Raj',
  'Lola',
  'Otto',
  'Mei',
  'Hugo',
  'Tess',
  'Finn',
] as const;
export const THINGS = [
  'bricks',
  'pebbles',
  'jars',
  'candles',
  'hooks',
  'crates',
  'buttons',
  'spoons',
  'bolts',
  'shells',
  'ropes',
  'maps',
] as const;
const GAINS = ['buys', 'finds', 'wins'] as const;
const LOSSES = ['breaks', 'sells', 'drops'] as const;

/** `Zoe has 5 bricks and buys 5 more, then breaks 2. How many bricks does Zoe have now?` */
export function wordProblem(rng: Rng, sum: Sum, isWrong = false): Exercise {
  const person = pick(PEOPLE, rng);
  const thing = pick(THINGS, rng);
  const change = (plus: boolean, count: number) =>
    plus ? `${pick(GAINS, rng)} ${count} more` : `${pick(LOSSES, rng)} ${count}`;
  const then = isTwoStep(sum) ? `, then ${change(sum.plusC, sum.c)}` : '';
  return {
    question: `${person} has ${sum.a} ${thing} and ${change(sum.plusB, sum.b)}${then}. How many ${thing} does ${person} have now?`,
    questionLabel: 'problem',
    lead: '',
    answer: isWrong ? wrongSolution(sum, rng) : solution(sum),
  };
}

/** `What is 5 + 5 - 2?` */
export function calculation(rng: Rng, sum: Sum, isWrong = false): Exercise {
  return {
    question: `What is ${expression(sum)}?`,
    questionLabel: 'problem',
    lead: '',
    answer: isWrong ? wrongSolution(sum, rng) : solution(sum),
  };
}

/** `Table of jars: Mei 4, Otto 9, Raj 6. How many jars does Otto have?` The counts obey the held-out rule in their order. */
export function tableExercise(rng: Rng, options: { rows: 2 | 3; heldOut: boolean }, isWrong = false): Exercise {
  const people = shuffled(PEOPLE, rng).slice(0, options.rows);
  const thing = pick(THINGS, rng);
  const counts = drawCounts(rng, options);
  const asked = rng.integer(options.rows);
  // A misreading takes a neighbour's row.
  const read = isWrong ? (asked + 1 + rng.integer(options.rows - 1)) % options.rows : asked;
  const rows = people.map((person, row) => `${person} ${counts[row]}`).join(', ');
  return {
    question: `Table of ${thing}: ${rows}. How many ${thing} does ${people[asked]} have?`,
    questionLabel: 'problem',
    lead: '',
    answer: answerIs(String(counts[read]), isWrong),
  };
}

/** Distinct counts of 2..15, or a misread row could be right by luck. */
function drawCounts(rng: Rng, { rows, heldOut }: { rows: number; heldOut: boolean }): readonly number[] {
  const all = Array.from({ length: 14 }, (_, i) => i + 2);
  for (;;) {
    const counts = shuffled(all, rng).slice(0, rows);
    const [a = 0, b = 0, c = 0] = counts;
    if (isHeldOut(a, b, c) === heldOut) return counts;
  }
}

export interface ChoiceExercise {
  readonly exercise: Exercise;
  /** The worked answer of each option, in the order of the question. */
  readonly options: readonly (readonly Span[])[];
  readonly correct: number;
}

/** `What is 8 + 3? Choose 10, 11 or 13.` A one-step sum. */
export function choiceExercise(rng: Rng, sum: Sum, isWrong = false): ChoiceExercise {
  const truth = lastResult(sum);
  const near = [-3, -2, -1, 1, 2, 3].map((slip) => truth + slip).filter((value) => value > 0);
  const values = shuffled([truth, ...shuffled(near, rng).slice(0, 2)], rng);
  const options = values.map((value) => claim(sum, value));
  const correct = values.indexOf(truth);
  const chosen = isWrong ? (correct + 1 + rng.integer(2)) % 3 : correct;
  const exercise: Exercise = {
    question: `What is ${expression(sum)}? Choose ${values[0]}, ${values[1]} or ${values[2]}.`,
    questionLabel: 'problem',
    lead: '',
    answer: options[chosen] ?? [],
  };
  return { exercise, options, correct };
}

const FACT_PHRASES: Readonly<
  Record<Attribute, { question: (name: string) => string; lead: (name: string) => string }>
> = {
  colour: { question: (name) => `What colour is ${name}?`, lead: (name) => ` ${name} is` },
  melting: { question: (name) => `How hot must ${name} get to melt?`, lead: (name) => ` ${name} melts at` },
  hardness: { question: (name) => `How hard is ${name}?`, lead: (name) => ` ${name} has hardness` },
  use: { question: (name) => `What do they make from ${name}?`, lead: (name) => ` ${name} goes into` },
};

/** `What colour is moppite?`, ` moppite is`, ` grey.` A wrong value is drawn where chance is given. */
export function factExercise(mineral: Mineral, attribute: Attribute, wrongBy?: Rng): Exercise {
  const phrase = FACT_PHRASES[attribute];
  const value = wrongBy ? wrongValue(mineral, attribute, wrongBy) : attributeValue(mineral, attribute);
  return {
    question: phrase.question(mineral.name),
    questionLabel: 'fact',
    lead: phrase.lead(mineral.name),
    answer: [
      { text: ` ${value}`, label: wrongBy ? 'wrong' : 'answer' },
      { text: '.', label: 'fact' },
    ],
  };
}

/** One item by its weight. */
function weighted<T>(items: readonly (readonly [T, number])[], rng: Rng): T {
  let left = rng.uniform() * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) if ((left -= weight) < 0) return item;
  throw new Error('Bug: no weights');
}
