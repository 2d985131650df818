import { describe, expect, test } from 'vitest';
import { doubtsOf } from '../../src/app/pages/selection/doubts';
import { selectionRun } from '../../src/core/rho1/selectionRun';
import { CLM_ARM, SLM_ARM, trainPreset } from '../../src/core/trace/config/presets';
import { appendEvent, emptyTrace } from '../../src/core/trace/trace';

/** Two arms, three checkpoints of one token, and figures by hand: [arm][checkpoint]. */
function runOf(figures: Readonly<Record<string, readonly (readonly number[])[]>>) {
  const trace = emptyTrace();
  const config = trainPreset('tiny', { arms: [CLM_ARM, SLM_ARM], steps: 20 });
  appendEvent(trace, { kind: 'started', config, stamp: { backend: 'cpu', adapter: '', commit: 'x' } });
  appendEvent(trace, {
    kind: 'document',
    name: 'a',
    textBytes: Uint8Array.of(97),
    ids: new Int32Array(1),
    byteEnd: Int32Array.of(1),
  });
  for (const arm of [0, 1])
    for (const checkpoint of [0, 1, 2]) {
      const step = checkpoint * 10;
      appendEvent(trace, { kind: 'scored', arm, checkpoint, step, first: 0, lossNats: Float32Array.of(1) });
      for (const [figure, values] of Object.entries(figures))
        appendEvent(trace, { kind: 'measured', arm, step, figure, value: values[arm]![checkpoint]!, count: 48 });
    }
  const run = selectionRun(trace);
  if (!run) throw new Error('no run');
  return run;
}

describe('what to doubt', () => {
  test('nothing measured, nothing said of it', () => {
    expect(doubtsOf(runOf({}), {}).join(' ')).not.toMatch(/\d/);
  });

  test('the speed-up in tokens, and what is left of it once the reference is counted', () => {
    // SLM is at CLM's last loss after half of the steps: 2 times; with scoring 20 / (10 · 4/3) = 1.5; the reference
    // trained on as many tokens as 5 steps: 20 / (13.33 + 5) = 1.1.
    const run = runOf({
      answerLossNats: [
        [3, 2, 1],
        [3, 1, 0.5],
      ],
    });
    const [sentence = ''] = doubtsOf(run, { trainedTokens: 5 * run.tokensPerStep });
    expect(sentence).toContain('step 10 of 20: 2.0 times fewer tokens');
    expect(sentence).toContain('1.5 times less arithmetic');
    expect(sentence).toContain('training 1.1 times');
  });

  test('says so where SLM never comes to CLM’s end', () => {
    expect(
      doubtsOf(
        runOf({
          answerLossNats: [
            [3, 2, 1],
            [3, 2.5, 2],
          ],
        }),
        {},
      )[0],
    ).toContain('did not reach');
  });

  test('the reference stands beside what it made', () => {
    const run = runOf({
      accuracy: [
        [0, 0.2, 0.4],
        [0, 0.5, 0.8],
      ],
    });
    expect(doubtsOf(run, { accuracy: 0.75 }).join(' ')).toMatch(/reference model alone solves 75\u00a0%.*80\u00a0%/);
  });

  test('a run without a random arm says that the choice is not shown to matter', () => {
    expect(doubtsOf(runOf({}), {}).join(' ')).toContain('no random selection');
  });
});
