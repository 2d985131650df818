import { expect, test } from 'vitest';
import { alignBatch, rowIds } from '../../../../src/core/coconut/curriculum/alignBatch';
import { shapeAt } from '../../../../src/core/coconut/curriculum/curriculum';
import { METHOD_NAMES, METHODS } from '../../../../src/core/coconut/curriculum/methods';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { readOut } from '../../../../src/core/coconut/probes/nodeValue';
import {
  encodeProblem,
  sequenceParts,
  type SequenceFormat,
  type SequenceParts,
} from '../../../../src/core/coconut/curriculum/sequence';
import { sequenceSegments } from '../../../../src/core/coconut/curriculum/sequenceSegments';
import { compactVocabulary, officialVocabulary } from '../../../../src/core/coconut/curriculum/vocabularies';
import { SPECIAL_IDS, type TextCodec } from '../../../../src/core/coconut/curriculum/vocabulary';
import { HAND } from '../fixtures';

const RULE = { thoughtsPerStep: 1, lastStage: 3, padToLast: true };
const compact = compactVocabulary({ ...namePools(2, 0), people: ['Ada', 'Bob'], concepts: HAND.symbols.slice(2) });
const COMPACT: SequenceFormat = { codec: compact, special: SPECIAL_IDS, style: 'compact' };
const words = (ids: readonly number[]): string => compact.decode(ids);

test('compact: ten sentences of four tokens, a question of seven; with k thoughts the next token is the node at distance k', () => {
  const encoded = encodeProblem(HAND, COMPACT);
  expect(encoded.question).toHaveLength(10 * 4 + 7);
  expect(encoded.steps.map((step) => step.length)).toEqual([4, 4, 4]);
  for (const [stage, next] of ['Ada', 'xpus', 'ypus', 'goalpus'].entries()) {
    const { prompt, slots, opening, rest } = sequenceParts(
      encoded,
      shapeAt(METHODS.coconut, RULE, stage, 3),
      SPECIAL_IDS,
    );
    expect(slots).toBe(stage);
    expect([prompt.at(-1), opening]).toEqual([SPECIAL_IDS.bot, [SPECIAL_IDS.eot]]);
    expect(words(rest.slice(0, 1))).toBe(next);
    expect(words(rest.slice(-2))).toBe('goalpus <eos>');
  }
});

test('marked: the compact sentences, and "###" before the bare answer, which is a word of its own', () => {
  const pools = { ...namePools(2, 0), people: ['Ada', 'Bob'], concepts: HAND.symbols.slice(2) };
  const codec = compactVocabulary(pools, true);
  const { question, steps, answer } = encodeProblem(HAND, { codec, special: SPECIAL_IDS, style: 'marked' });
  expect(answer.map((id) => codec.words[id])).toEqual(['###', 'goalpus']);
  expect([question.length, steps.map((step) => step.length)]).toEqual([10 * 4 + 7, [4, 4, 4]]);
});

test('official: line breaks after question and steps, "### " before the answer', () => {
  const codec = officialVocabulary(namePools(17, 0));
  const { question, steps, answer } = encodeProblem(HAND, { codec, special: SPECIAL_IDS, style: 'official' });
  expect(codec.words[question.at(-1)!]).toBe('\n');
  expect(steps.every((step) => codec.words[step.at(-1)!] === '\n')).toBe(true);
  expect(codec.decode(answer)).toBe('### Ada is a goalpus.');
});

test('iCoT loses tokens from the left of the chain and keeps the answer', () => {
  const encoded = encodeProblem(HAND, COMPACT);
  const rest = (removed: number): string =>
    words(sequenceParts(encoded, shapeAt(METHODS.icot, RULE, removed, 3), SPECIAL_IDS).rest);
  expect(rest(5)).toBe('is a ypus. ypus is a goalpus. goalpus <eos>');
  expect(rest(99)).toBe('goalpus <eos>');
});

const row = (prompt: number, slots: number, rest: number): SequenceParts => ({
  prompt: Array.from({ length: prompt }, (_, i) => 100 + i),
  slots,
  fill: 'thought',
  opening: [SPECIAL_IDS.eot],
  rest: Array.from({ length: rest }, (_, i) => 200 + i),
});

