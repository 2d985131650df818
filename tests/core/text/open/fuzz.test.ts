/** 200 damaged inputs for each kind of file: none hangs, none throws but in a sentence, none is swallowed. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { lossTrace } from '../../../../src/core/text/open/losses/lossTrace';
import { recognise } from '../../../../src/core/text/open/recognise';
import { InputError } from '../../../../src/core/util/assert';
import { encodeUtf8 } from '../../../../src/core/util/utf8';
import { chanceOf, damaged, damagedText } from '../../../support/fuzz';

const TURNS = 200;
const tokens = ['a', ' b', ' c', ' d'];
const lines = (row: (token: string, i: number) => unknown) =>
  tokens.map((t, i) => JSON.stringify(row(t, i))).join('\n');
const npy = [...encodeUtf8("'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".padStart(117, ' ')), 10];

const SOUND: Readonly<Record<string, string | Uint8Array>> = {
  rows: lines((token, i) => ({ token, step_0: i, step_9: 2 })),
  lists: JSON.stringify(tokens.map((token, i) => ({ token, losses: [i, 1, 2] }))),
  documents: lines((_, i) => ({ doc: i, tokens, losses: [1, 2, 3, 4], ref_losses: [1, 1, 1, 1] })),
  vllm: JSON.stringify({ choices: [{ prompt_logprobs: [null, { '5': { logprob: -1, decoded_token: 'a' } }] }] }),
  echo: JSON.stringify({ choices: [{ logprobs: { tokens, token_logprobs: [null, -1, -2, -3] } }] }),
  csv: `token;loss_0;loss_1\n${tokens.map((token, i) => `"${token}";${i},5;2,25`).join('\n')}\n`,
  long: `step,token,loss\n${[0, 1].flatMap((step) => tokens.map((token) => `${step},${token},2.5`)).join('\n')}\n`,
  npy: Uint8Array.from([0x93, ...encodeUtf8('NUMPY'), 1, 0, npy.length, 0, ...npy, ...new Uint8Array(16)]),
  notebook: JSON.stringify({ cells: [{ source: ['a\n', 'b'] }], nbformat: 4 }),
  nested: lines((_, i) => ({ id: i, data: { text: 'some words' } })),
  gzip: new Uint8Array(gzipSync('some words\n'.repeat(20))),
};

test.each(Object.entries(SOUND))('%s', (name, sound) => {
  const kinds = new Set<string>();
  for (let turn = 0; turn < TURNS; turn++) {
    const chance = chanceOf(`open ${name}`, turn);
    const bytes = typeof sound === 'string' ? encodeUtf8(damagedText(sound, chance)) : damaged(sound, chance);
    const opened = recognise('odd.file', bytes);
    kinds.add(opened.kind);
    expect(opened.reading).toMatch(/\S/);
    if (opened.kind === 'text') expect(opened.text.bytes.length).toBeGreaterThan(0);
    if (opened.kind !== 'losses') continue;
    const { tokens: found, lossNats, steps } = opened.losses;
    expect(lossNats).toHaveLength(steps.length);
    for (const nats of lossNats) expect(nats).toHaveLength(found.length);
    expectTraceOrSentence(() => lossTrace('odd.file', opened.losses));
  }
  expect(kinds.size).toBeGreaterThan(1);
});

function expectTraceOrSentence(make: () => unknown): void {
  try {
    expect(make()).toBeDefined();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
  }
}
