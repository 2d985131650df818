import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '../../../src/core/nn/tf';
import type { ArmConfig, SelectionScore, Setting, TrainConfig } from '../../../src/core/trace/config/config';
import type { Pull, RunEvent } from '../../../src/core/trace/events';
import { parseEvent } from '../../../src/core/trace/parseEvent';
import { generatedSource, SLM_ARM, CLM_ARM, trainPreset } from '../../../src/core/trace/config/presets';
import type { ModelLibrary, OpenModel, ResumePoint, RunPorts } from '../../../src/core/train/ports';
import { trainLanguageModel } from '../../../src/core/train/trainLanguageModel';
import { InputError } from '../../../src/core/util/assert';
import { tensorsLeaked, useBackend } from '../../support/backends';

const noModels: ModelLibrary = {
  open: async () => {
    throw new InputError('no models here');
  },
};
const STAMP = { backend: 'wasm', adapter: '', commit: 'test' };

/** Seconds, not minutes: 1 layer, 16 wide, 16 tokens a window. */
const tiny = (more: Partial<TrainConfig> = {}): TrainConfig => {
  const preset = trainPreset('tiny', { steps: 12 });
  return {
    ...preset,
    model: { ...preset.model, vocab: 300, seq: 16, layers: 1, embed: 16 },
    corpus: { kind: 'text', name: 'poem.txt' },
    watch: { kind: 'text', name: 'poem.txt' },
    watchTokens: 60,
    checkpoints: 3,
    ...more,
  };
};

const POEM = new TextEncoder().encode('the wind and the rain and the wind and the sea\n'.repeat(60));
const ports = (more: Partial<RunPorts> = {}): RunPorts => ({
  models: noModels,
  texts: { 'poem.txt': POEM },
  stamp: STAMP,
  ...more,
});

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;
const of = <K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) =>
  events.filter((event): event is Of<K> => event.kind === kind);

async function collect(config: TrainConfig, given = ports(), pull: Pull = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const run = trainLanguageModel(config, given);
  for (let next = await run.next(); !next.done; next = await run.next(pull)) events.push(next.value);
  return events;
}

const lossesOf = (events: readonly RunEvent[], arm = 0) =>
  of(events, 'steps').flatMap((event) => (event.arm === arm ? [...event.lossNats] : []));

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

