/** @file The vocabularies of the three tasks: few whole words for small models, words and pieces for real files. */

import { ENDING, ONSETS, RIMES, type NamePools } from '../problems/names';
import { ANSWER_MARK, CONTINUES, makeVocabulary, type Vocabulary } from './vocabulary';

/** The grammar of four-token sentences: `lempus` `is a` `grimpus` `.`, and of their questions. */
const COMPACT_GRAMMAR = ['is a', 'is', 'is not', '.', 'Is', 'a', 'or', '?', 'True', 'False'];

/** One token for each name. @param isMarked whether answers are marked */
export function compactVocabulary(pools: NamePools, isMarked = false): Vocabulary {
  const mark = isMarked ? [ANSWER_MARK] : [];
  return makeVocabulary([...COMPACT_GRAMMAR, ...mark, ...pools.people, ...pools.concepts, ...pools.properties]);
}

const OFFICIAL_GRAMMAR = 'Every Each every each is are not a an Is or True False false . ? : , ### \n'.split(' ');
const SIGNS = ['<<', '>>', '+', '-', '*', '/', '=', '(', ')', '%', '$', "'", '"', '!', ';'];

/**
 * The words of the official files. Invented nouns are a beginning and a middle with the ending (`l` `@@empus`), so a concept is
 * two tokens or more; whatever else is spelled by letters and digits, so that every file can be read.
 */
export function officialVocabulary(pools: NamePools, moreWords: readonly string[] = []): Vocabulary {
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
  const middles = RIMES.flatMap((rime) => [`${CONTINUES}${rime}${ENDING}`, `${CONTINUES}${rime}${ENDING}es`]);
  const starts = ONSETS.flatMap((onset) => [onset, onset.charAt(0).toUpperCase() + onset.slice(1)]);
  const words = [
    ...OFFICIAL_GRAMMAR,
    ...SIGNS,
    ...pools.people,
    ...pools.properties,
    ...moreWords,
    ...starts,
    ...middles,
    ...letters,
    ...letters.map((letter) => `${CONTINUES}${letter}`),
  ];
  return makeVocabulary([...new Set(words)]);
}

/** Whole numbers up to `largest` as one token each, longer ones by digits. */
export function arithmeticVocabulary(words: readonly string[], largest: number): Vocabulary {
  const numbers = Array.from({ length: largest + 1 }, (_, number) => String(number));
  const digits = [...'0123456789'].map((digit) => `${CONTINUES}${digit}`);
  return makeVocabulary([...new Set(['.', '?', ',', '###', '\n', ...SIGNS, ...numbers, ...digits, ...words])]);
}
