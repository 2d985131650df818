import { describe, expect, test } from 'vitest';
import { finished } from '../../../../src/core/util/pieces';
import { firstFitted, judgedTokens, showingTokens } from '../../../../src/app/state/texts/tokenColumns';
import { CATEGORIES, PAPER_RULE } from '../../../../src/core/rho1/categories';
import { appendEvent, emptyTrace } from '../../../../src/core/trace/trace';

/** A run from nothing, four tokens that are learned, known, never learned and forgotten: [checkpoint][token] nats. */
const LOSSES = [
  [6.24, 6.24, 6.24, 6.24],
  [5, 1, 5, 1],
  [4, 1.05, 5.05, 2],
  [3, 1, 5, 3.5],
];
const CURSOR = { arm: 0, rule: PAPER_RULE };

function runOf(losses: readonly (readonly number[])[]) {
  const trace = emptyTrace();
  appendEvent(trace, {
    kind: 'document',
    name: 'a',
    textBytes: Uint8Array.of(97, 98, 99, 100),
    ids: new Int32Array(4),
    byteEnd: Int32Array.of(1, 2, 3, 4),
  });
  losses.forEach((nats, checkpoint) =>
    appendEvent(trace, {
      kind: 'scored',
      arm: 0,
      checkpoint,
      step: 40 * checkpoint,
      first: 0,
      lossNats: Float32Array.from(nats),
    }),
  );
  return trace;
}

const names = (category: Uint8Array | undefined) => Array.from(category ?? [], (code) => CATEGORIES[code]);

describe('the first checkpoint of the fit', () => {
  test('by itself it leaves random weights out; asked for, it takes them in', () => {
    const trace = runOf(LOSSES);
    expect(names(judgedTokens(trace, CURSOR)?.category)).toEqual(['H→L', 'L→L', 'H→H', 'L→H']);
    expect(names(judgedTokens(trace, { ...CURSOR, fitFrom: 0 })?.category)).toEqual(['H→L', 'H→L', 'H→L', 'H→L']);
  });

  test('checkpoints before it stay to be shown', () => {
    const judged = judgedTokens(runOf(LOSSES), { ...CURSOR, fitFrom: 80 });
    expect(judged?.checkpoints.map(({ step }) => step)).toEqual([0, 40, 80, 120]);
    expect(judged?.fitFirst).toBe(2);
  });

  test('while a checkpoint is being scored, tokens it has not reached keep their category', () => {
    const trace = runOf(LOSSES);
    const before = names(judgedTokens(trace, CURSOR)?.category);
    const fifth = { kind: 'scored', arm: 0, checkpoint: 4, step: 160, first: 0, lossNats: Float32Array.of(2) } as const;
    appendEvent(trace, fifth);
    expect(names(judgedTokens(trace, CURSOR)?.category)).toEqual(before);
  });

  test('first against last loss begins with it, and so does the brush', () => {
    const judged = judgedTokens(runOf(LOSSES), CURSOR);
    if (!judged) throw new Error('nothing is judged');
    expect([...firstFitted(judged)]).toEqual([5, 1, 5, 1]);
    expect([
      ...(finished(showingTokens(judged, { filter: [], brush: { first: [4, 5.5], last: [0, 4] } })) ?? []),
    ]).toEqual([1, 0, 0, 0]);
  });
});
