/** @file A vocabulary back from the `tokenizer.json` that `vocabularyToTokenizerJson` wrote. */

import { InputError } from '../../util/assert';
import { isRecord, parseJson } from '../../util/json';
import { makeVocabulary, SPECIAL_WORDS, type Vocabulary } from './vocabulary';

/** @param fileName how a refusal names the file */
export function vocabularyFromTokenizerJson(json: string, fileName: string): Vocabulary {
  const wrong = (): InputError =>
    new InputError(`${fileName} is not a vocabulary of words: choose a model that was trained with thoughts.`);
  const file = parseJson(json, () => `${fileName} is not JSON: save or download the file again.`);
  const model = isRecord(file) ? file['model'] : undefined;
  const vocab = isRecord(model) && model['type'] === 'WordPiece' ? model['vocab'] : undefined;
  if (!isRecord(vocab)) throw wrong();
  const words: string[] = [];
  for (const [word, id] of Object.entries(vocab)) if (typeof id === 'number') words[id] = word;
  const isWhole = words.length === Object.keys(vocab).length && SPECIAL_WORDS.every((word, id) => words[id] === word);
  if (!isWhole || words.includes('')) throw wrong();
  return makeVocabulary(words.slice(SPECIAL_WORDS.length));
}
