/** @file Losses of tokens that were measured elsewhere, as a trace: one row a token, one column of losses a checkpoint. */

import type { ScoreConfig } from '../trace/config/config';
import type { TableColumn, TableMapping } from '../trace/messages/tableMessages';
import type { Trace } from '../trace/trace';
import { InputError } from '../util/assert';
import { Column } from '../util/columns';
import { encodeUtf8, utf8Length } from '../util/utf8';
import { readBytes } from './bpeAlphabet';

export const MOST_ROWS = 1_000_000;
export const MOST_CHECKPOINTS = 64;

const TEXT_NAME = /^(token_?text|text|token|piece|word|string)s?$/i;
const ID_NAME = /^(token_?)?ids?$/i;
const REFERENCE_NAME = /ref/i;
const LOSS_NAME = /loss|nll|nats|cross_?entropy|\bce\b|step|checkpoint|ckpt/i;
const NUMBER_AT_END = /(\d+)\D*$/;

/** By the names of the columns, and by what their first rows hold. */
export function guessMapping(columns: readonly TableColumn[], sample: readonly string[]): TableMapping {
  const texts = columns.filter(({ isNumber }) => !isNumber);
  const numbers = columns.filter(({ isNumber }) => isNumber);
  const text = texts.find(({ name }) => TEXT_NAME.test(name)) ?? texts[0];
  const id = numbers.find(({ name }) => ID_NAME.test(name));
  const reference = numbers.find(({ name }) => REFERENCE_NAME.test(name));
  const named = numbers.filter((column) => column !== id && column !== reference && LOSS_NAME.test(column.name));
  const losses = named.slice(0, MOST_CHECKPOINTS).map(({ name }, i) => ({ column: name, step: stepIn(name) ?? i }));
  return {
    text: text?.name ?? '',
    ...(id ? { id: id.name } : {}),
    ...(reference ? { reference: reference.name } : {}),
    losses: new Set(losses.map(({ step }) => step)).size === losses.length ? losses : counted(losses),
    isByteLevel: sample.some((token) => /[ĠĊ]/.test(token)),
  };
}

