/** The door by content: each kind of file in several variants, read once by the door and once by hand. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { END_OF_TEXT } from '../../../../src/core/text/bpe';
import type { LossList } from '../../../../src/core/text/open/losses/lossList';
import { recognise } from '../../../../src/core/text/open/recognise';
import { appendEvent, emptyTrace } from '../../../../src/core/trace/trace';
import { packArchive } from '../../../../src/core/trace/archive';
import { encodeSafetensors } from '../../../../src/core/trace/safetensors';
import { encodeTrace } from '../../../../src/core/trace/traceCodec';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const open = (content: string | Uint8Array, name = 'file') =>
  recognise(name, typeof content === 'string' ? utf8(content) : content);

function losses(content: string | Uint8Array): LossList & { readonly reading: string } {
  const opened = open(content);
  if (opened.kind !== 'losses') throw new Error(JSON.stringify(opened));
  return { ...opened.losses, reading: opened.reading };
}

function textOf(content: string | Uint8Array) {
  const opened = open(content);
  if (opened.kind !== 'text') throw new Error(JSON.stringify(opened));
  const { encoding, bytes, documents } = opened.text;
  return { encoding, documents, text: new TextDecoder().decode(bytes), reading: opened.reading };
}

const jsonl = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

/** Tokens with spaces, quotes, separators and other scripts, and losses that float64 holds as they are written. */
const TOKENS = ['The', ' cat', ' "sat"', ' on,', ' the;', ' 垫', '.', '\n', '🐈', ' end'];
const loss = (checkpoint: number, token: number) => (3000 + 137 * token - 411 * checkpoint) / 1000;
const column = (checkpoint: number) => TOKENS.map((_, token) => loss(checkpoint, token));
const STEPS = [0, 100, 2000];

const expectLosses = (found: LossList, steps: readonly number[], checkpoints = steps.map((_, i) => i)) => {
  expect(found.tokens).toEqual(TOKENS);
  expect(found.steps).toEqual(steps);
  expect(found.lossNats.map((each) => [...each])).toEqual(checkpoints.map(column));
};

describe('rows of JSON, one a token', () => {
  const scalar = TOKENS.map((token, i) => ({ token, step_2000: loss(2, i), step_0: loss(0, i), step_100: loss(1, i) }));
  const list = TOKENS.map((token, i) => ({ token, losses: STEPS.map((_, c) => loss(c, i)) }));

  test('a column a checkpoint, as lines and as a list; steps from the names, in order', () => {
    expectLosses(losses(jsonl(scalar)), STEPS);
    expectLosses(losses(JSON.stringify(scalar, undefined, 1)), STEPS);
    expectLosses(losses(`\ufeff${jsonl(scalar).replaceAll('\n', '\r\n')}\r\n\r\n`), STEPS);
  });

  test('a list over the checkpoints, under several names of the columns', () => {
    expectLosses(losses(jsonl(list)), [0, 1, 2]);
    expectLosses(losses(JSON.stringify(list)), [0, 1, 2]);
    const named = list.map(({ token, losses: nll }) => ({ piece: token, nll }));
    expectLosses(losses(jsonl(named)), [0, 1, 2]);
    expect(losses(jsonl(list)).reading).toBe('10 tokens with losses at 3 checkpoints');
  });

  test('ids, documents, a reference, an excess, what was selected', () => {
    const rows = TOKENS.map((text, i) => ({
      token_id: 7 + i,
      doc_id: i < 4 ? 'a' : 'b',
      text,
      loss: loss(0, i),
      ref_loss: i === 0 ? null : 1,
      excess_loss: loss(0, i) - 1,
      selected: i % 2 === 0,
    }));
    const found = losses(jsonl(rows));
    expectLosses(found, [0]);
    expect(found.ids).toEqual(TOKENS.map((_, i) => 7 + i));
    expect(found.docs).toEqual(TOKENS.map((_, i) => (i < 4 ? 0 : 1)));
    expect([...found.referenceLossNats!]).toEqual([NaN, ...Array<number>(9).fill(1)]);
    expect([...found.excessNats!]).toEqual(TOKENS.map((_, i) => loss(0, i) - 1));
    expect(found.selected).toEqual(TOKENS.map((_, i) => i % 2 === 0));
    expect(found.reading).toBe(
      '10 tokens in 2 documents with losses at 1 checkpoint, reference losses, excess losses and the selection',
    );
  });

  test('log probabilities are turned, bits become nats, NaN of Python is a missing number', () => {
    const turned = losses(jsonl(TOKENS.map((token, i) => ({ token, logprob: -loss(0, i) }))));
    expectLosses(turned, [0]);
    expect(turned.reading).toContain('negative log probability');
    const bits = losses(jsonl(TOKENS.map((token) => ({ token, surprisal: 2 }))));
    expect([...bits.lossNats[0]!]).toEqual(TOKENS.map(() => 2 * Math.LN2));
    expect(bits.reading).toContain('bits');
    const missing = losses(
      '{"token":"a NaN, b","loss":NaN}\n{"token":"b","loss":1}\n{"token":"c","loss":1}\n{"token":"d","loss":1}\n{"token":"e","loss":1}',
    );
    expect([...missing.lossNats[0]!]).toEqual([NaN, 1, 1, 1, 1]);
    expect(missing.tokens[0]).toBe('a NaN, b');
  });
});

