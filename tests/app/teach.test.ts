import { describe, expect, test } from 'vitest';
import { START_TEACH } from '../../src/app/state/teach';
import { teachConfig } from '../../src/app/state/config/teachConfig';
import { thoughtsSeconds } from '../../src/app/state/config/thoughtsCost';
import { parseRunConfig } from '../../src/core/trace/config/parseConfig';
import { thoughtsPreset } from '../../src/core/trace/config/thoughtPresets';
import { trainPreset } from '../../src/core/trace/config/presets';

describe('the config of a choice', () => {
  test('is the preset, where nothing was changed', () => {
    expect(teachConfig({ ...START_TEACH, preset: 'micro' })).toEqual(thoughtsPreset('micro', 'coconut', 'prosqa'));
  });

  test('takes changed steps, and what follows from them', () => {
    const config = teachConfig(START_TEACH, '', { steps: [40, 20, 60], learningRate: 1e-3 });
    expect(config.stages.map(({ steps }) => steps)).toEqual([40, 20, 60]);
    expect(config.optimizer.learningRate).toBe(1e-3);
    expect(config.optimizer.warmupSteps).toBe(12);
  });

  test('is one that the engine takes, for each task', () => {
    for (const task of ['prosqa', 'prontoqa', 'arithmetic', 'list'] as const) {
      const config = teachConfig({ ...START_TEACH, task, thoughtsPerStep: 2 }, 'mine.json');
      expect(parseRunConfig(config), task).toEqual(config);
    }
  });
});

describe('the cost before the start', () => {
  const measured = trainPreset('tiny').model;
  const cost = (change: Partial<typeof START_TEACH>) =>
    thoughtsSeconds(teachConfig({ ...START_TEACH, ...change }), measured, 10_000);

  test('a larger preset costs more, and no written steps cost less than thoughts', () => {
    expect(cost({ preset: 'micro' })).toBeGreaterThan(20 * cost({}));
    expect(cost({ preset: 'micro', method: 'no-cot' })).toBeLessThan(cost({ preset: 'micro' }));
    expect(cost({ thoughtsPerStep: 2 })).toBeGreaterThan(cost({}));
  });

  test('twice the speed is half the time', () => {
    const config = teachConfig(START_TEACH);
    expect(thoughtsSeconds(config, measured, 20_000)).toBeCloseTo(thoughtsSeconds(config, measured, 10_000) / 2, 9);
  });
});
