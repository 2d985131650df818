import { expect, test } from 'vitest';
import { commonCharacters } from '../../../src/core/text/commonCharacters';
import { openTokenizer, trainTokenizer } from '../../../src/core/train/tokenizer';
import { encodeUtf8 } from '../../../src/core/util/utf8';

test('a large vocabulary has the letters of other scripts whole, though its text lacks them', () => {
  const { bpe, vocab } = openTokenizer(trainTokenizer([encodeUtf8('the cat sat on the mat. '.repeat(50))], 4096));
  expect(vocab).toBeLessThanOrEqual(4096);
  for (const character of ['é', 'ß', 'Ж', 'я', 'Ω', 'λ', 'ש', 'ب', '“', '—', '€', '→', 'ł', 'ğ'])
    expect(bpe.encode(encodeUtf8(character)).ids.length, character).toBe(1);
  // What it does not know whole it still reads, byte by byte.
  const other = encodeUtf8('漢字 🦉');
  expect(bpe.decode(bpe.encode(other).ids)).toEqual(other);
});

test('a small vocabulary spends nothing on them', () => {
  expect(commonCharacters(1024)).toEqual([]);
  expect(new Set(commonCharacters(4096)).size).toBe(commonCharacters(4096).length);
});
