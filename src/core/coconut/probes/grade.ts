/** @file What a model wrote, judged: the answer, and the class of the path before it. [Coconut §5.2, Fig 5] */

import { assertNever } from '../../util/assert';
import { childrenOf, distances } from '../problems/graph';
import type { ArithmeticProblem, Problem, ProntoqaProblem, ProsqaProblem } from '../problems/problem';
import { readChain, readNumberAnswer } from './writtenChain';

export const PATH_CLASSES = [
  'correctPath',
  'longerPath',
  'hallucination',
  'wrongTarget',
  'correctLabel',
  'incorrectLabel',
] as const;

/** Disjoint, and every output is in one of them. */
export type PathClass = (typeof PATH_CLASSES)[number];

export interface Grade {
  readonly answerRight: boolean;
  /** ProsQA alone. */
  readonly pathClass?: PathClass;
  /** ProsQA: the first written step that is no edge or does not follow from the step before it; -1 where all do. */
  readonly firstWrongStep?: number;
  /** Arithmetic: steps whose result is what their left side comes to, of those written. */
  readonly rightSteps?: number;
  readonly writtenSteps?: number;
}

export function grade(problem: Problem, written: string): Grade {
  switch (problem.task) {
    case 'prosqa':
      return gradeProsqa(problem, written);
    case 'prontoqa':
      return gradeProntoqa(problem, written);
    case 'arithmetic':
      return gradeArithmetic(problem, written);
    default:
      return assertNever(problem);
  }
}

/**
 * The operational form of the six classes: a path v0 > ... > vm with a missing edge, or a v0 that the root does not lead to,
 * is a hallucination; one that does not end at the target has a wrong target; it is correct if some shortest path
 * completes it from the front, dist(root, v0) + m = shortest, and longer if not. It holds for whole chains and for those
 * that thoughts have begun alike. What reads as no sentence at all is a hallucination too.
 */
export function gradeProsqa(problem: ProsqaProblem, written: string): Grade {
  const { steps, answer, leftover } = readChain(written);
  const object = answer?.object;
  const subject = answer?.subject;
  const answerRight =
    leftover === '' &&
    object === problem.symbols[problem.target] &&
    (subject === undefined || subject === problem.symbols[problem.root]);
  if (steps.length === 0 && leftover === '')
    return { answerRight, pathClass: answerRight ? 'correctLabel' : 'incorrectLabel', firstWrongStep: -1 };
  const path = steps.map(({ subject: from, object: to }) => [
    problem.symbols.indexOf(from),
    problem.symbols.indexOf(to),
  ]);
  const firstWrongStep = wrongStep(problem, path);
  if (leftover !== '' || firstWrongStep >= 0) return { answerRight, pathClass: 'hallucination', firstWrongStep };
  return { answerRight, pathClass: classOfPath(problem, path), firstWrongStep };
}

function wrongStep(problem: ProsqaProblem, path: readonly (readonly number[])[]): number {
  const children = childrenOf(problem);
  const fromRoot = distances(children, problem.root);
  return path.findIndex(([from = -1, to = -1], i) => {
    const follows = i === 0 ? (fromRoot[from] ?? -1) >= 0 : path[i - 1]?.[1] === from;
    return !follows || !children[from]?.includes(to);
  });
}

function classOfPath(problem: ProsqaProblem, path: readonly (readonly number[])[]): PathClass {
  const start = path[0]?.[0] ?? problem.root;
  const end = path.at(-1)?.[1];
  if (end !== problem.target) return 'wrongTarget';
  const fromRoot = distances(childrenOf(problem), problem.root);
  const length = (fromRoot[start] ?? 0) + path.length;
  return length === fromRoot[problem.target] ? 'correctPath' : 'longerPath';
}

function gradeProntoqa(problem: ProntoqaProblem, written: string): Grade {
  const last = written.replaceAll('<eos>', ' ').trim().split(/\s+/).at(-1)?.replace(/\.$/, '');
  return { answerRight: last === (problem.answer ? 'True' : 'False') };
}

/** The text after the last "#", without commas, compared as a number. [Coconut, run.py compares the text] */
function gradeArithmetic(problem: ArithmeticProblem, written: string): Grade {
  const { steps, answer } = readNumberAnswer(written);
  return {
    answerRight: answer !== undefined && answer === Number(problem.answer),
    writtenSteps: steps.length,
    rightSteps: steps.filter((step) => step.right).length,
  };
}
