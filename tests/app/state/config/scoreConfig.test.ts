import { expect, test } from 'vitest';
import type { RunId } from '../../../../src/core/trace/messages/commands';
import { emptyTrace } from '../../../../src/core/trace/trace';
import type { RunEntry } from '../../../../src/app/state/runEntry';
import { wholeOffer } from '../../../../src/app/state/config/scoreConfig';

const run = 'r1' as RunId;
const config = {
  kind: 'score',
  text: { kind: 'text', name: 'book' },
  model: { kind: 'shipped', name: 'base' },
  maxTokens: 4,
} as const;

/** Four tokens of 8 bytes were scored at two checkpoints, of a text of so many bytes. */
function offerFor(bytes: number) {
  const trace = emptyTrace();
  trace.config = config;
  trace.document = {
    name: 'book',
    textBytes: new Uint8Array(8),
    ids: Int32Array.of(1, 2, 3, 4),
    byteEnd: Int32Array.of(2, 4, 6, 8),
    referenceLossNats: new Float32Array(4),
    referenceEntropyNats: new Float32Array(4),
    referenceScored: 0,
  };
  trace.arms[0] = { checkpoints: [{}, {}] } as unknown as NonNullable<(typeof trace.arms)[0]>;
  const report = { name: 'wasm', adapter: '', falls: [], tokensPerSecond: 100 } as const;
  const text = { name: 'book', bytes: new Uint8Array(bytes) };
  return wholeOffer({ engine: { kind: 'ready', report }, texts: { [run]: text } }, {
    run,
    trace,
    origin: 'here',
    state: 'done',
    title: 'book',
  } as unknown as RunEntry);
}

test('a text whose beginning was scored is offered whole, at the price of its tokens and checkpoints', () => {
  expect(offerFor(8)).toBeUndefined();
  const offer = offerFor(3000);
  expect(offer).toMatchObject({ tokens: 1500, scored: 1500, config: { maxTokens: 1_000_000 } });
  expect(offer?.seconds).toBe((1500 * 2) / 300);
});

test('a text of more than a million tokens is offered up to there', () => {
  expect(offerFor(8_000_000)).toMatchObject({ tokens: 4_000_000, scored: 1_000_000 });
});