describe('documents of JSON with lists', () => {
  const half = (from: number, to: number, extra: object = {}) => ({
    tokens: TOKENS.slice(from, to),
    losses: column(0).slice(from, to),
    ...extra,
  });

  test('documents end to end, with a reference', () => {
    const ref = (from: number, to: number) => ({ ref_losses: column(2).slice(from, to) });
    for (const write of [jsonl, JSON.stringify]) {
      const found = losses(write([half(0, 4, ref(0, 4)), half(4, 10, ref(4, 10))]));
      expectLosses(found, [0]);
      expect(found.docs).toEqual(TOKENS.map((_, i) => (i < 4 ? 0 : 1)));
      expect([...found.referenceLossNats!]).toEqual(column(2));
    }
  });

  test('one object; a list a checkpoint; a list of lists either way round; the first token left out', () => {
    expectLosses(losses(JSON.stringify(half(0, 10))), [0]);
    const named = { tokens: TOKENS, loss_step_100: column(1), loss_step_0: column(0) };
    expectLosses(losses(JSON.stringify(named)), [0, 100]);
    expectLosses(losses(JSON.stringify({ tokens: TOKENS, losses: [0, 1, 2].map(column) })), [0, 1, 2]);
    const byToken = TOKENS.map((_, i) => STEPS.map((__, c) => loss(c, i)));
    expectLosses(losses(JSON.stringify({ tokens: TOKENS, losses: byToken })), [0, 1, 2]);
    const shifted = losses(JSON.stringify({ tokens: TOKENS, losses: column(0).slice(1) }));
    expect([...shifted.lossNats[0]!]).toEqual([NaN, ...column(0).slice(1)]);
  });

  test('the dump of a reproduction: excess without losses, ids, what was selected', () => {
    const dump = {
      targets: TOKENS.map((_, i) => 30 + i),
      selected_targets: TOKENS.map((_, i) => i > 4),
      decoded_tokens: TOKENS,
      excess_loss: column(1),
    };
    const found = losses(jsonl([dump, dump]));
    expect(found.tokens).toEqual([...TOKENS, ...TOKENS]);
    expect(found.ids?.slice(0, 3)).toEqual([30, 31, 32]);
    expect([...found.excessNats!]).toEqual([...column(1), ...column(1)]);
    expect(found.selected?.slice(3, 7)).toEqual([false, false, true, true]);
    expect(found.steps).toEqual([]);
    expect(found.reading).toBe('20 tokens in 2 documents with excess losses and the selection');
  });

  test('ids alone stand for the tokens', () => {
    const found = losses(JSON.stringify({ input_ids: [5, 6], loss: [1, 2] }));
    expect(found.tokens).toEqual(['⟨5⟩', '⟨6⟩']);
    expect(found.reading).toContain('by their numbers');
  });
});

