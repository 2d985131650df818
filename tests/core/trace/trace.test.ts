import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/core/trace/events';
import { appendEvent, emptyTrace } from '../../../src/core/trace/trace';

const bytes = (text: string) => new TextEncoder().encode(text);
const document: RunEvent = {
  kind: 'document',
  name: 'a.txt',
  textBytes: bytes('abc'),
  ids: Int32Array.of(1, 2, 3),
  byteEnd: Int32Array.of(1, 2, 3),
};
const steps = (first: number, ...losses: number[]): RunEvent => ({
  kind: 'steps',
  arm: 0,
  first,
  lossNats: Float32Array.from(losses),
  gradientNorm: new Float32Array(losses.length).fill(1),
  learningRate: new Float32Array(losses.length).fill(0.5),
});
const scored = (checkpoint: number, step: number, first: number, ...losses: number[]): RunEvent => ({
  kind: 'scored',
  arm: 0,
  checkpoint,
  step,
  first,
  lossNats: Float32Array.from(losses),
});

const fold = (...events: RunEvent[]) => {
  const trace = emptyTrace();
  for (const event of events) appendEvent(trace, event);
  return trace;
};

describe('appendEvent', () => {
  test('how steps are cut into events leaves no trace', () => {
    const whole = fold(steps(0, 4, 3, 2, 1)).arms[0]!;
    const cut = fold(steps(0, 4), steps(1, 3, 2), steps(3, 1)).arms[0]!;
    expect([...cut.lossNats.view()]).toEqual([...whole.lossNats.view()]);
    expect([...cut.learningRate.view()]).toEqual([...whole.learningRate.view()]);
  });

  test('a resumed run overwrites the steps it does again', () => {
    const trace = fold(steps(0, 4, 3, 2, 1), steps(2, 2, 1, 0.5));
    expect([...trace.arms[0]!.lossNats.view()]).toEqual([4, 3, 2, 1, 0.5]);
  });

  test('a gap in the steps is a bug', () => {
    expect(() => fold(steps(0, 4), steps(2, 3))).toThrow(/gap/);
  });

  test('tokens are unscored (NaN) until their loss came', () => {
    const { checkpoints } = fold(document, scored(0, 0, 0, 5, 6), scored(0, 0, 2, 7), scored(1, 10, 0, 1)).arms[0]!;
    expect(checkpoints.map(({ step, scored }) => [step, scored])).toEqual([
      [0, 3],
      [10, 1],
    ]);
    expect([...checkpoints[0]!.lossNats]).toEqual([5, 6, 7]);
    expect([...checkpoints[1]!.lossNats]).toEqual([1, NaN, NaN]);
  });

  test('telling the document again keeps the scores; a finished run that starts again is not finished', () => {
    const trace = fold(document, scored(0, 0, 0, 5, 6, 7), { kind: 'finished', reason: 'stopped' });
    appendEvent(trace, document);
    expect([...trace.arms[0]!.checkpoints[0]!.lossNats]).toEqual([5, 6, 7]);
    expect(trace.end?.reason).toBe('stopped');
    appendEvent(trace, { kind: 'failed', step: 3, sentence: 'The loss is not a number at step 3.' });
    expect(trace.end).toEqual({ reason: 'failed', sentence: 'The loss is not a number at step 3.' });
  });

  test('each event raises the version by one, also those for the store', () => {
    expect(fold(document, steps(0, 1), { kind: 'tokenizer', json: '{}' }).version).toBe(3);
  });

  test('a figure measured again at the same step replaces the first', () => {
    const measured = (value: number): RunEvent => ({
      kind: 'measured',
      arm: 0,
      step: 5,
      figure: 'cleanLossNats',
      value,
      count: 9,
    });
    expect(fold(measured(2), measured(1)).arms[0]!.figures).toEqual([
      { step: 5, figure: 'cleanLossNats', value: 1, count: 9 },
    ]);
  });
});
