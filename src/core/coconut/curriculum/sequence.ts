/** @file A problem as the tokens that a model sees and learns: question, slots, and what is left in writing. [Coconut §3] */

import { assertNever } from '../../util/assert';
import type { SequenceShape } from './curriculum';
import type { Fact, Problem } from '../problems/problem';
import { problemText, type ProblemText } from '../problems/problemText';
import { candidatesInOrder, pathEdges, symbolOf } from '../problems/prosqaText';
import { ANSWER_MARK, type SpecialIds, type TextCodec } from './vocabulary';

/**
 * `compact`: four tokens a sentence and the bare concept as answer, so that the first token after k thoughts is the node at
 * distance k. `marked`: the same with `###` before the answer; where problems differ in their number of steps, whether the
 * answer comes next and which node comes next are then two questions. `official`: the words of the files, a line break after
 * question and steps, `### ` before the answer.
 */
export const STYLES = ['compact', 'marked', 'official'] as const;
export type Style = (typeof STYLES)[number];

export interface SequenceFormat {
  readonly codec: TextCodec;
  readonly special: SpecialIds;
  readonly style: Style;
}

export interface EncodedProblem {
  readonly question: readonly number[];
  /** [step][token] */
  readonly steps: readonly (readonly number[])[];
  readonly answer: readonly number[];
}

export interface SequenceParts {
  /** Question, and `<bot>` where the method has markers. */
  readonly prompt: readonly number[];
  readonly slots: number;
  readonly fill: 'thought' | 'pause';
  /** `<eot>`, or nothing: given to the model, not asked of it. */
  readonly opening: readonly number[];
  /** The steps that are left, the answer and `<eos>`: what the loss is on. */
  readonly rest: readonly number[];
}

export function encodeProblem(problem: Problem, { codec, style }: SequenceFormat): EncodedProblem {
  const text = textIn(style, problem);
  return {
    question: codec.encode(text.question),
    steps: text.steps.map((step) => codec.encode(step)),
    answer: codec.encode(text.answer),
  };
}

function textIn(style: Style, problem: Problem): ProblemText {
  if (style === 'official') return withLineBreaks(problemText(problem));
  const text = compactText(problem);
  return style === 'marked' ? { ...text, answer: `${ANSWER_MARK} ${text.answer}` } : text;
}

function withLineBreaks({ question, steps, answer }: ProblemText): ProblemText {
  return { question: `${question}\n`, steps: steps.map((step) => `${step}\n`), answer: `${ANSWER_MARK} ${answer}` };
}

/** "Every" and plurals are left to the display. */
export function compactText(problem: Problem): ProblemText {
  switch (problem.task) {
    case 'prosqa': {
      const name = (node: number): string => symbolOf(problem, node);
      const [first, second] = candidatesInOrder(problem);
      const query = `Is ${name(problem.root)} a ${name(first)} or ${name(second)} ?`;
      const say = ([parent, child]: readonly [number, number]): string => `${name(parent)} is a ${name(child)} .`;
      return {
        question: [...problem.edges.map(say), query].join(' '),
        steps: pathEdges(problem.path).map(say),
        answer: name(problem.target),
      };
    }
    case 'prontoqa':
      return {
        question: [...problem.facts.map(compactFact), compactFact(problem.claim).replace(/\.$/, '?')].join(' '),
        steps: problem.proof.flatMap((index) => problem.facts[index] ?? []).map(compactFact),
        answer: problem.answer ? 'True' : 'False',
      };
    case 'arithmetic':
      return problemText(problem);
    default:
      return assertNever(problem);
  }
}

export function compactFact({ subject, predicate }: Fact): string {
  const { kind, negated, name } = predicate;
  return `${subject} ${negated ? 'is not' : kind === 'class' ? 'is a' : 'is'} ${name} .`;
}

export function sequenceParts(encoded: EncodedProblem, shape: SequenceShape, special: SpecialIds): SequenceParts {
  const steps = encoded.steps.slice(shape.droppedSteps).flat().slice(shape.droppedTokens);
  return {
    prompt: shape.markers ? [...encoded.question, special.bot] : encoded.question,
    slots: shape.slots,
    fill: shape.fill,
    opening: shape.markers ? [special.eot] : [],
    rest: [...steps, ...encoded.answer, special.eos],
  };
}