describe('answers of servers', () => {
  const echoed = (tokens: readonly string[], logprobs: readonly (number | null)[]) => ({
    id: 'cmpl',
    choices: [{ text: tokens.join(''), logprobs: { tokens, token_logprobs: logprobs, text_offset: [] } }],
  });

  test('vLLM: the token that stands first in each position, whatever its number', () => {
    const position = (i: number) => ({ decoded_token: TOKENS[i], logprob: -loss(0, i), rank: 3 });
    // JSON.stringify would sort numeric keys: 900 stands before 4 in the answer.
    const positions = TOKENS.map(
      (_, i) => `{"${900 + i}": ${JSON.stringify(position(i))}, "4": {"logprob": -0.1, "decoded_token": "no"}}`,
    );
    const answer = (key: string) => `{"choices": [{"text": "", "${key}": [null, ${positions.join(', ')}]}]}`;
    const found = losses(answer('prompt_logprobs'));
    expectLosses(found, [0]);
    expect(found.ids).toEqual(TOKENS.map((_, i) => 900 + i));
    expectLosses(losses(`{"prompt_logprobs": [null, ${positions.join(',')}], "outputs": []}`), [0]);
  });

  test('an echo: the first token has none; several choices and several answers are documents', () => {
    const answer = echoed(TOKENS, [
      null,
      ...column(0)
        .slice(1)
        .map((nats) => -nats),
    ]);
    const found = losses(JSON.stringify(answer, undefined, 2));
    expect(found.tokens).toEqual(TOKENS);
    expect([...found.lossNats[0]!]).toEqual([NaN, ...column(0).slice(1)]);
    const two = losses(jsonl([answer, answer]));
    expect(two.tokens).toHaveLength(20);
    expect(two.docs?.at(-1)).toBe(1);
  });

  test('a chat', () => {
    const content = TOKENS.map((token, i) => ({ token, logprob: -loss(0, i), bytes: [], top_logprobs: [] }));
    expectLosses(losses(JSON.stringify({ choices: [{ message: {}, logprobs: { content } }] })), [0]);
  });
});

describe('CSV and TSV', () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const wide = (separator: string, names: readonly string[], write: (value: number) => string = String, end = '\n') =>
    [
      ['token', ...names].join(separator),
      ...TOKENS.map((token, i) => [quoted(token), ...names.map((_, c) => write(loss(c, i)))].join(separator)),
    ].join(end) + end;
  const comma = (value: number) => String(value).replace('.', ',');

  test('wide: comma, semicolon, tab, a mark, other line ends', () => {
    const names = STEPS.map((step) => `step_${step}`);
    for (const separator of [',', ';', '\t']) {
      expectLosses(losses(wide(separator, names)), STEPS);
      expectLosses(losses(`\ufeff${wide(separator, names, String, '\r\n')}`), STEPS);
    }
  });

  test('decimal commas, and names of columns in other languages', () => {
    for (const stem of ['verlust_', 'verlies ', 'perte-'])
      expectLosses(
        losses(
          wide(
            ';',
            STEPS.map((step) => `${stem}${step}`),
            comma,
          ),
        ),
        STEPS,
      );
    expectLosses(losses(wide('\t', ['loss'], comma)), [0]);
  });

  test('long: a row for each token and step, in any order, by position or by order', () => {
    const rows = STEPS.flatMap((step, c) => TOKENS.map((token, i) => `${step},${i},${quoted(token)},${loss(c, i)}`));
    expectLosses(losses(['step,position,token,loss', ...rows.toReversed()].join('\n')), STEPS);
    const plain = rows.map((row) => row.replace(/^(\d+),\d+/, '$1'));
    expectLosses(losses(['step,token,loss', ...plain].join('\n')), STEPS);
    expect(open(['step,token,loss', ...plain.slice(1)].join('\n')).reading).toMatch(/10 tokens at step 100 and 9/);
  });
});

