import { beforeAll, describe, expect, test } from 'vitest';
import { METHOD_NAMES } from '../../../../src/core/coconut/curriculum/methods';
import { readProblemFile } from '../../../../src/core/coconut/problems/problemJson';
import * as tf from '../../../../src/core/nn/tf';
import type { ThoughtsConfig } from '../../../../src/core/trace/config/config';
import type { Pull, RunEvent } from '../../../../src/core/trace/events';
import { parseEvent } from '../../../../src/core/trace/parseEvent';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { appendEvent, emptyTrace } from '../../../../src/core/trace/trace';
import type { ResumePoint, RunPorts } from '../../../../src/core/train/ports';
import { milestones } from '../../../../src/core/train/thoughts/schedule';
import { trainThoughts } from '../../../../src/core/train/thoughts/trainThoughts';
import { InputError } from '../../../../src/core/util/assert';
import { tensorsLeaked, useBackend } from '../../../support/backends';

/** Two steps a stage, a model of 16 channels: what is tested here is the story, not the learning. */
const tiny = (more: Partial<ThoughtsConfig> = {}): ThoughtsConfig => {
  const preset = thoughtsPreset('tiny', 'coconut', 'prosqa');
  return {
    ...preset,
    model: { ...preset.model, embed: 16, heads: 2, layers: 1 },
    stages: [0, 1, 2].map((stage) => ({ levels: ['micro'], stage, steps: 2 })),
    evaluateEvery: 4,
    batch: 3,
    testProblems: 3,
    finalProblems: 5,
    pinnedProblems: 2,
    ...more,
  };
};

const ports = (more: Partial<RunPorts> = {}): RunPorts => ({
  models: {
    open: async () => {
      throw new InputError('no models here');
    },
  },
  texts: {},
  stamp: { backend: 'wasm', adapter: '', commit: 'test' },
  ...more,
});

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;
const of = <K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) =>
  events.filter((event): event is Of<K> => event.kind === kind);

async function collect(config: ThoughtsConfig, given = ports(), pull: Pull = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const run = trainThoughts(config, given);
  for (let next = await run.next(); !next.done; next = await run.next(pull)) events.push(next.value);
  return events;
}

const lossesOf = (events: readonly RunEvent[]) => of(events, 'steps').flatMap(({ lossNats }) => [...lossNats]);

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

