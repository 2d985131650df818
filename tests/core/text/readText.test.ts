import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { END_OF_TEXT } from '../../../src/core/text/bpe';
import { readText, TEXT_LIMIT_BYTES } from '../../../src/core/text/readText';
import { InputError } from '../../../src/core/util/assert';

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? utf8(content) : content);
const read = (name: string, content: string | Uint8Array, column?: string) =>
  readText([{ name, bytes: bytesOf(content) }], column === undefined ? {} : { [name]: column });

/** The documents of a file, cut where the offsets say, without what closes them. */
function documents(name: string, content: string | Uint8Array, column?: string): string[] {
  const { text, documentEnd } = read(name, content, column);
  expect(documentEnd.at(-1)).toBe(text.length);
  return Array.from(documentEnd, (end, i) => {
    const piece = new TextDecoder().decode(text.subarray(i > 0 ? documentEnd[i - 1] : 0, end));
    return i + 1 < documentEnd.length ? piece.slice(0, piece.indexOf(END_OF_TEXT)) : piece;
  });
}

describe('plain text', () => {
  test('is read byte for byte, broken UTF-8 too', () => {
    const bytes = Uint8Array.of(0x41, 0x80, 0xf0, 0x9f, 0x0a, 0xff);
    for (const name of ['a.txt', 'a.md', 'README']) expect(read(name, bytes).text).toEqual(bytes);
  });

  test('loses its byte order mark; UTF-16 becomes UTF-8', () => {
    const units = Buffer.from('né 🜁', 'utf16le');
    const swapped = Buffer.from(units).swap16();
    expect(documents('a.txt', '\ufeffné')).toEqual(['né']);
    expect(documents('a.txt', Uint8Array.from([0xff, 0xfe, ...units]))).toEqual(['né 🜁']);
    expect(documents('a.txt', Uint8Array.from([0xfe, 0xff, ...swapped]))).toEqual(['né 🜁']);
  });

  test('several files are one text with the end-of-text token between', () => {
    const { name, text, documentEnd } = readText([
      { name: 'a.txt', bytes: utf8('one') },
      { name: 'b.csv', bytes: utf8('text\ntwo\nthree\n') },
    ]);
    expect(name).toBe('a.txt and 1 more');
    expect(new TextDecoder().decode(text)).toBe(`one${END_OF_TEXT}two${END_OF_TEXT}three`);
    expect([...documentEnd]).toEqual([16, 32, 37]);
  });
});

describe('told by content', () => {
  const said = (name: string, content: string | Uint8Array) => read(name, content).takenFor;

  test('Latin-1, gzip and notebooks are read and said; a plain text is not spoken of', () => {
    const latin = Uint8Array.from('Le café était fermé', (character) => character.charCodeAt(0));
    expect(documents('a.txt', latin)).toEqual(['Le café était fermé']);
    expect(said('a.txt', latin)).toEqual(['a.txt was read as Windows-1252.']);
    expect(documents('a.gz', gzipSync('words'))).toEqual(['words']);
    expect(documents('a.jsonl.gz', gzipSync('"one"\n"two"'))).toEqual(['one', 'two']);
    expect(said('a.gz', gzipSync(latin))).toEqual(['a.gz was unpacked from gzip, read as Windows-1252.']);
    const notebook = JSON.stringify({ cells: [{ source: ['a\n', 'b'] }, { source: 'c' }], nbformat: 4 });
    for (const name of ['a.ipynb', 'a.json', 'a.txt']) expect(documents(name, notebook)).toEqual(['a\nb', 'c']);
    expect(said('a', notebook)).toEqual(['a was taken for a notebook: the sources of its 2 cells are the text.']);
    expect(said('a.txt', 'words')).toEqual([]);
  });

  test('what gzip unpacks to counts against the limit', () => {
    const packed = gzipSync(new Uint8Array(TEXT_LIMIT_BYTES / 2 + 1).fill(97));
    const files = ['a.gz', 'b.gz'].map((name) => ({ name, bytes: new Uint8Array(packed) }));
    expect(() => readText(files)).toThrow(/^b\.gz unpacks to more than/);
  });

  test('a text inside other fields', () => {
    expect(documents('a.jsonl', '{"id":1,"data":{"text":"x"}}\n{"id":2,"data":{"text":"y"}}')).toEqual(['x', 'y']);
    expect(read('a.json', '[{"a":{"b":"x","c":"y"},"a.b":"own"}]').tables[0]?.columns).toEqual(['a.b', 'a.c']);
    expect(documents('a.json', '[{"a":{"b":"x","c":"y"}}]', 'a.c')).toEqual(['y']);
  });
});

