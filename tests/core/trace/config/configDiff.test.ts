import { expect, test } from 'vitest';
import { differingSettings, settingsButSeed } from '../../../../src/core/trace/config/configDiff';
import { trainPreset } from '../../../../src/core/trace/config/presets';

test('only what differs is named, by its path, and a missing setting is empty', () => {
  const plain = trainPreset('tiny');
  const other = trainPreset('tiny', {
    seed: 7,
    arms: [
      ...plain.arms,
      { name: 'SLM', objective: { kind: 'slm', score: 'excess', keepFraction: 0.6, per: 'batch' } },
    ],
  });
  const rows = differingSettings([plain, other]);
  expect(rows.map(({ name }) => name)).toEqual([
    'seed',
    'arms.1.name',
    'arms.1.objective.kind',
    'arms.1.objective.score',
    'arms.1.objective.keepFraction',
    'arms.1.objective.per',
  ]);
  expect(rows[0]?.values).toEqual(['1', '7']);
  expect(rows[1]?.values).toEqual(['', 'SLM']);
  expect(differingSettings([plain, plain])).toEqual([]);
});

test('a family is all but the seed, in whatever order the settings stand', () => {
  const config = trainPreset('micro');
  const { kind, seed: _seed, ...others } = config;
  expect(settingsButSeed({ ...others, seed: 5, kind })).toBe(settingsButSeed(config));
  expect(settingsButSeed({ ...config, steps: config.steps + 1 })).not.toBe(settingsButSeed(config));
});
