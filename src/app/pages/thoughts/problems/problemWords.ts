/** @file A problem in a line: what a list shows and what a search looks through. */

import type { Problem } from '../../../../core/coconut/problems/problem';
import { stepCount } from '../../../../core/coconut/problems/problem';
import { problemText } from '../../../../core/coconut/problems/problemText';
import { assertNever } from '../../../../core/util/assert';

export interface ProblemLine {
  /** The question itself, without what is told before it. */
  readonly asks: string;
  readonly size: string;
}

export function problemLine(problem: Problem): ProblemLine {
  const steps = stepCount(problem);
  const stepWords = steps === 1 ? 'one step' : `${steps} steps`;
  switch (problem.task) {
    case 'prosqa':
      return { asks: lastSentence(problemText(problem).question), size: `${problem.nodes} nodes, ${stepWords}` };
    case 'prontoqa':
      return { asks: lastSentence(problemText(problem).question), size: `${problem.facts.length} facts, ${stepWords}` };
    case 'arithmetic':
      return { asks: problem.question, size: stepWords };
    default:
      return assertNever(problem);
  }
}

function lastSentence(question: string): string {
  const start = Math.max(question.lastIndexOf('Is '), question.lastIndexOf('True or false:'));
  return question.slice(Math.max(0, start));
}

/** Every word that is looked for stands somewhere in the problem's own words. */
export function isFound(haystack: string, query: string): boolean {
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

export function haystackOf(problem: Problem): string {
  const { question, steps, answer } = problemText(problem);
  return [question, ...steps, answer].join(' ').toLowerCase();
}