describe('tables (RFC 4180)', () => {
  const csv = 'id,Text,note\r\n1,"a ""quoted"", text",x\r\n2,"two\r\nlines",\r\n\r\n3,,y\r\n4,plain';

  test('quotes, doubled quotes, line ends in cells, empty lines and cells', () => {
    expect(documents('a.csv', csv)).toEqual(['a "quoted", text', 'two\r\nlines', 'plain']);
    expect(read('a.csv', csv).tables).toEqual([
      { file: 'a.csv', columns: ['id', 'Text', 'note'], chosen: 'Text', emptyRows: 1 },
    ]);
  });

  test('the column chosen', () => {
    expect(documents('a.csv', csv, 'id')).toEqual(['1', '2', '3', '4']);
    expect(documents('a.csv', csv, 'note')).toEqual(['x', 'y']);
  });

  test('without a telling name, the column with most text', () => {
    expect(documents('a.tsv', 'a\tb\n1\tlong, long\n2\twords\n')).toEqual(['long, long', 'words']);
  });

  test('semicolons, a bare carriage return, one column', () => {
    expect(documents('a.csv', 'n;text\r1;x, y\r')).toEqual(['x, y']);
    expect(documents('a.csv', 'text\nhello\n')).toEqual(['hello']);
  });

  test('columns without a name, and two of one name', () => {
    expect(read('a.csv', 'a,,a\n1,2,3\n').tables[0]?.columns).toEqual(['a', 'column 2', 'a (3)']);
  });

  test('a broken character stays in its cell, byte for byte', () => {
    const bytes = Uint8Array.from([...utf8('text\n'), 0xff, 0x2c, 0x78, 0x0a]);
    expect([...read('a.csv', bytes).text]).toEqual([0xff]);
  });
});

describe('JSON', () => {
  const rows = [{ id: 'a', story: 'one' }, { id: 'b' }, { id: 'c', story: 'th"ree' }];

  test('a text, a list of texts, a list of objects, one object', () => {
    expect(documents('a.json', '"hi"')).toEqual(['hi']);
    expect(documents('a.json', '["a","b"]')).toEqual(['a', 'b']);
    expect(documents('a.json', JSON.stringify(rows))).toEqual(['one', 'th"ree']);
    expect(documents('a.json', JSON.stringify(rows), 'id')).toEqual(['a', 'b', 'c']);
    expect(documents('a.json', '{"body":"x"}')).toEqual(['x']);
  });

  test('one value a line', () => {
    expect(documents('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\r\n') + '\n\n')).toEqual([
      'one',
      'th"ree',
    ]);
    expect(documents('a.jsonl', '"a"\n"b"')).toEqual(['a', 'b']);
  });
});

describe('refuses with a sentence that names the file and the mend', () => {
  const cases: readonly (readonly [string, string, string | Uint8Array, RegExp, string?])[] = [
    ['an empty file', 'a.txt', '', /^a\.txt is empty; choose/],
    ['only a mark', 'a.txt', '\ufeff', /is empty/],
    ['a NUL', 'a.txt', 'te\0xt', /^a\.txt is not a text file; choose/],
    ['too many controls', 'a.txt', '\u0001\u0002\u0003text', /is not a text file/],
    ['broken JSON', 'a.json', '[\n"a",\n"b" "c"]', /^a\.json is not JSON: it breaks off in line 3; mend/],
    ['JSON cut short', 'a.json', '{"a": [1,\n2', /line 2/],
    ['JSON of numbers', 'a.json', '[1]', /entry 1/],
    ['JSON without text', 'a.json', '[{"a":1}]', /no field with text/],
    ['an empty list', 'a.json', '[]', /no text in it/],
    ['a broken line', 'a.jsonl', '"a"\n\n{oops\n', /^a\.jsonl has a line that is not JSON, line 3; mend/],
    ['a JSON field that is absent', 'a.json', '[{"x":"1"}]', /no column "y"; choose one of x\./, 'y'],
    ['a column that is absent', 'a.csv', 'a,b\n1,2', /^a\.csv has no column "text"; choose one of a, b\.$/, 'text'],
    ['a header alone', 'a.csv', 'a,b\n', /a header but no rows/],
    ['an open quote', 'a.csv', 'text\nx\n"never\nclosed', /opens a quote in line 3/],
    ['an empty column', 'a.csv', 'a,text\n1,\n', /no text in it/],
    ['a byte too many', 'a.txt', new Uint8Array(TEXT_LIMIT_BYTES + 1), /50,000,001 bytes, and at most 50 MB/],
  ];
  for (const [what, name, content, sentence, column] of cases)
    test(what, () => {
      const attempt = () => read(name, content, column);
      expect(attempt).toThrow(InputError);
      expect(attempt).toThrow(sentence);
    });

  test('several files that are too large together', () => {
    const files = [1, 2].map((n) => ({ name: `${n}.txt`, bytes: new Uint8Array(TEXT_LIMIT_BYTES / 2 + 1) }));
    expect(() => readText(files)).toThrow(/^These 2 files have together 50,000,002 bytes/);
  });
});
