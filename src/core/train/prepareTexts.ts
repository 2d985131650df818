/** @file From a config's texts to token ids: the tokenizer (the base's, or trained here), the corpus, the watched text. */

import type { TrainConfig } from '../trace/config/config';
import { generateCorpus } from '../text/corpus';
import { InputError } from '../util/assert';
import type { OpenModel, RunPorts } from './ports';
import { type DocumentEvent, documentOf, type SourceText, sourceText } from './sourceText';
import { openTokenizer, trainTokenizer, type Tokenizer } from './tokenizer';
import { trainWindows } from './windows';

/** Of each recipe, for the vocabulary. */
const VOCABULARY_BYTES = 300_000;

export interface PreparedTexts {
  readonly tokenizer: Tokenizer;
  readonly tokenizerJson: string;
  /** Id of <|endoftext|>, which stands before the first token of a text. */
  readonly endOfText: number;
  /** [token] of the corpus. */
  readonly ids: Int32Array;
  /** Whole training windows in the corpus. */
  readonly windows: number;
  readonly document: DocumentEvent;
}

/**
 * What a tokenizer is trained on: a person's own text, or all that the invented world writes. Base, reference and twins
 * share one tokenizer, and one that had seen blog pages alone would cut forum pages into crumbs.
 */
function vocabularyTexts({ corpus, seed }: TrainConfig, text: SourceText): readonly Uint8Array[] {
  if (corpus.kind === 'text') return [text.bytes];
  return (['base', 'noisy', 'clean'] as const).map(
    (recipe) => generateCorpus({ recipe, seed, minBytes: VOCABULARY_BYTES, noise: corpus.noise }).bytes,
  );
}

/** Refuses a corpus that does not fill one batch. */
export function prepareTexts(config: TrainConfig, ports: RunPorts, base: OpenModel | undefined): PreparedTexts {
  const { corpus, watch, seed, model, batch } = config;
  const text = sourceText(corpus, ports, seed, 'train', Infinity);
  const tokenizerJson =
    ports.resume?.tokenizerJson ?? base?.tokenizerJson ?? trainTokenizer(vocabularyTexts(config, text), model.vocab);
  const tokenizer = openTokenizer(tokenizerJson);
  if (tokenizer.vocab > model.vocab)
    throw new InputError(`The tokenizer has ${tokenizer.vocab} tokens, the model only ${model.vocab}.`);
  const whole = tokenizer.bpe.encode(text.bytes).ids;
  const ids = corpus.kind === 'generated' ? whole.subarray(0, corpus.tokens) : whole;
  const windows = trainWindows(ids.length, model.seq);
  if (windows < batch)
    throw new InputError(
      `"${text.name}" has ${ids.length} tokens, and one batch needs ${batch * model.seq}: take a longer text or a smaller preset.`,
    );
  const watched =
    watch.kind === 'text' && corpus.kind === 'text' && watch.name === corpus.name
      ? text
      : sourceText(watch, ports, seed, 'watch', config.watchTokens);
  const document = documentOf(watched, tokenizer, config.watchTokens);
  return { tokenizer, tokenizerJson, endOfText: tokenizer.endOfText, ids, windows, document };
}
