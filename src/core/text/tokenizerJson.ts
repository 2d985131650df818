/**
 * @file A tokenizer as Hugging Face's `tokenizer.json`, both ways. The `tokenizers` library reads what we write to
 * equal ids; we read byte-level BPE with GPT-2's cut, ours or another's, and refuse the rest with a sentence.
 */

import * as v from 'valibot';
import { InputError } from '../util/assert';
import { parseJson } from '../util/json';
import { encodeUtf8 } from '../util/utf8';
import { type Bpe, bpeOf, type BpeTable, type Merge } from './bpe';
import { readBytes, writtenBytes } from './bpeAlphabet';

const LIMIT_CHARACTERS = 16 * 2 ** 20;
const LIMIT_VOCAB = 65_536;

const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true } as const;

export function toTokenizerJson({ tokens, special, merges }: BpeTable): string {
  const names = new Map([...special].map(([name, id]) => [id, name]));
  const written = tokens.map((token, id) => names.get(id) ?? writtenBytes(token));
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...special].map(([content, id]) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL,
    post_processor: null,
    decoder: { ...BYTE_LEVEL, add_prefix_space: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(written.map((token, id) => [token, id])),
      // With a blank between the two: every version of the library reads this form, and no written byte is a blank.
      merges: merges.map(({ left, right }) => `${written[left]} ${written[right]}`),
    },
  });
}

/** @param fileName how a sentence names the file */
export function fromTokenizerJson(json: string, fileName = 'tokenizer.json'): Bpe {
  const refuse = (why: string) => new InputError(`${fileName} cannot be used: ${why}`);
  if (json.length > LIMIT_CHARACTERS) throw refuse('it is larger than 16 MB.');
  const { vocab, merges, added } = parse(json, refuse);
  const special = new Map(added.map(({ content, id }) => [content, id]));
  const ids = new Map([...Object.entries(vocab), ...special]);
  const tokens = Array.from({ length: ids.size }, (): Uint8Array => new Uint8Array(0));
  const taken = new Set<number>();
  for (const [written, id] of ids) {
    const bytes = special.has(written) ? encodeUtf8(written) : readBytes(written);
    if (!bytes || bytes.length === 0) throw refuse(`token ${id} is not written in GPT-2's byte characters.`);
    if (taken.has(id) || id >= ids.size) throw refuse('its ids are not the whole numbers from 0, each once.');
    taken.add(id);
    tokens[id] = bytes;
  }
  for (let byte = 0; byte < 256; byte++)
    if (!ids.has(writtenBytes(Uint8Array.of(byte)))) throw refuse(`byte ${byte} has no token.`);
  return bpeOf({ tokens, special, merges: merges.map((merge) => readMerge(merge, ids, refuse)) });
}

type Refuse = (why: string) => InputError;

function readMerge(written: string | readonly string[], ids: ReadonlyMap<string, number>, refuse: Refuse): Merge {
  const [leftText = '', rightText = '', ...more] = typeof written === 'string' ? written.split(' ') : written;
  const left = ids.get(leftText);
  const right = ids.get(rightText);
  const merged = ids.get(leftText + rightText);
  if (left === undefined || right === undefined || merged === undefined || more.length > 0)
    throw refuse(`its merge "${written.toString().slice(0, 100)}" names no two tokens.`);
  return { left, right, merged };
}

const unknownKind = (what: string) => `${what} is not that of a byte-level BPE with GPT-2's cut`;
const none = (what: string) => v.nullish(v.null(unknownKind(what)));
const off = (what: string) => v.nullish(v.literal(false, unknownKind(what)), false);
const id = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(LIMIT_VOCAB - 1, 'it has more than 65,536 tokens'),
);

// Not a `record`: valibot passes over keys such as `constructor`, and that is a word like any other.
const isVocab = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((number) => v.is(id, number));

const tokenizerSchema = v.object(
  {
    normalizer: none('its normalizer'),
    added_tokens: v.nullish(
      v.array(
        v.object({
          id,
          content: v.pipe(v.string(), v.minLength(1, 'it names a special token ""')),
          single_word: off('an added token'),
          lstrip: off('an added token'),
          rstrip: off('an added token'),
        }),
      ),
      [],
    ),
    pre_tokenizer: v.object(
      {
        type: v.literal('ByteLevel', unknownKind('its pre-tokenizer')),
        add_prefix_space: v.literal(false, unknownKind('its pre-tokenizer')),
        use_regex: v.nullish(v.literal(true, unknownKind('its pre-tokenizer')), true),
      },
      unknownKind('its pre-tokenizer'),
    ),
    model: v.object(
      {
        // Files of old name no type.
        type: v.nullish(v.literal('BPE', unknownKind('its model')), 'BPE'),
        dropout: none('its dropout'),
        continuing_subword_prefix: v.nullish(v.literal('', unknownKind('its prefix'))),
        end_of_word_suffix: v.nullish(v.literal('', unknownKind('its suffix'))),
        byte_fallback: off('its fallback'),
        ignore_merges: off('its model'),
        vocab: v.custom<Readonly<Record<string, number>>>(
          isVocab,
          'its vocabulary is not a table of at most 65,536 ids',
        ),
        merges: v.array(v.union([v.string(), v.pipe(v.array(v.string()), v.length(2))])),
      },
      unknownKind('its model'),
    ),
  },
  'it is not a tokenizer in the form of Hugging Face',
);

function parse(json: string, refuse: Refuse) {
  const value = parseJson(json, () => refuse('it is not JSON.').message);
  const result = v.safeParse(tokenizerSchema, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const place = v.getDotPath(issue);
    throw refuse(`${issue.message}${place ? ` (at ${place.slice(0, 100)})` : ''}.`);
  }
  const { model, added_tokens: added } = result.output;
  return { vocab: model.vocab, merges: model.merges, added: added ?? [] };
}