describe('trainThoughts', () => {
  test('tells its story in order: every step once, every number of thoughts at every milestone', async () => {
    const events = await collect(tiny());
    for (const event of events) expect(parseEvent(event)).toBe(event);
    expect(events.slice(0, 3).map(({ kind }) => kind)).toEqual(['started', 'tokenizer', 'pinned']);
    expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'done' });
    expect(lossesOf(events)).toHaveLength(6);
    const steps = [0, 2, 4, 6]; // the ends of the stages; 4 is also the fourth step
    expect(of(events, 'checkpoint').map(({ step }) => step)).toEqual(steps);
    expect(of(events, 'graded').map(({ step, thoughts }) => [step, thoughts])).toEqual(
      steps.flatMap((step) => [0, 1, 2].map((thoughts) => [step, thoughts])),
    );
    for (const { step, answerRight } of of(events, 'graded')) expect(answerRight).toHaveLength(step === 6 ? 5 : 3);
    const pinned = readProblemFile(of(events, 'pinned')[0]!.json).problems;
    expect(pinned).toHaveLength(2);
    for (const { nodeValue } of of(events, 'probed')) {
      expect(nodeValue).toHaveLength(10); // a micro graph has ten nodes
      const sum = nodeValue.reduce((a, b) => a + b, 0);
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-5); // names are tokens of one distribution
    }
  });

  test('the first loss is that of a guess among the vocabulary, or a little more: the first weights look sure', async () => {
    const [started] = of(await collect(tiny()), 'started');
    const config = started!.config as ThoughtsConfig;
    const [first] = lossesOf(await collect(tiny()));
    expect(first).toBeGreaterThan(0.5 * Math.log(config.model.vocab));
    expect(first).toBeLessThan(2.5 * Math.log(config.model.vocab));
  });

  test('pulled one by one or all at once, the losses are the same to the bit', async () => {
    expect(lossesOf(await collect(tiny(), ports(), { steps: 1 }))).toEqual(lossesOf(await collect(tiny())));
  });

  for (const resetOptimizer of [false, true])
    test(`a run resumed in any stage goes on to the bit${resetOptimizer ? ', where stages reset the optimizer' : ''}`, async () => {
      const config = tiny({ resetOptimizer });
      const whole = await collect(config, ports(), { steps: 1, save: true });
      const states = of(whole, 'state');
      const end = states.at(-1)!;
      for (const at of [0, 1, 2, 3, 4, 5, 6]) {
        const saved = states.find(({ step }) => step === at)!;
        const resume: ResumePoint = {
          step: at,
          arms: saved.arms,
          tokenizerJson: of(whole, 'tokenizer')[0]!.json,
          settings: [],
          checkpointsDone: milestones(config).filter((step) => step < at).length,
        };
        const rest = await collect(config, ports({ resume }));
        expect(lossesOf(rest)).toEqual(lossesOf(whole).slice(at));
        expect(of(rest, 'state').at(-1)).toEqual(end);
      }
    });

  test('a reset changes what follows the first stage, and nothing before', async () => {
    const kept = lossesOf(await collect(tiny()));
    const reset = lossesOf(await collect(tiny({ resetOptimizer: true })));
    expect(reset.slice(0, 3)).toEqual(kept.slice(0, 3)); // the loss of step 2 is taken before its update
    expect(reset.slice(3)).not.toEqual(kept.slice(3));
  });

  for (const method of METHOD_NAMES)
    test(`${method} trains and is graded, and its trace folds`, async () => {
      const trace = emptyTrace();
      for (const event of await collect(tiny({ method }))) appendEvent(trace, event);
      expect(trace.end).toEqual({ reason: 'done' });
      expect([...trace.arms[0]!.lossNats.view()].every(Number.isFinite)).toBe(true);
      const hasSlots = !['cot', 'no-cot', 'icot', 'coconut-no-thought'].includes(method);
      expect(new Set(trace.thoughts!.graded.map(({ thoughts }) => thoughts)).size).toBe(hasSlots ? 3 : 1);
    });

  for (const problems of ['prontoqa', 'arithmetic'] as const)
    test(`${problems}: rows of different lengths train too`, async () => {
      const preset = thoughtsPreset('tiny', 'coconut', problems);
      const events = await collect(
        tiny({ problems: preset.problems, stages: preset.stages.map((stage) => ({ ...stage, steps: 2 })) }),
      );
      expect(lossesOf(events).every(Number.isFinite)).toBe(true);
      expect(of(events, 'finished')).toHaveLength(1);
    });

  test('a loss that is no number stops the run with a sentence', async () => {
    const config = tiny();
    const events = await collect({ ...config, optimizer: { ...config.optimizer, learningRate: 1e30, clipNorm: 1e9 } });
    expect(events.at(-1)).toMatchObject({ kind: 'failed' });
    expect(of(events, 'failed')[0]?.sentence).toMatch(/^The loss is not a number at step \d+: /);
  });

  test('a level that is not there is refused by name', async () => {
    const run = trainThoughts(tiny({ stages: [{ levels: ['huge'], stage: 0, steps: 1 }] }), ports());
    await expect(run.next()).rejects.toThrow('"huge" is not a level of prosqa; choose one of micro, micro3,');
  });

  test(
    'memory is constant over 200 steps of every stage, and a run frees all, also when it is broken off',
    { timeout: 120_000 },
    async () => {
      for (const stopAt of ['started', 'graded', 'steps', 'checkpoint', 'none'] as const) {
        const leaked = await tensorsLeaked(async () => {
          for await (const event of trainThoughts(tiny(), ports())) if (event.kind === stopAt) break;
        });
        expect(leaked).toBe(0);
      }
      const run = trainThoughts(
        tiny({ stages: [0, 1, 2].map((stage) => ({ levels: ['micro'], stage, steps: 200 })), evaluateEvery: 1000 }),
        ports(),
      );
      const held = new Set<string>();
      for (let next = await run.next(); !next.done; next = await run.next({ steps: 8 }))
        if (next.value.kind === 'steps') held.add(`${tf.memory().numTensors} tensors, ${tf.memory().numBytes} bytes`);
      expect(held.size).toBe(1);
    },
  );
});
