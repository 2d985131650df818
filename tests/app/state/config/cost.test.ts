import { describe, expect, test } from 'vitest';
import { estimatedSeconds, flopsPerToken, trainedTokens } from '../../../../src/app/state/config/cost';
import { trainPreset } from '../../../../src/core/trace/config/presets';

describe('cost', () => {
  test('arithmetic by hand: 6(12 L d² + d V) + 12 L T d', () => {
    const { model } = trainPreset('micro');
    expect(flopsPerToken(model)).toBe(6 * (12 * 2 * 96 * 96 + 96 * 1024) + 12 * 2 * 128 * 96);
  });

  test('a run of the measured model takes its tokens over its speed, and scoring a third of that a token', () => {
    const config = trainPreset('tiny');
    const scored = config.watchTokens * config.checkpoints;
    expect(estimatedSeconds(config, config.model, 1000)).toBeCloseTo((trainedTokens(config) + scored / 3) / 1000, 9);
  });

  test('twice the speed is half the time; a larger model takes longer', () => {
    const [tiny, micro] = [trainPreset('tiny'), trainPreset('micro')];
    expect(estimatedSeconds(micro, tiny.model, 2000)).toBeCloseTo(estimatedSeconds(micro, tiny.model, 1000) / 2, 9);
    expect(estimatedSeconds(micro, tiny.model, 1000)).toBeGreaterThan(estimatedSeconds(micro, micro.model, 1000));
  });
});
