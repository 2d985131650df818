/** @file A problem of any task in the words of its official file. */

import { assertNever } from '../../util/assert';
import type { Problem } from './problem';
import { prontoqaQuestion, prontoqaSteps } from './prontoqaText';
import { prosqaAnswer, prosqaQuestion, prosqaSteps } from './prosqaText';

export interface ProblemText {
  readonly question: string;
  /** [step] */
  readonly steps: readonly string[];
  readonly answer: string;
}

export function problemText(problem: Problem): ProblemText {
  switch (problem.task) {
    case 'prosqa':
      return { question: prosqaQuestion(problem), steps: prosqaSteps(problem), answer: prosqaAnswer(problem) };
    case 'prontoqa':
      return {
        question: prontoqaQuestion(problem),
        steps: prontoqaSteps(problem),
        answer: problem.answer ? 'True' : 'False',
      };
    case 'arithmetic':
      return { question: problem.question, steps: problem.steps, answer: problem.answer };
    default:
      return assertNever(problem);
  }
}
