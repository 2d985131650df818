/** The corpora of the English model: read whole, held-out documents apart, doubles left out. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Corpus, readCorpora, trainingText } from '../../src/cli/english/corpora';
import { wrapLines } from '../../src/cli/english/wrapLines';
import { END_OF_TEXT } from '../../src/core/text/bpe';

let corpora: readonly Corpus[] = [];
beforeAll(async () => {
  corpora = await readCorpora();
});

/** Letters alone, so that line breaks and quotes hide nothing. */
const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');

describe('corpora', () => {
  test('hold what their packages hold', () => {
    const lengths = corpora.map(({ name, train }) => [name, train.join('').length] as const);
    expect(lengths.map(([name]) => name)).toEqual(['addresses', 'novel', 'dictionary', 'almanac']);
    const wanted = [10.6e6, 1.1e6, 10.2e6, 4.2e6];
    for (const [i, [, length]] of lengths.entries()) expect(length).toBeGreaterThan(wanted[i] ?? 0);
    for (const { heldOut } of corpora) expect(heldOut.join('').length).toBeGreaterThan(40_000);
  });

  test.each(['addresses', 'novel', 'dictionary'])('no passage that is held out of the %s is trained on', (name) => {
    const { train, heldOut } = corpora.find((corpus) => corpus.name === name)!;
    const trained = letters(train.join(' '));
    const text = letters(heldOut.join(' '));
    const passages = Array.from({ length: 100 }, (_, i) => {
      const from = Math.floor((i * (text.length - 60)) / 100);
      return text.slice(from, from + 60);
    });
    expect(passages.filter((passage) => trained.includes(passage))).toEqual([]);
  });

  test('the text that is trained on has the novel with and without line ends, and ends of documents', () => {
    const text = trainingText(corpora);
    expect(text.split('Call me Ishmael.').length - 1).toBe(2);
    const documents = text.split(END_OF_TEXT);
    expect(documents.length).toBe(
      corpora.reduce((sum, { name, train }) => sum + (name === 'novel' ? 2 : 1) * train.length, 0),
    );
    expect(documents.some((each) => each.includes('abstraction: a general concept'))).toBe(true);
  });
});

test('lines are broken at spaces alone, and no letter is lost', () => {
  const text = `${'many words in a row '.repeat(20)}\n\nshort\n${'x'.repeat(100)} end`;
  const wrapped = wrapLines(text);
  expect(wrapped.replaceAll('\n', ' ')).toBe(text.replaceAll('\n', ' '));
  for (const line of wrapped.split('\n')) expect(line.length <= 72 || !line.includes(' ')).toBe(true);
});
