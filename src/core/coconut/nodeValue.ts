/**
 * @file Where a model is asked for the value of each node, and what the value is. [Coconut §5.3, Fig 7]
 *
 * After k thoughts and `<eot>` the next step begins with a node at distance k: "Every [A] is a ...". The value of A is the
 * product of the probabilities of its tokens, given the words before. Values are not made to sum to one.
 */

import type { ProsqaProblem } from './problem';
import type { SequenceFormat } from './sequence';

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
  if (style === 'compact') return '';
  return at === 'step' ? 'Every' : `### ${problem.symbols[problem.root]} is a`;
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
