/** @file The tokenizer of a run: read from a model, or trained on its corpus. */

import { type Bpe, END_OF_TEXT } from '../text/bpe';
import { numberWords, trainBpe } from '../text/bpeTrain';
import { commonCharacters } from '../text/commonCharacters';
import { fromTokenizerJson, toTokenizerJson } from '../text/tokenizerJson';
import { InputError } from '../util/assert';

export interface Tokenizer {
  readonly bpe: Bpe;
  /** Tokens in its vocabulary. */
  readonly vocab: number;
  /** Id of <|endoftext|>. */
  readonly endOfText: number;
}

// Beyond a kilobyte a token the merges hardly change, and the reader waits.
const TRAINING_BYTES_A_TOKEN = 1024;
const LEAST_TRAINING_BYTES = 2 ** 20;
const PIECE_BYTES = 2 ** 14;

/**
 * Trains on some texts, as much of each.
 *
 * @returns `tokenizer.json`; the vocabulary may be smaller than `vocab` where the texts are short
 */
export function trainTokenizer(texts: readonly Uint8Array[], vocab: number): string {
  const bytes = Math.max(LEAST_TRAINING_BYTES, vocab * TRAINING_BYTES_A_TOKEN);
  const pieces = texts.flatMap((text) => spacedPieces(text, bytes / texts.length));
  return toTokenizerJson(trainBpe(pieces, vocab, { forced: [...numberWords(vocab), ...commonCharacters(vocab)] }));
}

/** The text, or so many bytes of it in pieces from its start to its end: what begins with a preface goes on otherwise. */
function spacedPieces(text: Uint8Array, bytes: number): readonly Uint8Array[] {
  if (text.length <= bytes) return [text];
  const count = Math.max(1, Math.floor(bytes / PIECE_BYTES));
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * text.length) / count);
    return text.subarray(from, from + PIECE_BYTES);
  });
}

export function openTokenizer(json: string): Tokenizer {
  const bpe = fromTokenizerJson(json);
  const endOfText = bpe.special.get(END_OF_TEXT);
  if (endOfText === undefined)
    throw new InputError(`The tokenizer has no ${END_OF_TEXT}: take one that marks the end of a text.`);
  return { bpe, vocab: bpe.tokens.length, endOfText };
}
