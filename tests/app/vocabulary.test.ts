import { expect, test } from 'vitest';
import { textOfVocabulary } from '../../src/app/pages/tokens/reading/useVocabulary';
import { trainBpe } from '../../src/core/text/bpeTrain';
import { toTokenizerJson } from '../../src/core/text/tokenizerJson';
import { encodeUtf8 } from '../../src/core/util/utf8';

const table = trainBpe(encodeUtf8('a rose is a rose is a rose\n'.repeat(8)), 280);

test('every id of a tokenizer has its words, whether a text holds it or not', () => {
  const textOf = textOfVocabulary(toTokenizerJson(table));
  const rose = table.tokens.findIndex((bytes) => new TextDecoder().decode(bytes) === ' rose');
  expect(rose).toBeGreaterThan(255);
  expect(textOf?.(rose)).toBe(' rose');
  expect(table.tokens.filter((_, id) => /^#\d/.test(textOf?.(id) ?? ''))).toEqual([]);
  expect(textOf?.(table.tokens.length)).toBe(`#${table.tokens.length}`);
});

test('what is not a tokenizer gives none', () => {
  expect(textOfVocabulary('<!doctype html>')).toBeUndefined();
  expect(textOfVocabulary('{}')).toBeUndefined();
});
