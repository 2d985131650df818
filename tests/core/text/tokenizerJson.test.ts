import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { trainBpe } from '../../../src/core/text/bpeTrain';
import { fromTokenizerJson, toTokenizerJson } from '../../../src/core/text/tokenizerJson';
import { InputError } from '../../../src/core/util/assert';

// Made by Hugging Face's `tokenizers`: its training, its file, its ids.
const golden: {
  text: string;
  vocab: number;
  special: string[];
  tokenizerJson: string;
  samples: { text: string; ids: number[] }[];
} = JSON.parse(readFileSync(new URL('../../golden/tokenizer_golden.json', import.meta.url), 'utf8'));

const utf8 = (text: string) => new TextEncoder().encode(text);
const ours = trainBpe(utf8(golden.text), golden.vocab, { special: golden.special.slice(1) });
const theirs = fromTokenizerJson(golden.tokenizerJson);

describe('equals the Hugging Face library', () => {
  test('in what it learns', () => {
    expect(ours.tokens).toEqual(theirs.tokens);
    expect(ours.merges).toEqual(theirs.merges);
  });

  test('in its file, but for the way a merge is written', () => {
    const file = JSON.parse(golden.tokenizerJson);
    const merges = file.model.merges.map((pair: string[]) => pair.join(' '));
    const expected = { ...file, model: { ...file.model, merges } };
    expect(JSON.parse(toTokenizerJson(ours))).toEqual(expected);
  });

  for (const { text, ids } of golden.samples)
    test(`in the ids of ${JSON.stringify(text).slice(0, 40)}`, () => {
      expect([...ours.encode(utf8(text)).ids]).toEqual(ids);
      expect([...theirs.encode(utf8(text)).ids]).toEqual(ids);
    });
});

test('what is written is read', () => {
  const again = fromTokenizerJson(toTokenizerJson(ours));
  expect(again.tokens).toEqual(ours.tokens);
  expect(again.special).toEqual(ours.special);
  expect(again.merges).toEqual(ours.merges);
});

test('words that objects inherit are words like any other', () => {
  const bpe = trainBpe(utf8('constructor __proto__ prototype toString\n'.repeat(40)), 400);
  const words = bpe.tokens.map((token) => new TextDecoder().decode(token));
  expect(words).toContain('constructor');
  expect(fromTokenizerJson(toTokenizerJson(bpe)).tokens).toEqual(bpe.tokens);
});

describe('refuses with a sentence', () => {
  const edited = (edit: (file: Record<string, Record<string, unknown>>) => void): string => {
    const file = JSON.parse(golden.tokenizerJson);
    edit(file);
    return JSON.stringify(file);
  };
  const model = (change: object) => edited((file) => Object.assign(file.model ?? {}, change));
  const vocab: Record<string, number> = JSON.parse(golden.tokenizerJson).model.vocab;
  const cases: Readonly<Record<string, readonly [string, RegExp]>> = {
    'what is no JSON': ['{', /it is not JSON/],
    'a list': ['[]', /not a tokenizer/],
    'another model': [model({ type: 'WordPiece' }), /its model is not that/],
    'another cut': [edited((file) => Object.assign(file, { pre_tokenizer: { type: 'Whitespace' } })), /pre-tokenizer/],
    'a normalizer': [edited((file) => Object.assign(file, { normalizer: { type: 'NFC' } })), /its normalizer is not/],
    'a hole in the ids': [model({ vocab: { ...vocab, '!': 5000 } }), /not the whole numbers from 0/],
    'an id twice': [model({ vocab: { ...vocab, '!': 7 } }), /not the whole numbers from 0/],
    'an id out of bounds': [model({ vocab: { ...vocab, '!': 70_000 } }), /not a table of at most 65,536 ids/],
    'a token that is no bytes': [model({ vocab: { ...vocab, 日本: golden.vocab } }), /token 400 is not written/],
    'a byte without a token': [
      model({ vocab: Object.fromEntries(Object.entries(vocab).map(([k, i]) => [k === '!' ? '!!!!' : k, i])) }),
      /byte 33 has no token/,
    ],
    'a merge of nothing': [model({ merges: ['ab'] }), /merge "ab" names no two tokens/],
    'a merge to no token': [model({ merges: [['!', '"']] }), /names no two tokens/],
  };
  for (const [what, [json, sentence]] of Object.entries(cases))
    test(what, () => {
      const read = () => fromTokenizerJson(json, 'their.json');
      expect(read).toThrow(InputError);
      expect(read).toThrow(sentence);
      expect(read).toThrow(/^their\.json cannot be used: .*\.$/);
    });
});
