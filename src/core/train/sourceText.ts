/** @file The text that a config names: a person's, or one generated from the seed. */

import type { CorpusRecipe, TextSource } from '../trace/config/config';
import type { RunEvent } from '../trace/events';
import { generateCorpus, labelTokens } from '../text/corpus';
import { InputError } from '../util/assert';
import type { RunPorts } from './ports';
import type { Tokenizer } from './tokenizer';

export interface SourceText {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** [byte] index into `labels`, where the text was generated. */
  readonly labelOf?: Uint8Array;
  readonly labels?: readonly string[];
}

export type DocumentEvent = Extract<RunEvent, { kind: 'document' }>;

// Byte pairs of this size give three to four bytes a token on the generated corpora; with five, a text is long enough.
const BYTES_PER_TOKEN = 5;

/**
 * @param split what is watched or held out is never a page of what is trained on
 * @param tokens the text may be cut after about so many
 */
export function sourceText(
  source: TextSource,
  { texts }: Pick<RunPorts, 'texts'>,
  seed: number,
  split: 'train' | 'watch',
  tokens: number,
): SourceText {
  if (source.kind === 'generated') {
    const { recipe, noise } = source;
    const minBytes = Math.min(source.tokens, tokens) * BYTES_PER_TOKEN;
    const { bytes, labelOf, labels } = generateCorpus({ recipe, seed, minBytes, noise, split });
    return { name: GENERATED_NAMES[recipe], bytes, labelOf, labels };
  }
  const bytes = texts[source.name];
  if (!bytes) throw new InputError(`The text "${source.name}" is not here: choose the file again.`);
  if (bytes.length === 0) throw new InputError(`"${source.name}" is empty: choose a file with text in it.`);
  return { name: source.name, bytes };
}

const GENERATED_NAMES: Readonly<Record<CorpusRecipe, string>> = {
  noisy: 'a generated noisy page',
  clean: 'generated clean questions',
  base: 'generated blog pages',
  tool: 'generated worked solutions',
};

/** The first `maxTokens` tokens of a text, as the event that a run tells. */
export function documentOf(text: SourceText, tokenizer: Tokenizer, maxTokens: number): DocumentEvent {
  const { ids, byteEnd } = tokenizer.bpe.encode(text.bytes);
  const tokens = Math.min(ids.length, maxTokens);
  const ends = byteEnd.slice(0, tokens);
  return {
    kind: 'document',
    name: text.name,
    textBytes: text.bytes.slice(0, ends.at(-1) ?? 0),
    ids: ids.slice(0, tokens),
    byteEnd: ends,
    ...(text.labelOf && text.labels ? { kindOf: labelTokens(text.labelOf, ends), kinds: text.labels } : {}),
  };
}
