/** @file Words of a question that a model has no token for: it reads `<unk>` in their place. */

import type { Problem } from './problem';
import { encodeProblem, type Style } from '../curriculum/sequence';
import { makeVocabulary, SPECIAL_WORDS, UNKNOWN_ID, type Vocabulary } from '../curriculum/vocabulary';

export interface UnknownWords {
  /** Tokens of the question that are `<unk>`. */
  readonly unknown: number;
  /** Tokens of the question. */
  readonly all: number;
}

export function unknownWords(problem: Problem, codec: Vocabulary, style: Style): UnknownWords {
  const { question } = encodeProblem(problem, { codec, special: codec.special, style });
  return { unknown: question.filter((id) => id === UNKNOWN_ID).length, all: question.length };
}

/** The vocabulary whose words are these. @param words [id] with the special ones in front */
export function vocabularyOfWords(words: readonly string[]): Vocabulary {
  return makeVocabulary(words.slice(SPECIAL_WORDS.length));
}
