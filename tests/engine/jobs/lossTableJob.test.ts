import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import type { TableMapping, TableMessage } from '../../../src/core/trace/messages/tableMessages';
import { decodeTrace } from '../../../src/core/trace/traceCodec';
import { tableJob } from '../../../src/engine/jobs/lossTableJob';

const TOKENS = ['The', ' cat', ' sät', ' 🐈', ' <b>'];
const LOSSES = [TOKENS.map((_, i) => 5 - i / 2), TOKENS.map((_, i) => 1 + i / 4)];

const parquet = () =>
  parquetWriteBuffer({
    columnData: [
      { name: 'token', data: TOKENS, type: 'STRING' },
      { name: 'token_id', data: Int32Array.of(7, 8, 9, 10, 11), type: 'INT32' },
      { name: 'loss_step_1000', data: LOSSES[1]!, type: 'DOUBLE' },
      { name: 'loss_step_0', data: LOSSES[0]!, type: 'DOUBLE' },
      { name: 'ref_loss', data: Float32Array.of(1, 1, 1, 1, NaN), type: 'FLOAT' },
    ],
  });

const jsonl = () =>
  TOKENS.map((token, i) =>
    JSON.stringify({
      token,
      token_id: 7 + i,
      loss_step_1000: LOSSES[1]![i],
      loss_step_0: LOSSES[0]![i],
      ref_loss: i < 4 ? 1 : null,
    }),
  ).join('\n');

const csv = () =>
  [
    'token,token_id,loss_step_1000,loss_step_0,ref_loss',
    ...TOKENS.map((token, i) => `"${token}",${7 + i},${LOSSES[1]![i]},${LOSSES[0]![i]},${i < 4 ? 1 : ''}`),
  ].join('\n');

const file = (name: string, part: BlobPart) => ({ name, blob: new Blob([part]) });

async function mappingOf(name: string, part: BlobPart): Promise<TableMapping> {
  const message = await tableJob({ kind: 'inspect', file: file(name, part) });
  if (message.kind !== 'shape') throw new Error(JSON.stringify(message));
  expect(message.shape.rows).toBe(TOKENS.length);
  return message.shape.guess;
}

test.each([
  ['parquet', parquet],
  ['jsonl', jsonl],
  ['csv', csv],
])('a %s of losses is guessed, read, and becomes a trace with its numbers', async (ending, make) => {
  const name = `elsewhere.${ending}`;
  const mapping = await mappingOf(name, make());
  expect(mapping).toEqual({
    text: 'token',
    id: 'token_id',
    reference: 'ref_loss',
    losses: [
      { column: 'loss_step_1000', step: 1000 },
      { column: 'loss_step_0', step: 0 },
    ],
    isByteLevel: false,
  });
  const message = await tableJob({ kind: 'read', file: file(name, make()), mapping });
  if (message.kind !== 'trace') throw new Error(JSON.stringify(message));
  const trace = decodeTrace(message.bytes);
  const { document, arms } = trace;
  expect(new TextDecoder().decode(document!.textBytes)).toBe(TOKENS.join(''));
  expect([...document!.ids]).toEqual([7, 8, 9, 10, 11]);
  expect(arms[0]!.checkpoints.map(({ step }) => step)).toEqual([0, 1000]);
  expect([...arms[0]!.checkpoints[0]!.lossNats]).toEqual(LOSSES[0]);
  expect([...document!.referenceLossNats]).toEqual([1, 1, 1, 1, NaN]);
});

test('byte-level tokens become the bytes that they stand for', async () => {
  const name = 'gpt2.jsonl';
  const part = '{"token":"ĠcafÃ©","loss":1}\n{"token":"Ċ","loss":2}\n{"token":"<|end|>","loss":3}';
  const mapping = await tableJob({ kind: 'inspect', file: file(name, part) });
  if (mapping.kind !== 'shape') throw new Error(JSON.stringify(mapping));
  expect(mapping.shape.guess.isByteLevel).toBe(true);
  const message = await tableJob({ kind: 'read', file: file(name, part), mapping: mapping.shape.guess });
  const { document } = decodeTrace((message as Extract<TableMessage, { kind: 'trace' }>).bytes);
  expect(new TextDecoder().decode(document!.textBytes)).toBe(' café\n<|end|>');
  expect([...document!.ids]).toEqual([0, 1, 2]);
});

test.each([
  ['a.txt', 'x', /no table of losses/],
  ['a.parquet', 'PAR1 and then nothing', /cannot be read as a table/],
  ['a.jsonl', '{"token": "a", "loss": 1}\n{"token": ', /not JSON, row 2/],
  ['a.jsonl', '{"token": "a", "loss": 1}\n[1]', /no object, row 2/],
  ['a.jsonl', '{"token": "a", "loss": 1}\n{"token": "b", "loss": "high"}', /“high” in column “loss”, row 2/],
  ['a.jsonl', '{"token": "a", "loss": 1}\n{"token": 7, "loss": 1}', /no text in column “token”, row 2/],
  ['a.csv', 'token\n"a"\n', /column of losses/],
])('%s with %s is refused in a sentence that says where', async (name, part, says) => {
  const looked = await tableJob({ kind: 'inspect', file: file(name, part) });
  const mapping = looked.kind === 'shape' ? looked.shape.guess : undefined;
  const answer = mapping
    ? await tableJob({
        kind: 'read',
        file: file(name, part),
        mapping: { ...mapping, text: 'token', losses: /csv/.test(name) ? [] : [{ column: 'loss', step: 0 }] },
      })
    : looked;
  expect(answer).toMatchObject({ kind: 'refused' });
  expect(answer.kind === 'refused' && answer.sentence).toMatch(says);
});