describe('trainLanguageModel', () => {
  test('tells its story in order, every step once, and every watched token at every checkpoint', async () => {
    const events = await collect(tiny());
    for (const event of events) expect(parseEvent(event)).toBe(event);
    expect(events.slice(0, 3).map(({ kind }) => kind)).toEqual(['started', 'tokenizer', 'document']);
    expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'done' });
    expect(of(events, 'checkpoint').map(({ step }) => step)).toEqual([0, 6, 12]);
    expect(lossesOf(events)).toHaveLength(12);
    const document = of(events, 'document')[0]!;
    expect(document.ids.length).toBe(60);
    for (const checkpoint of [0, 1, 2]) {
      const chunks = of(events, 'scored').filter((event) => event.checkpoint === checkpoint);
      let next = 0;
      for (const chunk of chunks) {
        expect(chunk.first).toBe(next);
        next += chunk.lossNats.length;
        expect(chunk.topIds).toHaveLength(5 * chunk.lossNats.length);
      }
      expect(next).toBe(60);
    }
  });

  test('the first loss is near that of a uniform guess, and the last is lower', async () => {
    const losses = lossesOf(await collect(tiny({ steps: 60 })));
    expect(losses[0]).toBeGreaterThan(Math.log(300) - 0.7);
    expect(losses[0]).toBeLessThan(Math.log(300) + 0.7);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 1);
  });

  test('pulled one by one or all at once, the losses are the same to the bit', async () => {
    expect(lossesOf(await collect(tiny(), ports(), { steps: 1 }))).toEqual(lossesOf(await collect(tiny())));
  });

  test('a resumed run has the same losses to the bit, and scores no checkpoint twice', async () => {
    const whole = await collect(tiny(), ports(), { steps: 1, save: true });
    const states = of(whole, 'state');
    for (const at of [0, 5, 6, 12]) {
      const saved = states.find(({ step }) => step === at)!;
      const resume: ResumePoint = {
        step: at,
        arms: saved.arms,
        tokenizerJson: of(whole, 'tokenizer')[0]!.json,
        settings: [],
        checkpointsDone: [0, 6, 12].filter((step) => step < at).length,
      };
      const rest = await collect(tiny(), ports({ resume }));
      expect(lossesOf(rest)).toEqual(lossesOf(whole).slice(at));
      expect(of(rest, 'state').at(-1)?.arms).toEqual(states.at(-1)?.arms);
    }
  });

  test('a learning rate changed in flight holds from the next step on, is echoed, and outlives a resume', async () => {
    const run = trainLanguageModel(tiny(), ports());
    const events: RunEvent[] = [];
    let asked = false;
    for (let next = await run.next(); !next.done;) {
      events.push(next.value);
      const set: boolean = next.value.kind === 'steps' && !asked;
      asked ||= set;
      next = await run.next({
        steps: 1,
        save: true,
        ...(set ? { set: { name: 'learningRate', value: 1e-5 } as const } : {}),
      });
    }
    const echo = of(events, 'set')[0]!;
    expect(echo).toEqual({ kind: 'set', step: 1, setting: { name: 'learningRate', value: 1e-5 } });
    const rates = of(events, 'steps').flatMap(({ learningRate }) => [...learningRate]);
    expect(rates[0]).toBeGreaterThan(1e-4);
    expect(Math.max(...rates.slice(1))).toBeLessThanOrEqual(1.0001e-5);
    const saved = of(events, 'state').find(({ step }) => step === 8)!;
    const resume: ResumePoint = {
      step: 8,
      arms: saved.arms,
      tokenizerJson: of(events, 'tokenizer')[0]!.json,
      settings: [echo],
      checkpointsDone: 2,
    };
    expect(lossesOf(await collect(tiny(), ports({ resume })))).toEqual(lossesOf(events).slice(8));
  });

  test('score, cut and k changed in flight hold from the next step on, are echoed, and outlive a resume', async () => {
    const random: ArmConfig = {
      name: 'random',
      objective: { kind: 'slm', score: 'random', keepFraction: 0.5, per: 'batch' },
    };
    const settings: readonly Setting[] = [
      { name: 'score', arm: 0, value: 'highestLoss' },
      { name: 'per', arm: 0, value: 'sequence' },
      { name: 'keepFraction', arm: 0, value: 0.25 },
    ];
    const run = trainLanguageModel(tiny({ arms: [random] }), ports());
    const events: RunEvent[] = [];
    const waiting = [...settings];
    for (let next = await run.next(); !next.done;) {
      events.push(next.value);
      const set = next.value.kind === 'steps' ? waiting.shift() : undefined;
      next = await run.next({ steps: 1, save: true, ...(set ? { set } : {}) });
    }
    const echoes = of(events, 'set');
    expect(echoes).toEqual(settings.map((setting, i) => ({ kind: 'set', step: i + 1, setting })));
    const settled: ArmConfig = {
      name: 'settled',
      objective: { kind: 'slm', score: 'highestLoss', keepFraction: 0.25, per: 'sequence' },
    };
    const resumeAt = (step: number): ResumePoint => ({
      step,
      arms: of(events, 'state').find((state) => state.step === step)!.arms,
      tokenizerJson: of(events, 'tokenizer')[0]!.json,
      settings: [],
      checkpointsDone: step > 6 ? 2 : 1,
    });
    // From step 3 on the arm trains as one that was so from the start, and no longer as it was.
    const rest = lossesOf(events).slice(3);
    expect(lossesOf(await collect(tiny({ arms: [settled] }), ports({ resume: resumeAt(3) })))).toEqual(rest);
    expect(lossesOf(await collect(tiny({ arms: [random] }), ports({ resume: resumeAt(3) })))).not.toEqual(rest);
    const resume: ResumePoint = { ...resumeAt(8), settings: echoes };
    expect(lossesOf(await collect(tiny({ arms: [random] }), ports({ resume })))).toEqual(lossesOf(events).slice(8));
  });

  test('a score that asks a reference is not taken where the run has none, nor a score for an arm of all tokens', async () => {
    const random: ArmConfig = {
      name: 'random',
      objective: { kind: 'slm', score: 'random', keepFraction: 0.5, per: 'batch' },
    };
    const arms = [random, CLM_ARM];
    const plain = await collect(tiny({ arms }));
    const run = trainLanguageModel(tiny({ arms }), ports());
    const events: RunEvent[] = [];
    const waiting: Setting[] = [
      { name: 'score', arm: 0, value: 'excess' },
      { name: 'score', arm: 1, value: 'highestLoss' },
    ];
    for (let next = await run.next(); !next.done;) {
      events.push(next.value);
      const set = next.value.kind === 'steps' ? waiting.shift() : undefined;
      next = await run.next({ steps: 1, ...(set ? { set } : {}) });
    }
    expect(of(events, 'set')).toEqual([]);
    expect([lossesOf(events, 0), lossesOf(events, 1)]).toEqual([lossesOf(plain, 0), lossesOf(plain, 1)]);
  });

  test('arms with one objective and one seed have the same losses', async () => {
    const events = await collect(tiny({ arms: [CLM_ARM, { ...CLM_ARM, name: 'twin' }] }));
    expect(lossesOf(events, 1)).toEqual(lossesOf(events, 0));
  });

  test('keeping every token is CLM to the bit, whatever the score', async () => {
    const all = (score: SelectionScore): ArmConfig => ({
      name: score,
      objective: { kind: 'slm', score, keepFraction: 1, per: 'batch' },
    });
    const events = await collect(tiny({ arms: [CLM_ARM, all('highestLoss'), all('random')] }));
    expect(lossesOf(events, 1)).toEqual(lossesOf(events, 0));
    expect(lossesOf(events, 2)).toEqual(lossesOf(events, 0));
  });

  test('an arm may go on from weights of its own, read by the same tokenizer', async () => {
    const before = await collect(tiny());
    const [first, last] = [of(before, 'checkpoint')[0]!.weights, of(before, 'checkpoint').at(-1)!.weights];
    const model = (weights: Float32Array, tokenizerJson = of(before, 'tokenizer')[0]!.json): OpenModel => ({
      config: tiny().model,
      tokenizerJson,
      checkpoints: [{ step: 12, weights: async () => weights }],
    });
    const open = (models: Record<string, OpenModel>) =>
      ports({ models: { open: async (ref) => models[ref.kind === 'shipped' ? ref.name : '']! } });
    const named = (name: string) => ({ kind: 'shipped', name }) as const;
    const config = tiny({
      base: named('base'),
      arms: [CLM_ARM, { ...CLM_ARM, name: 'tuned', start: named('other') }],
    });
    const events = await collect(config, open({ base: model(first), other: model(last) }));
    const starts = of(events, 'checkpoint').filter(({ step }) => step === 0);
    expect(starts.map(({ weights }) => weights)).toEqual([first, last]);
    const foreign = model(last, of(before, 'tokenizer')[0]!.json.replace('e', 'E'));
    await expect(collect(config, open({ base: model(first), other: foreign }))).rejects.toThrow('another tokenizer');
  });

  test('SLM trains on a reference: the model before it, by the same tokenizer', async () => {
    const before = await collect(tiny());
    const library: ModelLibrary = {
      open: async () => ({
        config: tiny().model,
        tokenizerJson: of(before, 'tokenizer')[0]!.json,
        checkpoints: [{ step: 12, weights: async () => of(before, 'checkpoint').at(-1)!.weights }],
      }),
    };
    const reference = { kind: 'shipped', name: 'reference' } as const;
    const leaked = await tensorsLeaked(async () => {
      const events = await collect(
        tiny({ arms: [CLM_ARM, SLM_ARM], base: reference, reference, steps: 6 }),
        ports({ models: library }),
      );
      // From the reference itself every excess is zero: ties go by position, so SLM is CLM over each batch's first tokens.
      expect(events.at(-1)?.kind).toBe('finished');
      expect(lossesOf(events, 1)).toHaveLength(6);
      const scored = of(events, 'referenceScored');
      expect(scored.reduce((sum, { lossNats }) => sum + lossNats.length, 0)).toBe(60);
      // Weights that are the reference's own score the watched text alike.
      const own = of(events, 'scored').find(({ arm, checkpoint }) => arm === 0 && checkpoint === 0)!;
      scored[0]!.lossNats.forEach((loss, i) => expect(loss).toBeCloseTo(own.lossNats[i]!, 5));
    });
    expect(leaked).toBe(0);
  });

  test('a generated corpus is watched on a page of its own, with the source of each token, and measured', async () => {
    const config = tiny({
      corpus: generatedSource('noisy', 2000),
      watch: generatedSource('noisy', 100),
      model: { ...tiny().model, seq: 64 },
    });
    const events = await collect(config);
    const document = of(events, 'document')[0]!;
    expect(document.kindOf).toHaveLength(document.ids.length);
    const figures = new Set(of(events, 'measured').map(({ figure }) => figure));
    expect(figures).toContain('cleanLossNats');
    expect(figures).toContain('accuracy');
    for (const { value } of of(events, 'measured')) expect(value).toBeGreaterThanOrEqual(0);
  });

  test('a loss that is no number ends the run with the step and the mend', async () => {
    const diverging = tiny();
    const events = await collect({
      ...diverging,
      optimizer: { ...diverging.optimizer, learningRate: 1e30, clipNorm: 1e30 },
    });
    const failed = events.at(-1);
    expect(failed?.kind).toBe('failed');
    if (failed?.kind === 'failed') {
      expect(failed.sentence).toBe(
        `The loss is not a number at step ${failed.step}: lower the learning rate, or start from another seed.`,
      );
      expect(lossesOf(events)).toHaveLength(failed.step);
      expect(lossesOf(events).every(Number.isFinite)).toBe(true);
    }
  });

  test('a text shorter than a batch is refused with its name and the numbers', async () => {
    const short = ports({ texts: { 'poem.txt': POEM.slice(0, 40) } });
    await expect(collect(tiny(), short)).rejects.toThrow(InputError);
    await expect(collect(tiny(), short)).rejects.toThrow(/"poem.txt" has \d+ tokens, and one batch needs 64/);
    await expect(collect(tiny(), ports({ texts: {} }))).rejects.toThrow(/"poem.txt" is not here/);
  });

  test('a stopped run frees its tensors, wherever it is broken off', async () => {
    for (const kind of ['started', 'document', 'checkpoint', 'scored', 'steps'] as const) {
      const leaked = await tensorsLeaked(async () => {
        for await (const event of trainLanguageModel(tiny(), ports())) if (event.kind === kind) break;
      });
      expect(leaked, kind).toBe(0);
    }
  });

  test('the number of tensors is the same from step to step', async () => {
    const counts: number[] = [];
    for await (const event of trainLanguageModel(tiny({ checkpoints: 2 }), ports()))
      if (event.kind === 'steps') counts.push(tf.memory().numTensors);
    expect(new Set(counts).size).toBe(1);
  });
});
