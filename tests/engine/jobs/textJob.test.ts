import { expect, test } from 'vitest';
import type { TextMessage } from '../../../src/core/trace/messages/textMessages';
import { decodeTrace } from '../../../src/core/trace/traceCodec';
import { readJob } from '../../../src/engine/jobs/textJob';

async function answers(files: Record<string, BlobPart>, isCancelled: (posted: number) => boolean = () => false) {
  const posted: TextMessage[] = [];
  const named = Object.entries(files).map(([name, part]) => ({ name, blob: new Blob([part]) }));
  await readJob(
    { kind: 'read', job: 7, files: named },
    () => isCancelled(posted.length),
    (m) => posted.push(m),
  );
  return posted;
}

test('progress rises to the total, then the text comes', async () => {
  const bytes = new Uint8Array(9 * 2 ** 20).fill(0x61);
  const posted = await answers({ 'a.txt': bytes, 'b.txt': 'bb' });
  const total = bytes.length + 2;
  const progress = posted.filter((message) => message.kind === 'progress');
  expect(progress.map(({ doneBytes }) => doneBytes)).toEqual([4 * 2 ** 20, 8 * 2 ** 20, bytes.length, total]);
  expect(progress.every(({ totalBytes }) => totalBytes === total)).toBe(true);
  const last = posted.at(-1);
  expect(last?.kind === 'read' && [last.job, last.text.name, last.text.text.length]).toEqual([
    7,
    'a.txt and 1 more',
    total + '<|endoftext|>'.length,
  ]);
});

test('a cancelled job reads no further', async () => {
  const posted = await answers({ 'a.txt': new Uint8Array(9 * 2 ** 20).fill(0x61) }, (count) => count === 1);
  expect(posted.map(({ kind }) => kind)).toEqual(['progress', 'cancelled']);
});

test('a file too large is refused before a byte is read', async () => {
  const posted = await answers({ 'big.txt': new Uint8Array(50_000_001) });
  expect(posted).toEqual([
    {
      kind: 'refused',
      job: 7,
      sentence: 'big.txt has 50,000,001 bytes, and at most 50 MB are read; choose a part of it.',
    },
  ]);
});

test('what cannot be read is refused with a sentence', async () => {
  expect((await answers({ 'photo.png': Uint8Array.of(137, 80, 78, 71, 0, 0) })).at(-1)).toMatchObject({
    kind: 'refused',
    sentence: expect.stringMatching(/^photo\.png is not a text file; choose/),
  });
});

test('one file of losses becomes a trace, whatever its name; among other files it is a text', async () => {
  const rows = '{"token":"a","losses":[1.5,2]}\n{"token":" b","losses":[2.5,null]}';
  const last = (await answers({ 'a.txt': rows })).at(-1);
  if (last?.kind !== 'losses') throw new Error(JSON.stringify(last));
  expect(last.sentence).toBe('a.txt was opened as 2 tokens with losses at 2 checkpoints.');
  const { arms, document } = decodeTrace(last.bytes);
  expect(new TextDecoder().decode(document?.textBytes)).toBe('a b');
  expect(arms[0]?.checkpoints.map(({ step, lossNats }) => [step, ...lossNats])).toEqual([
    [0, 1.5, 2.5],
    [1, 2, NaN],
  ]);
  expect((await answers({ 'a.jsonl': rows, 'b.txt': 'b' })).at(-1)?.kind).toBe('read');
});

test('losses that cannot be drawn, or do not fit together, are refused in a sentence', async () => {
  const excess = '{"tokens":["a"],"excess_loss":[1]}';
  const uneven = '{"token":"a","losses":[1]}\n{"token":"b","losses":[1,2]}';
  for (const [part, sentence] of [
    [excess, /a\.json has excess losses, but not the losses that they come from/],
    [uneven, /a\.json has 2 numbers in “losses” of row 2/],
  ] as const)
    expect((await answers({ 'a.json': part })).at(-1)).toMatchObject({
      kind: 'refused',
      sentence: expect.stringMatching(sentence),
    });
});
