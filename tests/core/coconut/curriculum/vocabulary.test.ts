import { expect, test } from 'vitest';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { parseProblems } from '../../../../src/core/coconut/problems/problemJson';
import { problemText } from '../../../../src/core/coconut/problems/problemText';
import {
  arithmeticVocabulary,
  compactVocabulary,
  officialVocabulary,
} from '../../../../src/core/coconut/curriculum/vocabularies';
import {
  makeVocabulary,
  SPECIAL_IDS,
  SPECIAL_WORDS,
  vocabularyToTokenizerJson,
} from '../../../../src/core/coconut/curriculum/vocabulary';
import { officialFile } from '../fixtures';

const pools = namePools(4, 14, 6);

test('special ids are the places of the special words', () => {
  for (const [name, id] of Object.entries(SPECIAL_IDS)) expect(SPECIAL_WORDS[id]).toBe(`<${name}>`);
  expect(makeVocabulary([]).encode('<bot><eot> <eos>')).toEqual([SPECIAL_IDS.bot, SPECIAL_IDS.eot, SPECIAL_IDS.eos]);
});

test('a compact sentence is four tokens, a question seven', () => {
  const { encode, decode } = compactVocabulary(pools);
  expect(encode('Ada is a brimpus .')).toHaveLength(4);
  expect(encode('brimpus is not happy .').length).toBe(4);
  expect(encode('Is Ada a brimpus or bempus ?')).toHaveLength(7);
  expect(decode(encode('Ada is a brimpus . brimpus is a bempus . bempus'))).toBe(
    'Ada is a brimpus. brimpus is a bempus. bempus',
  );
});

test('pieces are the longest that fit, from the left; a gap makes the word unknown', () => {
  const { encode, words } = makeVocabulary(['l', 'le', '@@mpus', '@@m', '@@p', '@@empus']);
  const pieces = (text: string): string[] => encode(text).map((id) => words[id]!);
  expect(pieces('lempus')).toEqual(['le', '@@mpus']);
  expect(pieces('lemp')).toEqual(['le', '@@m', '@@p']);
  expect(pieces('lemq')).toEqual(['<unk>']);
});

test('numbers up to the largest are one token, longer ones more, and all come back', () => {
  const { encode, decode } = arithmeticVocabulary(['pears'], 30);
  expect(encode('<<24+6=30>>')).toHaveLength(7);
  expect(encode('31')).toHaveLength(2);
  expect(decode(encode('<<24+310=334>>')).replaceAll(' ', '')).toBe('<<24+310=334>>');
});

test('an official concept is two tokens or more', () => {
  const { encode, words } = officialVocabulary(namePools(17, 40));
  expect(encode('lempus').map((id) => words[id])).toEqual(['l', '@@empus']);
  expect(encode('Grimpuses').map((id) => words[id])).toEqual(['Gr', '@@impuses']);
  expect(encode('boompus').length).toBeGreaterThan(2);
});

for (const name of ['prosqa_valid.json', 'prontoqa_valid.json', 'gsm8k_aug_valid.json']) {
  const json = officialFile(name);
  test.skipIf(json === undefined)(`${name}: every word of the official file can be read and comes back`, () => {
    const { encode, decode } = officialVocabulary(namePools(17, 40));
    const solid = (text: string): string => text.replace(/\s/g, '');
    for (const problem of parseProblems(json!).slice(0, 100)) {
      const { question, steps } = problemText(problem);
      for (const text of [question, ...steps]) {
        // Curly quotes and the like are outside this vocabulary.
        const plain = text.replace(/[^\w\s.,?:<>+*/=()%$'"!;-]/g, '');
        expect(encode(plain)).not.toContain(1);
        expect(solid(decode(encode(plain)))).toBe(solid(plain));
      }
    }
  });
}

test('tokenizer.json carries the same words and the same cutting', () => {
  const vocabulary = compactVocabulary(pools);
  const json = JSON.parse(vocabularyToTokenizerJson(vocabulary));
  expect(json.model.type).toBe('WordPiece');
  expect(Object.keys(json.model.vocab)).toEqual(vocabulary.words);
  const cut = new RegExp(json.pre_tokenizer.pattern.Regex, 'gu');
  expect('Is Ada a gorpus or bempus ?<bot>'.match(cut)).toEqual([
    'Is',
    'Ada',
    'a',
    'gorpus',
    'or',
    'bempus',
    '?',
    '<bot>',
  ]);
  expect('this is a gorpus.'.match(cut)).toEqual(['this', 'is a', 'gorpus', '.']);
});
