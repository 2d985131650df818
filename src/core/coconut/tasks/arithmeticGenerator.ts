/** @file Word problems in GSM8k-Aug's form, `<<48/2=24>>` for each step. Our own sentences, whole numbers only. */

import { pick, rng, type Rng } from '../../util/rng';
import type { NamePools } from '../problems/names';
import type { ArithmeticProblem } from '../problems/problem';
import { splitOfKey, type Split } from './split';

export interface ArithmeticRule {
  /** Fewest and most steps. */
  readonly steps: readonly [number, number];
  /** No number in a problem is larger. */
  readonly largest: number;
}

export const SMALL_ARITHMETIC: ArithmeticRule = { steps: [1, 3], largest: 30 };
export const LONG_ARITHMETIC: ArithmeticRule = { steps: [2, 5], largest: 99 };

const THINGS = ['shells', 'stamps', 'pears', 'coins', 'beads', 'pencils', 'buttons', 'cards'] as const;

type Sign = '+' | '-' | '*' | '/';

/** What may happen to what a person has. `{n}` stands for the number, `{who}` for the person, `{what}` for the things. */
const EVENTS: readonly { readonly sign: Sign; readonly words: string }[] = [
  { sign: '+', words: '{who} finds {n} more {what}.' },
  { sign: '+', words: 'A friend brings {n} more {what}.' },
  { sign: '-', words: '{who} gives away {n} {what}.' },
  { sign: '-', words: '{who} loses {n} {what}.' },
  { sign: '*', words: 'Then {who} has {n} times as many {what}.' },
  { sign: '/', words: 'Then {who} splits them into {n} equal parts and keeps one part.' },
];
const OPENING = '{who} has {n} {what}.';
const QUESTION = 'How many {what} does {who} have now?';

/** Words that the problems are made of, names and numbers left out. */
export const ARITHMETIC_WORDS: readonly string[] = [
  ...new Set(
    [OPENING, QUESTION, ...EVENTS.map((event) => event.words), THINGS.join(' ')].flatMap(
      (words) => words.replace(/\{[a-z]+\}/g, ' ').match(/[A-Za-z]+/g) ?? [],
    ),
  ),
];

interface Change {
  readonly words: string;
  readonly sign: Sign;
  readonly by: number;
  readonly to: number;
}

/**
 * The `index`-th problem of a seed. Numbers stay whole, above zero, and no larger than the rule's largest. No chain of
 * steps is in both splits.
 */
export function arithmeticProblem(
  rule: ArithmeticRule,
  pools: NamePools,
  split: Split,
  seed: number,
  index: number,
): ArithmeticProblem {
  const chance = rng(seed, 'arithmetic', split, index);
  for (;;) {
    const problem = drawProblem(rule, pools, chance);
    if (splitOfKey(problem.steps.join('')) === split) return problem;
  }
}

function drawProblem(rule: ArithmeticRule, pools: NamePools, rng: Rng): ArithmeticProblem {
  const who = pick(pools.people, rng);
  const what = pick(THINGS, rng);
  const say = (words: string, n: number): string =>
    words.replaceAll('{who}', who).replaceAll('{what}', what).replaceAll('{n}', String(n));
  const first = 2 + rng.integer(Math.floor(rule.largest / 2) - 1);
  const changes = changesFrom(first, rule, rng);
  return {
    task: 'arithmetic',
    question: [say(OPENING, first), ...changes.map(({ words, by }) => say(words, by)), say(QUESTION, first)].join(' '),
    steps: changes.map(({ sign, by, to }, i) => `<<${changes[i - 1]?.to ?? first}${sign}${by}=${to}>>`),
    answer: String(changes.at(-1)?.to ?? first),
  };
}

function changesFrom(first: number, rule: ArithmeticRule, rng: Rng): Change[] {
  const count = rule.steps[0] + rng.integer(rule.steps[1] - rule.steps[0] + 1);
  const changes: Change[] = [];
  for (let at = first; changes.length < count;) {
    const change = drawChange(at, rule.largest, rng);
    changes.push(change);
    at = change.to;
  }
  return changes;
}

/** The kind of event first, then a number that keeps it within bounds; an event that has none is drawn again. */
function drawChange(at: number, largest: number, rng: Rng): Change {
  for (;;) {
    const { sign, words } = pick(EVENTS, rng);
    const numbers = Array.from({ length: largest - 1 }, (_, i) => i + 1).filter((by) => fits(at, sign, by, largest));
    if (numbers.length === 0) continue;
    const by = pick(numbers, rng);
    return { words, sign, by, to: applied(at, sign, by) };
  }
}

function fits(at: number, sign: Sign, by: number, largest: number): boolean {
  const to = applied(at, sign, by);
  const isScale = sign === '*' || sign === '/';
  return Number.isInteger(to) && to > 0 && to <= largest && (!isScale || (by > 1 && by <= 9));
}

function applied(at: number, sign: Sign, by: number): number {
  return { '+': at + by, '-': at - by, '*': at * by, '/': at / by }[sign];
}
