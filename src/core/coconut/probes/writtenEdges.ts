/** @file What a model wrote, as a way through the graph: each sentence an edge, there or not. */

import { InputError } from '../../util/assert';
import { distances, childrenOf } from '../problems/graph';
import { parseFact } from '../problems/prontoqaText';
import type { NamedSearchQuestion } from '../tasks/taskTree';

export interface WrittenEdge {
  readonly from: number;
  readonly to: number;
  /** False where the graph has no such edge: a hallucination. [Coconut Fig 6] */
  readonly isThere: boolean;
}

/** One edge a sentence, as long as sentences come; names that the graph does not have make none. */
export function writtenEdges(question: NamedSearchQuestion, written: string): WrittenEdge[] {
  const fromRoot = distances(childrenOf(question), question.root);
  return sentencesOf(written).flatMap((sentence): WrittenEdge[] => {
    const said = factOf(sentence);
    if (!said) return [];
    const [from, to] = said.map((name) => question.symbols.indexOf(name));
    if (from === undefined || to === undefined || from < 0 || to < 0) return [];
    const isThere = question.edges.some(([parent, child]) => parent === from && child === to);
    // ProntoQA's chains say again what has been found of the root: true, and no step of the search.
    if (!isThere && from === question.root && (fromRoot[to] ?? -1) > 0) return [];
    return [{ from, to, isThere }];
  });
}

/** Sentences end in a full stop, the answer has none, or stands behind marks. */
function sentencesOf(written: string): string[] {
  const chain = written.replaceAll('<eos>', ' ').split('###')[0] ?? '';
  return chain.split('.').slice(0, -1);
}

function factOf(sentence: string): readonly [string, string] | undefined {
  try {
    const { subject, predicate } = parseFact(sentence);
    return [subject, predicate.negated ? `not ${predicate.name}` : predicate.name];
  } catch (error) {
    // What reads as no sentence draws nothing; the words themselves stand beside the tree.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