function stepIn(name: string): number | undefined {
  const found = NUMBER_AT_END.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

const counted = (losses: TableMapping['losses']) => losses.map(({ column }, step) => ({ column, step }));

/** Fills up column by column, in whatever order the file has them. */
export class LossTable {
  readonly #fileName: string;
  readonly #mapping: TableMapping;
  readonly #rows: number;
  readonly #texts: string[];
  readonly #numbers = new Map<string, Float64Array>();

  /** Refuses with a sentence what cannot be a trace. */
  constructor(fileName: string, rows: number, mapping: TableMapping) {
    if (rows === 0) throw new InputError(`${fileName} has no rows; choose a table with one row a token.`);
    if (rows > MOST_ROWS) throw new InputError(`${fileName} has more than 1,000,000 rows; choose a part of it.`);
    checkMapping(fileName, mapping);
    this.#fileName = fileName;
    this.#mapping = mapping;
    this.#rows = rows;
    this.#texts = new Array<string>(rows);
    for (const column of this.#numberColumns()) this.#numbers.set(column, new Float64Array(rows).fill(NaN));
  }

  /** Columns that are needed; the rest of the file need not be read. */
  get columns(): readonly string[] {
    return [this.#mapping.text, ...this.#numberColumns()];
  }

  set(column: string, firstRow: number, values: ArrayLike<unknown>): void {
    const numbers = this.#numbers.get(column);
    for (let i = 0; i < values.length && firstRow + i < this.#rows; i++) {
      const row = firstRow + i;
      if (numbers) numbers[row] = this.#number(column, row, values[i]);
      if (column === this.#mapping.text) this.#texts[row] = this.#text(row, values[i]);
    }
  }

  finish(): Trace {
    const { losses, reference, id } = this.#mapping;
    const { textBytes, byteEnd } = this.#mapping.isByteLevel ? this.#byteLevelText() : this.#plainText();
    const nats = (column: string) => Float32Array.from(this.#numbers.get(column) ?? []);
    const referenceLossNats = reference ? nats(reference) : new Float32Array(this.#rows).fill(NaN);
    const checkpoints = losses
      .toSorted((a, b) => a.step - b.step)
      .map(({ column, step }) => ({ step, lossNats: nats(column), scored: this.#rows }));
    return {
      version: 1,
      config: this.#config(),
      stamp: { backend: 'elsewhere', adapter: '', commit: '' },
      document: {
        name: this.#fileName,
        textBytes,
        ids: id ? this.#givenIds(id) : this.#countedIds(),
        byteEnd,
        referenceLossNats,
        referenceEntropyNats: new Float32Array(this.#rows).fill(NaN),
        referenceScored: reference ? this.#rows : 0,
      },
      arms: [
        {
          lossNats: Column.float32(),
          gradientNorm: Column.float32(),
          learningRate: Column.float32(),
          checkpoints,
          figures: [],
        },
      ],
      settings: [],
      resumptions: [],
      end: { reason: 'done' },
    };
  }

  #config(): ScoreConfig {
    const name = this.#fileName;
    return {
      kind: 'score',
      text: { kind: 'text', name },
      model: { kind: 'foreign', name: name.slice(0, 100) },
      maxTokens: this.#rows,
    };
  }

  #numberColumns(): readonly string[] {
    const { id, reference, losses } = this.#mapping;
    return [id, reference, ...losses.map(({ column }) => column)].filter((column) => column !== undefined);
  }

  #number(column: string, row: number, value: unknown): number {
    if (value === undefined || value === null || value === '') return NaN;
    const number = typeof value === 'number' ? value : Number(value);
    if (typeof value !== 'boolean' && !(Number.isNaN(number) && !isNaNWord(value))) return number;
    const shown = String(value).slice(0, 20);
    throw new InputError(`${this.#fileName} holds “${shown}” in column “${column}”, row ${row + 1}: no number.`);
  }

  #text(row: number, value: unknown): string {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return '';
    const { text } = this.#mapping;
    throw new InputError(`${this.#fileName} has no text in column “${text}”, row ${row + 1}; choose another column.`);
  }

  #plainText() {
    const byteEnd = new Int32Array(this.#rows);
    let length = 0;
    for (let row = 0; row < this.#rows; row++) byteEnd[row] = length += utf8Length(this.#texts[row] ?? '');
    const textBytes = encodeUtf8(this.#texts.join(''));
    // A surrogate pair that two rows share would become one character, and shift all that follow.
    if (textBytes.length !== length)
      throw new InputError(`${this.#fileName} splits a character between two tokens; write them byte by byte.`);
    return { textBytes, byteEnd };
  }

  /** Each character stands for a byte; a token with another one, such as a mark of the model's own, stands for itself. */
  #byteLevelText() {
    const bytes = Column.uint8();
    const byteEnd = new Int32Array(this.#rows);
    for (let row = 0; row < this.#rows; row++) {
      const text = this.#texts[row] ?? '';
      bytes.append(readBytes(text) ?? encodeUtf8(text));
      byteEnd[row] = bytes.length;
    }
    return { textBytes: bytes.view().slice(), byteEnd };
  }

  #givenIds(column: string): Int32Array {
    const given = this.#numbers.get(column) ?? new Float64Array(0);
    const bad = given.findIndex((id) => !Number.isInteger(id) || id < 0 || id >= 2 ** 31);
    if (bad >= 0) throw new InputError(`${this.#fileName} has no whole number in column “${column}”, row ${bad + 1}.`);
    return Int32Array.from(given);
  }

  #countedIds(): Int32Array {
    const known = new Map<string, number>();
    return Int32Array.from(this.#texts, (text) => {
      const id = known.get(text) ?? known.size;
      known.set(text, id);
      return id;
    });
  }
}

function isNaNWord(value: unknown): boolean {
  return (typeof value === 'string' && /^nan$/i.test(value)) || (typeof value === 'number' && Number.isNaN(value));
}

function checkMapping(fileName: string, { text, losses }: TableMapping): void {
  if (text === '') throw new InputError(`${fileName} needs a column with the text of each token; choose one.`);
  if (losses.length === 0) throw new InputError(`${fileName} needs at least one column of losses; choose it.`);
  if (losses.length > MOST_CHECKPOINTS)
    throw new InputError(`${fileName} would have more than 64 checkpoints; choose fewer columns.`);
  if (new Set(losses.map(({ step }) => step)).size < losses.length)
    throw new InputError('Two columns of losses have the same step; give each its own.');
  if (losses.some(({ step }) => !Number.isInteger(step) || step < 0 || step >= 2 ** 31))
    throw new InputError('A step is a whole number from 0 on; mend it.');
}
