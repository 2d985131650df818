import { expect, test } from 'vitest';
import { inBlocks } from '../../src/core/util/pieces';
import { inSlices } from '../../src/views/slices';

function* counting(total: number, onPiece: () => void) {
  yield* inBlocks(total, 1, onPiece);
  return total;
}

test('all pieces are done, and whoever asked goes on before the first', async () => {
  let pieces = 0;
  const result = inSlices(
    counting(20, () => pieces++),
    () => false,
  );
  expect(pieces).toBe(0);
  expect(await result).toBe(20);
  expect(pieces).toBe(20);
});

test('the page has turns in between: a timer that was set before is not kept waiting to the end', async () => {
  let isTimerDone = false;
  let piecesBefore = 0;
  setTimeout(() => (isTimerDone = true), 0);
  await inSlices(
    counting(30, () => {
      const untilMs = performance.now() + 4;
      while (performance.now() < untilMs);
      if (!isTimerDone) piecesBefore++;
    }),
    () => false,
  );
  expect(isTimerDone).toBe(true);
  expect(piecesBefore).toBeLessThan(30);
});

test('work that nobody waits for any more ends, and has no result', async () => {
  let pieces = 0;
  const result = await inSlices(
    counting(1000, () => {
      pieces++;
      const untilMs = performance.now() + 10;
      while (performance.now() < untilMs);
    }),
    () => pieces >= 2,
  );
  expect(result).toBeUndefined();
  expect(pieces).toBeLessThan(1000);
});