test('a batch is aligned on the first thought, as worked out by hand', () => {
  const { pad, thought, eot } = SPECIAL_IDS;
  const batch = alignBatch([row(2, 2, 2), row(3, 1, 1), row(2, 0, 3)], SPECIAL_IDS);
  expect([batch.batch, batch.seq, batch.firstSlot, [...batch.slots]]).toEqual([3, 8, 3, [2, 1, 0]]);
  const rows = (column: ArrayLike<number>): number[][] =>
    [0, 1, 2].map((i) => Array.from(column).slice(i * 8, i * 8 + 8));
  expect(rows(batch.ids)).toEqual([
    [pad, 100, 101, thought, thought, eot, 200, 201],
    [100, 101, 102, thought, eot, 200, pad, pad],
    [100, 101, eot, 200, 201, 202, pad, pad],
  ]);
  expect(rows(batch.positions)).toEqual([
    [0, 0, 1, 2, 3, 4, 5, 6],
    [0, 1, 2, 3, 4, 5, 0, 0],
    [0, 1, 2, 3, 4, 5, 0, 0],
  ]);
  expect(rows(batch.mask)).toEqual([
    [0, 1, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 0, 0],
    [1, 1, 1, 1, 1, 1, 0, 0],
  ]);
  // The first thing asked is the token after <eot>, of <eot>; question, <bot>, thoughts and <eot> are never asked.
  expect(rows(batch.labels)).toEqual([
    [-1, -1, -1, -1, -1, 200, 201, -1],
    [-1, -1, -1, -1, 200, -1, -1, -1],
    [-1, -1, 200, 201, 202, -1, -1, -1],
  ]);
});

test('for every method and stage: labels are exactly the rest, each asked of the position before it', () => {
  const encoded = encodeProblem(HAND, COMPACT);
  for (const name of METHOD_NAMES)
    for (let stage = 0; stage <= 4; stage++) {
      const parts = sequenceParts(encoded, shapeAt(METHODS[name], RULE, stage, 3), SPECIAL_IDS);
      const { ids, labels, seq } = alignBatch([parts], SPECIAL_IDS);
      expect([...labels].filter((label) => label >= 0)).toEqual(parts.rest);
      expect([...labels].every((label, i) => label < 0 || label === ids[i + 1])).toBe(true);
      expect([...ids]).toEqual(rowIds(parts, SPECIAL_IDS));
      const segments = sequenceSegments(encoded, shapeAt(METHODS[name], RULE, stage, 3), SPECIAL_IDS);
      expect(segments.flatMap((segment) => segment.ids)).toEqual([...ids]);
      expect(segments.flatMap((segment) => (segment.learned ? segment.ids : []))).toEqual(parts.rest);
      expect(seq).toBe(parts.prompt.length + parts.slots + parts.opening.length + parts.rest.length);
    }
});

test('values are asked of one token in compact words, of all pieces after "Every" in official ones', () => {
  const asked = readOut(HAND, COMPACT, 'step');
  expect(asked.context).toEqual([]);
  expect(asked.concepts.map((ids) => words(ids))).toEqual(HAND.symbols);
  const codec = officialVocabulary(namePools(17, 0));
  const official = { codec, special: SPECIAL_IDS, style: 'official' } as const;
  expect(codec.decode(readOut(HAND, official, 'step').context)).toBe('Every');
  expect(codec.decode(readOut(HAND, official, 'answer').context)).toBe('### Ada is a');
  expect(codec.decode(readOut(HAND, official, 'step').concepts[5]!)).toBe('goalpus');
});

test('a tokenizer that joins spaces to words, as a byte-level BPE does, is asked in its own pieces', () => {
  const pieces: string[] = [];
  const encode = (text: string): number[] =>
    (text.match(/ ?[^\s]{1,3}|\s/g) ?? []).map((piece) =>
      pieces.includes(piece) ? pieces.indexOf(piece) : pieces.push(piece) - 1,
    );
  const codec: TextCodec = { size: 1000, encode, decode: (ids) => ids.map((id) => pieces[id]).join('') };
  const { context, concepts } = readOut(HAND, { codec, special: SPECIAL_IDS, style: 'official' }, 'step');
  expect(codec.decode(context)).toBe('Every');
  expect(codec.decode(concepts[5]!)).toBe(' goalpus');
});

test('the strip at stage 1: question, <bot>, one thought, <eot>, steps 2 and 3, answer, <eos>', () => {
  const segments = sequenceSegments(encodeProblem(HAND, COMPACT), shapeAt(METHODS.coconut, RULE, 1, 3), SPECIAL_IDS);
  expect(segments.map(({ kind, step }) => (step === undefined ? kind : `${kind} ${step + 1}`))).toEqual([
    'question',
    'bot',
    'thought',
    'eot',
    'step 2',
    'step 3',
    'answer',
    'eos',
  ]);
});
