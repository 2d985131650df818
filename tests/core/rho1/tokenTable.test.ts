import { describe, expect, test } from 'vitest';
import { csvParts, joined, jsonlParts, tokenColumns, type TokenTableInput } from '../../../src/core/rho1/tokenTable';

const pieces = ['say', ' "hi"', ',\n', ' 🪨', '\r'];
const encoder = new TextEncoder();
const textBytes = encoder.encode(pieces.join(''));
const byteEnd = Int32Array.from(pieces, (_, i) => encoder.encode(pieces.slice(0, i + 1).join('')).length);
const table: TokenTableInput = {
  textBytes,
  ids: Int32Array.of(10, 11, 12, 13, 14),
  byteEnd,
  checkpoints: [
    { step: 0, lossNats: Float32Array.of(NaN, 1.5, 0.2, 3, 4) },
    { step: 30, lossNats: Float32Array.of(NaN, 1, 0.1, 2, 5) },
  ],
  referenceLossNats: Float32Array.of(NaN, 0.5, 0.5, 0.5, 0.5),
  excessNats: Float32Array.of(NaN, 0.5, -0.4, 1.5, 4.5),
  category: Uint8Array.of(255, 0, 1, 2, 3),
  kept: Uint8Array.of(0, 1, 0, 1, 1),
};
const text = (parts: Iterable<Uint8Array>) => new TextDecoder().decode(joined(parts));

/** RFC 4180, read by the letter. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i]!;
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (csv[i + 1] === '"') field += csv[i++];
      else isQuoted = false;
    } else if (c === '"' && field === '') isQuoted = true;
    else if (c === ',' || (c === '\r' && csv[i + 1] === '\n')) {
      rows.at(-1)!.push(field);
      field = '';
      if (c === '\r') {
        rows.push([]);
        i++;
      }
    } else field += c;
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe('columns', () => {
  test('have the names and types that a Parquet writer takes', () => {
    expect(tokenColumns(table).map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id INT32',
      'text STRING',
      'start INT32',
      'end INT32',
      'lossNats@0 FLOAT',
      'lossNats@30 FLOAT',
      'referenceLossNats FLOAT',
      'excessNats FLOAT',
      'category STRING',
      'kept BOOLEAN',
    ]);
    for (const { data } of tokenColumns(table)) expect(data.length).toBe(5);
  });

  test('texts put together are the text, and offsets point to them', () => {
    const [, texts, start, end] = tokenColumns(table);
    expect((texts!.data as string[]).join('')).toBe(pieces.join(''));
    pieces.forEach((piece, i) =>
      expect(new TextDecoder().decode(textBytes.subarray(start!.data[i] as number, end!.data[i] as number))).toBe(
        piece,
      ),
    );
  });

  test('rows choose tokens: the kept ones alone', () => {
    const kept = tokenColumns({ ...table, rows: Uint32Array.of(1, 3, 4) });
    expect([...kept[0]!.data]).toEqual([11, 13, 14]);
    expect([...kept.at(-1)!.data]).toEqual([true, true, true]);
    expect([...kept[2]!.data]).toEqual([3, 10, 15]); // offsets into the whole text
  });

  test('a token that is a piece of a character shows the replacement sign', () => {
    const [, texts] = tokenColumns({
      textBytes: encoder.encode('é'),
      ids: Int32Array.of(1, 2),
      byteEnd: Int32Array.of(1, 2),
      checkpoints: [],
    });
    expect(texts!.data).toEqual(['\ufffd', '\ufffd']);
  });
});

describe('CSV', () => {
  const csv = text(csvParts(tokenColumns(table)));

  test('comes back whole through a reader of RFC 4180', () => {
    const [header, ...rows] = parseCsv(csv);
    expect(header).toEqual(tokenColumns(table).map(({ name }) => name));
    expect(rows.map((row) => row[1])).toEqual(pieces);
    expect(rows[1]).toEqual(['11', ' "hi"', '3', '8', '1.5', '1', '0.5', '0.5', 'H→L', 'true']);
  });

  test('what is missing is an empty field', () => {
    expect(parseCsv(csv)[1]).toEqual(['10', 'say', '0', '3', '', '', '', '', '', 'false']);
  });

  test('quotes by the letter', () => {
    expect(csv.split('\r\n')[2]).toBe('11," ""hi""",3,8,1.5,1,0.5,0.5,H→L,true');
  });

  test('numbers give their 32 bits back', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => Math.fround(Math.exp(i / 50 - 10) / 3));
    const ids = new Int32Array(1000);
    const given = {
      textBytes: new Uint8Array(1000),
      ids,
      byteEnd: ids.map((_, i) => i + 1),
      checkpoints: [{ step: 1, lossNats: values }],
    };
    const read = parseCsv(text(csvParts(tokenColumns(given))))
      .slice(1)
      .map((row) => Math.fround(Number(row[4])));
    expect(Float32Array.from(read)).toEqual(values);
  });
});

describe('JSON Lines', () => {
  const lines = text(jsonlParts(tokenColumns(table)))
    .trimEnd()
    .split('\n');

  test('one object a line, in the form of `lab score`', () => {
    expect(lines.length).toBe(5);
    expect(JSON.parse(lines[1]!)).toEqual({
      id: 11,
      text: ' "hi"',
      start: 3,
      end: 8,
      lossNats: [1.5, 1],
      referenceLossNats: 0.5,
      excessNats: 0.5,
      category: 'H→L',
      kept: true,
    });
    expect(lines.map((line) => JSON.parse(line).text)).toEqual(pieces);
  });

  test('what is missing is null, in its place', () => {
    expect(JSON.parse(lines[0]!)).toMatchObject({ lossNats: [null, null], excessNats: null, category: null });
    expect(Object.keys(JSON.parse(lines[0]!))).toEqual(Object.keys(JSON.parse(lines[1]!)));
  });
});

test('a table of more rows than one part is written whole and in order', () => {
  const n = 10_000;
  const ids = Int32Array.from({ length: n }, (_, i) => i);
  const given = { textBytes: new Uint8Array(n).fill(97), ids, byteEnd: ids.map((i) => i + 1), checkpoints: [] };
  const parts = [...csvParts(tokenColumns(given))];
  expect(parts.length).toBeGreaterThan(2);
  const rows = parseCsv(text(parts)).slice(1);
  expect(rows.map(([id]) => Number(id))).toEqual([...ids]);
});
