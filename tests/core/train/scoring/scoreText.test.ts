import { beforeAll, describe, expect, test } from 'vitest';
import { initWeights } from '../../../../src/core/nn/init';
import type { ScoreConfig } from '../../../../src/core/trace/config/config';
import type { RunEvent } from '../../../../src/core/trace/events';
import { parseEvent } from '../../../../src/core/trace/parseEvent';
import { trainPreset } from '../../../../src/core/trace/config/presets';
import type { ModelLibrary, RunPorts } from '../../../../src/core/train/ports';
import { scoreText } from '../../../../src/core/train/scoring/scoreText';
import { trainTokenizer } from '../../../../src/core/train/tokenizer';
import { tensorsLeaked, useBackend } from '../../../support/backends';

const TEXT = new TextEncoder().encode('a rose is a rose is a rose, and so is a tulip\n'.repeat(12));
const model = { ...trainPreset('tiny').model, vocab: 280, seq: 8, layers: 1, embed: 16 };
const tokenizerJson = trainTokenizer([TEXT], model.vocab);

/** Three checkpoints: three seeds of weights. */
const models: ModelLibrary = {
  open: async (ref) => ({
    config: model,
    tokenizerJson,
    checkpoints: (ref.kind === 'shipped' && ref.name === 'reference' ? [9] : [1, 2, 3]).map((seed) => ({
      step: seed * 10,
      weights: async () => initWeights(model, seed),
    })),
  }),
};

const ports = (texts: Record<string, Uint8Array> = { t: TEXT }): RunPorts => ({
  models,
  texts,
  stamp: { backend: 'wasm', adapter: '', commit: 'test' },
});

const config = (more: Partial<ScoreConfig> = {}): ScoreConfig => ({
  kind: 'score',
  text: { kind: 'text', name: 't' },
  model: { kind: 'shipped', name: 'm' },
  maxTokens: 1e6,
  ...more,
});

async function collect(asked: ScoreConfig, given = ports()): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of scoreText(asked, given)) events.push(parseEvent(event));
  return events;
}

type Scored = Extract<RunEvent, { kind: 'scored' }>;
const scoredOf = (events: readonly RunEvent[]) => events.filter((event): event is Scored => event.kind === 'scored');

/** [token] of one checkpoint. */
const column = (events: readonly RunEvent[], checkpoint: number) =>
  scoredOf(events)
    .filter((event) => event.checkpoint === checkpoint)
    .flatMap(({ lossNats }) => [...lossNats]);

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

describe('scoreText', () => {
  test('colours stream from the top: all checkpoints of a chunk before the next chunk', async () => {
    const events = await collect(config());
    expect(events.slice(0, 3).map(({ kind }) => kind)).toEqual(['started', 'tokenizer', 'document']);
    const scored = scoredOf(events);
    const firsts = [...new Set(scored.map(({ first }) => first))];
    expect(firsts.length).toBeGreaterThan(2);
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect(scored.map(({ first, checkpoint }) => [first, checkpoint])).toEqual(
      firsts.flatMap((first) => [0, 1, 2].map((checkpoint) => [first, checkpoint])),
    );
    expect(scored.map(({ step }) => step).slice(0, 3)).toEqual([10, 20, 30]);
    expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'done' });
  });

  test('each token has one finite loss at each checkpoint', async () => {
    const events = await collect(config());
    const document = events.find((event) => event.kind === 'document');
    for (const checkpoint of [0, 1, 2]) {
      const losses = column(events, checkpoint);
      expect(losses).toHaveLength(document?.kind === 'document' ? document.ids.length : -1);
      expect(losses.every((loss) => loss > 0 && Number.isFinite(loss))).toBe(true);
    }
  });

  test('what comes later changes no loss before it: a cut text has the losses of the whole', async () => {
    const whole = column(await collect(config()), 1);
    const cut = column(await collect(config({ maxTokens: 21 })), 1);
    expect(cut).toHaveLength(21);
    cut.forEach((loss, token) => expect(loss).toBeCloseTo(whole[token]!, 5));
  });

  test('the five predictions are in order, and their chances are chances', async () => {
    for (const { topIds, topProbability } of scoredOf(await collect(config({ maxTokens: 20 }))))
      for (let at = 0; at < topIds!.length; at += 5) {
        const chances = [...topProbability!.slice(at, at + 5)];
        expect(chances).toEqual([...chances].sort((a, b) => b - a));
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeLessThanOrEqual(1.00001);
        expect(new Set(topIds!.slice(at, at + 5)).size).toBe(5);
      }
  });

  test('a reference scores every token too; entropy is at most that of a uniform guess', async () => {
    const events = await collect(config({ reference: { kind: 'shipped', name: 'reference' } }));
    const scored = events.filter((event) => event.kind === 'referenceScored');
    expect(scored.flatMap(({ lossNats }) => [...lossNats])).toHaveLength(column(events, 0).length);
    for (const { entropyNats } of scored)
      for (const entropy of entropyNats) {
        expect(entropy).toBeGreaterThan(0);
        expect(entropy).toBeLessThanOrEqual(Math.log(model.vocab) + 1e-4);
      }
  });

  test('one token is enough, no text is not', async () => {
    expect(column(await collect(config(), ports({ t: TEXT.slice(0, 1) })), 2)).toHaveLength(1);
    await expect(collect(config(), ports({ t: new Uint8Array() }))).rejects.toThrow('"t" is empty');
  });

  test('its tensors are free at the end, and wherever it is broken off', async () => {
    const asked = config({ reference: { kind: 'shipped', name: 'reference' } });
    expect(await tensorsLeaked(async () => void (await collect(asked)))).toBe(0);
    for (const kind of ['document', 'scored', 'referenceScored'])
      expect(
        await tensorsLeaked(async () => {
          for await (const event of scoreText(asked, ports())) if (event.kind === kind) break;
        }),
      ).toBe(0);
  });
});
