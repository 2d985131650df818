/** @file The tokenizer of a run: read from a model, or trained on its corpus. */

import { type Bpe, END_OF_TEXT } from '../text/bpe';
import { numberWords, trainBpe } from '../text/bpeTrain';
import { fromTokenizerJson, toTokenizerJson } from '../text/tokenizerJson';
import { InputError } from '../util/assert';

export interface Tokenizer {
  readonly bpe: Bpe;
  /** Tokens in its vocabulary. */
  readonly vocab: number;
  /** Id of <|endoftext|>. */
  readonly endOfText: number;
}

// Beyond a megabyte the merges of a vocabulary of a thousand hardly change, and the reader waits.
const TRAINING_BYTES = 2 ** 20;

/**
 * Trains on the starts of some texts, as much of each.
 *
 * @returns `tokenizer.json`; the vocabulary may be smaller than `vocab` where the texts are short
 */
export function trainTokenizer(texts: readonly Uint8Array[], vocab: number): string {
  const starts = texts.map((text) => text.subarray(0, TRAINING_BYTES / texts.length));
  return toTokenizerJson(trainBpe(starts, vocab, { forced: numberWords(vocab) }));
}

export function openTokenizer(json: string): Tokenizer {
  const bpe = fromTokenizerJson(json);
  const endOfText = bpe.special.get(END_OF_TEXT);
  if (endOfText === undefined)
    throw new InputError(`The tokenizer has no ${END_OF_TEXT}: take one that marks the end of a text.`);
  return { bpe, vocab: bpe.tokens.length, endOfText };
}