describe('NumPy arrays', () => {
  function npy(type: string, shape: string, data: ArrayBufferView, isFortran = false): Uint8Array {
    const head = `{'descr': '${type}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${shape}), }`;
    const padded = `${head.padEnd(117)}\n`;
    const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return Uint8Array.from([0x93, ...utf8('NUMPY'), 1, 0, padded.length, 0, ...utf8(padded), ...body]);
  }
  const both = [...column(0), ...column(1)];
  const turned = TOKENS.flatMap((_, i) => [loss(0, i), loss(1, i)]);

  test('[checkpoints, tokens] in either order, [tokens], and negative log probabilities', () => {
    for (const file of [
      npy('<f8', '2, 10', Float64Array.from(both)),
      npy('<f8', '2, 10', Float64Array.from(turned), true),
      npy(
        '<f8',
        '2, 10',
        Float64Array.from(both, (value) => -value),
      ),
    ]) {
      const found = losses(file);
      expect(found.lossNats.map((each) => [...each])).toEqual([column(0), column(1)]);
      expect(found.steps).toEqual([0, 1]);
    }
    expect([...losses(npy('<f4', '10,', Float32Array.from(column(2)))).lossNats[0]!]).toEqual([
      ...Float32Array.from(column(2)),
    ]);
    expect([...losses(npy('<f2', '2,', Uint16Array.of(0x3c00, 0x4200))).lossNats[0]!]).toEqual([1, 3]);
  });

  test('refuses other shapes and types, and a file cut short', () => {
    expect(open(npy('<f4', '1, 2, 3', new Float32Array(6))).reading).toMatch(/shape \(1, 2, 3\)/);
    expect(open(npy('<i8', '2,', new BigInt64Array(2))).reading).toMatch(/type <i8; save the losses as/);
    expect(open(npy('<f4', '9,', new Float32Array(2))).reading).toMatch(/breaks off/);
  });
});

describe('problems', () => {
  const worked = { question: 'Ann has 2 pens and buys 3. How many?', answer: 'She has <<2+3=5>>5.\n#### 5' };
  const official = { question: '2 + 3?', steps: ['<<2+3=5>>'], answer: '5' };
  test.each([
    ['official', JSON.stringify([official]), 'in the official form'],
    ['official, as lines', jsonl([official, official]), 'in the official form'],
    ['GSM8k', jsonl([worked, worked]), 'in the form of GSM8k'],
    ['GSM8k, as a list', JSON.stringify([worked]), 'in the form of GSM8k'],
    ['GSM8k-Aug', 'Ann has 2?||<<2+3=5>> #### 5\nBob?||<<1+1=2>> #### 2\n', 'in the form of GSM8k-Aug'],
    ['ProntoQA', JSON.stringify({ example1: { test_example: { question: 'a', query: 'b' } } }), 'ProntoQA'],
  ])('%s', (_, content, form) => {
    const opened = open(content);
    expect(opened.kind).toBe('problems');
    expect(opened.reading).toContain(form);
  });

  test('questions with answers but no solutions are a text', () => {
    expect(open(jsonl([{ question: 'Who?', answer: 'Ann' }])).kind).toBe('text');
  });
});

