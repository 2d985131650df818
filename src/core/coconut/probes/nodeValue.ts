/**
 * @file Where a model is asked for the value of each node, and what the value is. [Coconut §5.3, Fig 7]
 *
 * After k thoughts and `<eot>` the next step begins with a node at distance k: "Every [A] is a ...". The value of A is the
 * product of the probabilities of its tokens, given the words before. Values are not made to sum to one.
 */

import { assertNever } from '../../util/assert';
import { ANSWER_MARK } from '../curriculum/vocabulary';
import type { Problem, ProntoqaProblem, ProsqaProblem } from '../problems/problem';
import { factSentence } from '../problems/prontoqaText';
import { compactFact, type SequenceFormat } from '../curriculum/sequence';
import { ontologyQuestion, predicateName, resultQuestion, stepLabel, sumOf } from '../tasks/taskTree';

export interface ReadOut {
  /** Words that are given before the concept. The paper does not say whether "Every" is a factor; here it is given. */
  readonly context: readonly number[];
  /** [node][token] */
  readonly concepts: readonly (readonly number[])[];
}

/** Asked at the first word of the next step, or at the answer. */
export function readOut(problem: ProsqaProblem, { codec, style }: SequenceFormat, at: 'step' | 'answer'): ReadOut {
  const context = contextWords(problem, style, at);
  const given = codec.encode(context);
  return {
    context: given,
    // Encoded together with what stands before: a byte-level BPE joins the space to the word.
    concepts: problem.symbols.map((symbol) => codec.encode(`${context} ${symbol}`.trimStart()).slice(given.length)),
  };
}

function contextWords(problem: ProsqaProblem, style: SequenceFormat['style'], at: 'step' | 'answer'): string {
  if (style !== 'official') return style === 'marked' && at === 'answer' ? ANSWER_MARK : '';
  return at === 'step' ? 'Every' : `### ${problem.symbols[problem.root]} is a`;
}

/** How the next step may say that it is about a node of the task's search tree. */
export interface ValueReadOut {
  readonly context: readonly number[];
  /** [node][way][token]; no way at all for a node that no step is about */
  readonly ways: readonly (readonly (readonly number[])[])[];
  /** The word with which an answer begins: a value is a node's chance given that the model goes on in steps, P / (1 - P(mark)). */
  readonly mark?: number | undefined;
}

/**
 * ProsQA: the step begins with the node. ProntoQA: the step begins with the concept, or says that something has the
 * property; in official words it says what the entity is. Arithmetic: the step is this sum; a node stands for a step of one
 * number, so after k thoughts only those of step k + 1 have a chance.
 */
export function valueReadOut(problem: Problem, format: SequenceFormat, thoughts: number): ValueReadOut {
  const { codec, style } = format;
  switch (problem.task) {
    case 'prosqa': {
      const { context, concepts } = readOut(problem, format, 'step');
      return { context, ways: concepts.map((ids) => [ids]), mark: markOf(format) };
    }
    case 'prontoqa':
      return {
        context: [],
        ways: ontologyWays(problem, style).map((texts) => texts.map((text) => codec.encode(text))),
      };
    case 'arithmetic': {
      const { symbols } = resultQuestion(problem);
      const isNext = (symbol: string): boolean => symbol.startsWith(stepLabel(thoughts + 1, ''));
      return {
        context: [],
        ways: symbols.map((symbol) => (isNext(symbol) ? [codec.encode(`<<${sumOf(symbol)}>>`)] : [])),
      };
    }
    default:
      return assertNever(problem);
  }
}

/** In official words "Every" is given, which says as much. */
function markOf({ codec, style }: SequenceFormat): number | undefined {
  return style === 'marked' ? codec.encode(ANSWER_MARK)[0] : undefined;
}

/** [node][way] */
function ontologyWays(problem: ProntoqaProblem, style: SequenceFormat['style']): string[][] {
  const { facts, claim } = problem;
  return ontologyQuestion(problem).symbols.map((symbol) => {
    const saying = facts.filter(({ predicate }) => predicateName(predicate) === symbol);
    if (style === 'official') {
      const [known] = saying;
      return known ? [factSentence({ ...known, subject: claim.subject, form: 'name' }).slice(0, -1)] : [];
    }
    const isSubject = symbol === claim.subject || facts.some(({ subject }) => subject === symbol);
    return isSubject ? [symbol] : saying.map((fact) => compactFact(fact).slice(0, -' .'.length));
  });
}

/**
 * @param logProbability [token] nats, of each token of the concept given all before it
 * @returns 0..1
 */
export function nodeValue(logProbability: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < logProbability.length; i++) sum += logProbability[i] ?? 0;
  return Math.exp(sum);
}
