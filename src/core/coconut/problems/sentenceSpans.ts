/** @file Where each edge of a problem stands among the tokens of its question. */

import type { Problem } from './problem';
import { encodeProblem, type SequenceFormat } from '../curriculum/sequence';

/** Columns [first, end) of the question, the full stop included. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** @returns [edge] sentences in the order in which they are told; none for arithmetic, whose text tells no edges */
export function sentenceSpans(problem: Problem, format: SequenceFormat): Span[] {
  if (problem.task === 'arithmetic') return [];
  const edges = problem.task === 'prosqa' ? problem.edges.length : problem.facts.length;
  const [stop] = format.codec.encode('.');
  const ends = encodeProblem(problem, format).question.flatMap((id, column) => (id === stop ? [column + 1] : []));
  return ends.slice(0, edges).map((end, edge) => ({ first: ends[edge - 1] ?? 0, end }));
}