describe('texts', () => {
  const poem = 'Le café était fermé; garçon, où est la gare? “Là-bas…”\n'.repeat(3);
  const latin = Uint8Array.from(poem, (character) =>
    '“…”'.indexOf(character) < 0 ? character.charCodeAt(0) : [0x93, 0x85, 0x94]['“…”'.indexOf(character)]!,
  );
  const utf16 = Buffer.from(poem, 'utf16le');

  test.each([
    ['UTF-8', utf8(poem)],
    ['UTF-8', utf8(`\ufeff${poem}`)],
    ['Windows-1252', latin],
    ['UTF-16 LE', Uint8Array.from([0xff, 0xfe, ...utf16])],
    ['UTF-16 BE', Uint8Array.from([0xfe, 0xff, ...Buffer.from(utf16).swap16()])],
    ['UTF-16 LE', Uint8Array.from(Buffer.from('plain words\n', 'utf16le'))],
    ['UTF-16 BE', Uint8Array.from(Buffer.from('plain words\n', 'utf16le').swap16())],
  ])('%s by content', (encoding, bytes) => {
    const found = textOf(bytes);
    expect(found.encoding).toBe(encoding);
    expect([poem, 'plain words\n']).toContain(found.text);
    expect(found.reading).toContain(encoding);
  });

  test('a UTF-8 text with a broken byte stays UTF-8, and other scripts are not taken for Latin', () => {
    expect(textOf(Uint8Array.from([...utf8('é, è, ü'), 0xff])).encoding).toBe('UTF-8');
    const russian = Uint8Array.from('ïðèâåò ìèð', (character) => character.charCodeAt(0));
    expect(textOf(russian).encoding).toBe('UTF-8');
    for (const text of ['自然语言处理', '🐈🐕', 'שלום עולם']) expect(textOf(text).text).toBe(text);
  });

  test('gzip, several members too; what is inside is told by content', () => {
    expect(textOf(gzipSync(poem)).text).toBe(poem);
    expect(textOf(Buffer.concat([gzipSync(poem), gzipSync('more')])).text).toBe(`${poem}more`);
    expect(textOf(gzipSync(poem)).reading).toContain('unpacked from gzip');
    expectLosses(losses(gzipSync(jsonl(TOKENS.map((token, i) => ({ token, loss: loss(0, i) }))))), [0]);
  });

  test('gzip is bounded, and says where it is broken', () => {
    expect(open(gzipSync(new Uint8Array(50_000_001))).reading).toMatch(/unpacks to more than 50 MB; choose/);
    expect(open(gzipSync(poem).subarray(0, 40)).reading).toMatch(/breaks off|damaged/);
  });

  test('notebooks: the sources of the cells, as lists or as one string', () => {
    const cells = [
      { cell_type: 'markdown', source: ['# Title\n', 'words'] },
      { cell_type: 'code', source: "print('x')", outputs: [{ text: 'x' }] },
      { cell_type: 'code', source: [] },
    ];
    const found = textOf(JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    expect(found.text).toBe(`# Title\nwords${END_OF_TEXT}print('x')`);
    expect(found.reading).toContain('2 cells');
  });

  test('the field with text, within other fields too; the column of a table', () => {
    const nested = [1, 2].map((id) => ({ id, meta: { source: 'web' }, data: { inner: { text: `words ${id}` } } }));
    for (const content of [jsonl(nested), JSON.stringify(nested), 'id,text\n1,words 1\n2,words 2\n'])
      expect(textOf(content).text).toBe(`words 1${END_OF_TEXT}words 2`);
    expect(textOf('["a","b"]').documents).toBe(2);
  });

  test('prose with commas, brackets and bars is prose', () => {
    for (const text of [
      '[1] Smith, J.\n[2] Doe, A.\n',
      '{name}, hello\n',
      'tokens, losses, and steps\nare words\n',
      'a || b\n',
    ])
      expect(textOf(text).text).toBe(text);
  });
});

describe('models and runs', () => {
  test('by their first bytes', () => {
    const trace = emptyTrace();
    appendEvent(trace, { kind: 'finished', reason: 'done' });
    const model = encodeSafetensors([{ name: 'wte', dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]);
    expect(open(encodeTrace(trace)).kind).toBe('run');
    expect(open(model).kind).toBe('model');
    expect(open(packArchive({ 'trace.safetensors': encodeTrace(trace) })).kind).toBe('run');
    expect(open(packArchive({ 'config.json': utf8('{}'), 'model.safetensors': model })).kind).toBe('model');
    expect(open(packArchive({ 'a.txt': utf8('a') })).kind).toBe('unknown');
    expect(open('{"model": {"type": "BPE", "vocab": {}}}').kind).toBe('model');
  });
});

describe('what is broken gets a sentence', () => {
  test.each([
    ['nothing', '', /^file is empty; choose/],
    ['bytes', Uint8Array.of(1, 2, 3, 0, 0, 7, 8), /not a text/],
    ['JSON cut short', '[{"token": "a",\n "loss": 1', /^file is not JSON: it breaks off in line 2; mend/],
    ['a broken line', '{"token":"a","loss":1}\n{oops', /line that is not JSON, line 2/],
    [
      'a word for a number',
      'token,loss_0,loss_1\na,1,2\nb,1,2\n"c",x,2\n',
      /file holds “x” in “loss_0”, entry 3: no number; mend it/,
    ],
    [
      'lists of several lengths',
      '{"token":"a","losses":[1,2]}\n{"token":"b","losses":[1]}',
      /1 numbers in “losses” of row 2, and 2/,
    ],
    [
      'more losses than tokens',
      '{"tokens":["a"],"losses":[1,2,3]}',
      /3 numbers in “losses” of document 1, and 1 tokens/,
    ],
    [
      'other lists',
      '{"tokens":["a"],"losses":[1]}\n{"tokens":["b"],"losses":[1],"ref_losses":[2]}',
      /document 2 than in the first/,
    ],
    ['a table that is square', '{"tokens":["a","b"],"losses":[[1,2],[3,4]]}', /as many checkpoints as tokens/],
  ])('%s', (_, content, sentence) => {
    const opened = open(content);
    expect(opened.kind).toBe('unknown');
    expect(opened.reading).toMatch(sentence);
  });
});

const CASES = new URL('../../../../../shared/cases/', import.meta.url);
const KINDS: Readonly<Record<string, string>> = {
  'losses_list.jsonl': '210 tokens with losses at 4 checkpoints',
  'doc_lists.jsonl': '320 tokens in 8 documents with losses at 1 checkpoint and reference losses',
  'reproduction_dump.json': 'with excess losses and the selection',
  'vllm.json': '210 tokens with losses at 1 checkpoint',
  'losses_wide.csv': '210 tokens with losses at 3 checkpoints',
  'losses_de.csv': '210 tokens with losses at 2 checkpoints',
  'gsm_official.jsonl': 'problems in the form of GSM8k',
  'gsm_aug.txt': 'problems in the form of GSM8k-Aug',
  'prontoqa_orig.json': 'problems as the generator of ProntoQA writes them',
  'nested.jsonl': 'in 60 documents',
  'latin1.txt': 'Windows-1252',
  'notes.txt.gz': 'unpacked from gzip',
  'nb.ipynb': 'a notebook of 1,348 characters in 2 cells',
  'chinese.txt': 'a text of 1,920 characters, UTF-8',
};

describe.runIf(existsSync(CASES))('files of the kinds that people bring', () => {
  const read = (name: string) => new Uint8Array(readFileSync(new URL(name, CASES)));
  const text = (name: string) => readFileSync(new URL(name, CASES), 'utf8');

  test.each(Object.entries(KINDS))('%s under any name', (name, reading) => {
    for (const other of [name, 'x', 'x.json', 'x.txt', 'x.csv'])
      expect(recognise(other, read(name)).reading).toContain(reading);
  });

  test('their numbers, read by hand', () => {
    const listed = losses(read('losses_list.jsonl')).lossNats;
    const rows = text('losses_list.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { losses: number[] });
    expect(listed.map((each) => [...each])).toEqual([0, 1, 2, 3].map((c) => rows.map((row) => row.losses[c])));
    const german = text('losses_de.csv').trim().split('\n').slice(1);
    expect([...losses(read('losses_de.csv')).lossNats[1]!]).toEqual(
      german.map((line) => Number(line.split(';').at(-1)!.replace(',', '.'))),
    );
    const logprobs = [...text('vllm.json').matchAll(/"logprob": (-?[\d.]+)/g)].map(([, value]) => -Number(value));
    expect([...losses(read('vllm.json')).lossNats[0]!]).toEqual(logprobs);
    const dump = losses(read('reproduction_dump.json'));
    const kept = [...text('reproduction_dump.json').matchAll(/\b(true|false)\b/g)].map(([word]) => word === 'true');
    expect(dump.selected).toEqual(kept);
  });
});
