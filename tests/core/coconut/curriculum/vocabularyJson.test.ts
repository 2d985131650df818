import { expect, test } from 'vitest';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { compactVocabulary, officialVocabulary } from '../../../../src/core/coconut/curriculum/vocabularies';
import { vocabularyToTokenizerJson } from '../../../../src/core/coconut/curriculum/vocabulary';
import { vocabularyFromTokenizerJson } from '../../../../src/core/coconut/curriculum/vocabularyJson';

const pools = namePools(4, 14, 3);

for (const [name, vocabulary] of Object.entries({
  compact: compactVocabulary(pools),
  official: officialVocabulary(pools),
}))
  test(`${name}: comes back from its file, word for word and in its way of cutting`, () => {
    const read = vocabularyFromTokenizerJson(vocabularyToTokenizerJson(vocabulary), 'tokenizer.json');
    expect(read.words).toEqual(vocabulary.words);
    const text = 'Ada is a bempus . <bot> Is Ada a dumpus or 12 ?';
    expect(read.encode(text)).toEqual(vocabulary.encode(text));
  });

test('what is no vocabulary of words is refused with its name', () => {
  for (const json of ['{}', '{"model":{"type":"BPE","vocab":{}}}', '{"model":{"type":"WordPiece","vocab":{"a":0}}}'])
    expect(() => vocabularyFromTokenizerJson(json, 'x.json')).toThrow('x.json is not a vocabulary of words');
  expect(() => vocabularyFromTokenizerJson('{', 'x.json')).toThrow('x.json is not JSON');
});
