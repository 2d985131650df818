/**
 * @file Words and pieces of words as token ids: the tokenizer of the thoughts' models.
 *
 * Whole words first, then pieces from the left, the longest that fits (WordPiece), so that a concept is one token or
 * several. `@@` begins a piece that continues a word. A text is cut by one regular expression, which also stands in
 * the exported `tokenizer.json`.
 */

import { assert } from '../../util/assert';

/** Turns text into ids and back; a BPE of the reader's own fits as well. */
export interface TextCodec {
  readonly size: number;
  readonly encode: (text: string) => number[];
  readonly decode: (ids: readonly number[]) => string;
}

export interface SpecialIds {
  readonly pad: number;
  readonly bot: number;
  readonly eot: number;
  readonly thought: number;
  readonly pause: number;
  readonly eos: number;
}

export interface Vocabulary extends TextCodec {
  /** [id] */
  readonly words: readonly string[];
  readonly special: SpecialIds;
}

/** In this order, from id 0. `<thought>` holds the place of a continuous thought and is never looked up. */
export const SPECIAL_WORDS = ['<pad>', '<unk>', '<bot>', '<eot>', '<thought>', '<pause>', '<eos>'] as const;
export const UNKNOWN_ID = 1;

/** Stands before an answer. [Coconut, dataset.py] */
export const ANSWER_MARK = '###';

/** Before a piece that continues a word. WordPiece's own `##` would take the answer's mark `###` for a piece. */
export const CONTINUES = '@@';

export const SPECIAL_IDS: SpecialIds = { pad: 0, bot: 2, eot: 3, thought: 4, pause: 5, eos: 6 };

/**
 * What one word is, before pieces: a special word, a mark of the steps, `is a` and `is not` where the vocabulary has them as one
 * word, letters, digits, or any single sign. White space separates and is dropped; a line break is a word.
 */
const CUT_JOINED = /<[a-z]+>|<<|>>|###|is a\b|is not\b|\p{L}+|\d+|\n|[^\s]/gu;
const CUT_PLAIN = /<[a-z]+>|<<|>>|###|\p{L}+|\d+|\n|[^\s]/gu;

/** @param ownWords words and `@@` pieces after the special ones; each once. */
export function makeVocabulary(ownWords: readonly string[]): Vocabulary {
  const words = [...SPECIAL_WORDS, ...ownWords];
  const ids = new Map(words.map((word, id) => [word, id]));
  assert(ids.size === words.length, 'a word stands twice in the vocabulary');
  const cut = cutOf(words);
  const known = new Map<string, readonly number[]>();
  const encodeWord = (word: string): readonly number[] => {
    const again = known.get(word);
    if (again) return again;
    const pieces = piecesOf(word, ids);
    known.set(word, pieces);
    return pieces;
  };
  return {
    size: words.length,
    words,
    special: SPECIAL_IDS,
    encode: (text) => (text.match(cut) ?? []).flatMap(encodeWord),
    decode: (list) => joined(list.map((id) => words[id] ?? '<unk>')),
  };
}

function cutOf(words: readonly string[]): RegExp {
  return words.includes('is a') ? CUT_JOINED : CUT_PLAIN;
}

/** Greedy from the left; a word with a part that no piece covers is unknown as a whole. */
function piecesOf(word: string, ids: ReadonlyMap<string, number>): number[] {
  const pieces: number[] = [];
  for (let start = 0; start < word.length;) {
    let end = word.length;
    let id: number | undefined;
    for (; end > start && id === undefined; end--) id = ids.get((start > 0 ? CONTINUES : '') + word.slice(start, end));
    if (id === undefined) return [UNKNOWN_ID];
    pieces.push(id);
    start = end + 1;
  }
  return pieces;
}

/** Words with spaces between, pieces and closing marks without. */
function joined(words: readonly string[]): string {
  return words
    .map((word, i) => {
      if (word.startsWith(CONTINUES)) return word.slice(CONTINUES.length);
      const before = words[i - 1];
      const tight = i === 0 || before === '\n' || word === '\n' || /^[.,?:]$/.test(word);
      return tight ? word : ` ${word}`;
    })
    .join('');
}

/** Hugging Face `tokenizer.json` of the same cutting and the same pieces. */
export function vocabularyToTokenizerJson(vocabulary: Vocabulary): string {
  const special = SPECIAL_WORDS.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const cut = { type: 'Split', pattern: { Regex: cutOf(vocabulary.words).source }, behavior: 'Removed', invert: true };
  const vocab = Object.fromEntries(vocabulary.words.map((word, id) => [word, id]));
  return JSON.stringify({
    version: '1.0',
    added_tokens: special,
    normalizer: null,
    pre_tokenizer: cut,
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: CONTINUES, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '<unk>',
      continuing_subword_prefix: CONTINUES,
      max_input_chars_per_word: 100,
      vocab,
    },
  });
}
