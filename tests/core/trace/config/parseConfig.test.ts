import { describe, expect, test } from 'vitest';
import type { RunConfig, TrainConfig } from '../../../../src/core/trace/config/config';
import { parseRunConfig } from '../../../../src/core/trace/config/parseConfig';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { SLM_ARM, trainPreset } from '../../../../src/core/trace/config/presets';
import { InputError } from '../../../../src/core/util/assert';

const TINY = trainPreset('tiny');
const withModel = (change: object): unknown => ({ ...TINY, model: { ...TINY.model, ...change } });
const withArm = (change: object): unknown => ({
  ...TINY,
  arms: [{ ...SLM_ARM, objective: { ...SLM_ARM.objective, ...change } }],
});

describe('a config that works', () => {
  const score: RunConfig = {
    kind: 'score',
    text: { kind: 'text', name: 'alice.txt' },
    model: { kind: 'run', run: 'r-1', arm: 0 },
    reference: { kind: 'shipped', name: 'reference' },
    maxTokens: 1000,
  };
  const train: TrainConfig = trainPreset('small', { base: { kind: 'shipped', name: 'base' }, arms: [SLM_ARM] });
  for (const config of [trainPreset('tiny'), trainPreset('micro'), train, score])
    test(`passes unchanged through JSON (${config.kind})`, () => {
      expect(parseRunConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    });
});

describe('a run that thinks', () => {
  for (const method of ['coconut', 'cot', 'no-cot', 'icot', 'pause', 'pause-as-thought'] as const)
    test(`${method} comes back through JSON`, () => {
      for (const task of ['prosqa', 'prontoqa', 'arithmetic', { kind: 'file', name: 'x.json' }] as const) {
        const config = thoughtsPreset('micro', method, task);
        expect(parseRunConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
      }
    });

  test('an unknown method is refused', () => {
    const config = { ...thoughtsPreset('micro', 'coconut', 'prosqa'), method: 'telepathy' };
    expect(() => parseRunConfig(config)).toThrow('method must be one of coconut, cot,');
  });
});

describe('one sentence that names the field', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, 'all of it must be a table.'],
    [{}, 'kind is unknown.'],
    [{ ...TINY, kind: 'bake' }, 'kind is unknown.'],
    [{ ...TINY, step: 5 }, 'step is unknown.'],
    [JSON.parse(JSON.stringify({ ...TINY, seed: undefined })), 'seed is missing.'],
    [{ ...TINY, arms: [] }, 'arms must name at least one arm.'],
    [{ ...TINY, arms: Array(9).fill(TINY.arms[0]) }, 'arms must be a list of at most 8.'],
    [{ ...TINY, base: { kind: 'shipped', name: '../secrets' } }, 'base.name must be a plain name'],
    [withModel({ vocab: 65_537 }), 'model.vocab must be a whole number from 2 to 65,536.'],
    [withModel({ vocab: NaN }), 'model.vocab must be a whole number from 2 to 65,536.'],
    [withModel({ seq: 4097 }), 'model.seq must be a whole number from 2 to 4,096.'],
    [withModel({ layers: 49 }), 'model.layers must be a whole number from 1 to 48.'],
    [withModel({ layers: 1.5 }), 'model.layers must be a whole number from 1 to 48.'],
    [withModel({ embed: '96' }), 'model.embed must be a whole number from 1 to 4,096.'],
    [withModel({ heads: 5 }), 'model.heads must divide embed.'],
    [withModel({ embed: 6, heads: 2 }), 'model.position can be rotary only if embed / heads is even.'],
    [withModel({ tokenShift: 1 }), 'model.tokenShift must be true or false.'],
    [withArm({ keepFraction: 0 }), 'arms.0.objective.keepFraction must be more than 0 and at most 1.'],
    [withArm({ keepFraction: 1.01 }), 'arms.0.objective.keepFraction must be more than 0 and at most 1.'],
    [withArm({ score: 'luck' }), 'arms.0.objective.score must be one of excess, random,'],
  ];
  for (const [config, sentence] of cases)
    test(sentence, () => {
      const parse = () => parseRunConfig(config);
      expect(parse).toThrow(InputError);
      expect(parse).toThrow(`These settings do not work: ${sentence}`);
    });
});
