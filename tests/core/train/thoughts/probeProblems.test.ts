/** @file A probe as a run: what it tells, in which order, and that a change of a thought is the change that was asked for. */
import { beforeAll, expect, test } from 'vitest';
import {
  askedProblems,
  endedThinking,
  interventionResults,
  thoughtRows,
} from '../../../../src/core/coconut/probes/probeFigures';
import { vocabularyToTokenizerJson } from '../../../../src/core/coconut/curriculum/vocabulary';
import { problemToJson } from '../../../../src/core/coconut/problems/problemJson';
import { initWeights } from '../../../../src/core/nn/init';
import type { ProbeConfig, ThoughtMethod, ThoughtTask } from '../../../../src/core/trace/config/config';
import type { RunEvent } from '../../../../src/core/trace/events';
import { parseEvent } from '../../../../src/core/trace/parseEvent';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { appendEvent, emptyTrace } from '../../../../src/core/trace/trace';
import { decodeTrace, encodeTrace } from '../../../../src/core/trace/traceCodec';
import type { RunPorts } from '../../../../src/core/train/ports';
import { cardOf } from '../../../../src/core/train/thoughts/card';
import { probeProblems } from '../../../../src/core/train/thoughts/probeProblems';
import { openProblems } from '../../../../src/core/train/thoughts/problemSet';
import { tensorsLeaked, useBackend } from '../../../support/backends';

/** A model that has learned nothing: what is told of it must hold of any model. */
function portsOf(method: ThoughtMethod, task: ThoughtTask, texts: RunPorts['texts'] = {}): RunPorts {
  const trained = thoughtsPreset('tiny', method, task);
  const { codec } = openProblems(trained, {}).format;
  const config = { ...trained.model, vocab: codec.size };
  const weightsAt = (step: number) => ({ step, weights: async () => initWeights(config, 3 + step) });
  const model = {
    config,
    tokenizerJson: vocabularyToTokenizerJson(codec),
    checkpoints: [weightsAt(0), weightsAt(50)],
    card: cardOf(trained),
  };
  return { models: { open: async () => model }, texts, stamp: { backend: 'wasm', adapter: '', commit: '' } };
}

const probe = (change: Partial<ProbeConfig> = {}): ProbeConfig => ({
  kind: 'probe',
  model: { kind: 'shipped', name: 'any' },
  checkpoints: 'last',
  problems: { kind: 'generated', task: 'prosqa', level: 'micro', count: 5, seed: 3 },
  thoughts: 2,
  detailed: 2,
  interventions: [],
  seed: 1,
  ...change,
});

async function eventsOf(config: ProbeConfig, ports: RunPorts): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const leaked = await tensorsLeaked(async () => {
    for await (const event of probeProblems(config, ports)) events.push(parseEvent(event));
  });
  expect(leaked).toBe(0);
  return events;
}

const only = <K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) =>
  events.filter((event): event is Extract<RunEvent, { kind: K }> => event.kind === kind);

function thoughtsOf(events: readonly RunEvent[]) {
  const trace = emptyTrace();
  for (const event of events) appendEvent(trace, event);
  return trace.thoughts!;
}

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

test('the first problem comes whole before the second, and each detail only where it was asked for', async () => {
  const events = await eventsOf(probe(), portsOf('coconut', 'prosqa'));
  expect(events.slice(0, 4).map(({ kind }) => kind)).toEqual(['started', 'tokenizer', 'asked', 'pinned']);
  expect(events.slice(4, 8).map((event) => ('problem' in event ? [event.kind, event.problem] : event.kind))).toEqual([
    ...[0, 0, 0].map((problem) => ['probed', problem]),
    ['thoughtsRead', 0],
  ]);
  expect(events.at(-1)).toEqual({ kind: 'finished', reason: 'done' });
  expect(only(events, 'probed')).toHaveLength(5 * 3);
  expect(only(events, 'thoughtsRead').map(({ problem }) => problem)).toEqual([0, 1]);
  for (const { problem, topIds } of only(events, 'probed')) expect(topIds !== undefined).toBe(problem < 2);
  expect(only(events, 'graded').map(({ answerRight }) => answerRight.length)).toEqual([5, 5, 5]);
});

test('the likeliest of the alternatives are what was written, and their chances fall', async () => {
  const events = await eventsOf(probe(), portsOf('coconut', 'prosqa'));
  const { words } = only(events, 'asked')[0]!;
  for (const { topIds, topProbability, written } of only(events, 'probed').filter(({ problem }) => problem < 2)) {
    const best = [...topIds!].filter((_, i) => i % 3 === 0).map((id) => words[id]);
    expect(
      best
        .filter((word) => word !== '<eos>')
        .join(' ')
        .replaceAll(/ (?=[.?])/g, ''),
    ).toBe(written);
    topProbability!.forEach((chance, i) => i % 3 > 0 && expect(chance).toBeLessThanOrEqual(topProbability![i - 1]!));
  }
});

test('heads look at all of the prompt together: attention on the edges is part of what the heads have', async () => {
  const [read] = only(await eventsOf(probe(), portsOf('coconut', 'prosqa')), 'thoughtsRead');
  const [problem] = askedProblems(thoughtsOf(await eventsOf(probe(), portsOf('coconut', 'prosqa'))));
  const edges = problem?.task === 'prosqa' ? problem.edges.length : 0;
  expect(read!.edgeAttention).toHaveLength(2 * edges);
  for (const thought of [0, 1]) {
    const shares = read!.edgeAttention.subarray(thought * edges, (thought + 1) * edges);
    const sum = shares.reduce((total, share) => total + share, 0);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(4); // heads of the tiny model; the question and <bot> have the rest
  }
  expect(read!.nodeProduct).toHaveLength(2 * read!.nameNorm.length);
});

test('a problem is told the same alone as among others', async () => {
  const one = await eventsOf(
    probe({ problems: { kind: 'generated', task: 'prosqa', level: 'micro', count: 1, seed: 3 }, detailed: 1 }),
    portsOf('coconut', 'prosqa'),
  );
  const all = await eventsOf(probe({ detailed: 5 }), portsOf('coconut', 'prosqa'));
  const near = (a: Float32Array, b: Float32Array) => a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 5));
  const [alone, among] = [one, all].map((events) => only(events, 'thoughtsRead')[0]!);
  near(alone!.edgeAttention, among!.edgeAttention);
  near(alone!.norm, among!.norm);
  near(only(one, 'probed')[2]!.nodeValue, only(all, 'probed')[2]!.nodeValue);
});

test('one’s own thought as donor changes nothing, a masked thought is not a thought fewer, and zero is another answer', async () => {
  const events = await eventsOf(
    probe({
      interventions: [
        { kind: 'transplant', thought: 1, donor: 2 },
        { kind: 'skip', thought: 2 },
        { kind: 'zero', thought: 1 },
      ],
    }),
    portsOf('coconut', 'prosqa'),
  );
  const clean = (problem: number, thoughts: number) =>
    only(events, 'probed').find((row) => row.problem === problem && row.thoughts === thoughts)!.nodeValue;
  const changed = (kind: string, problem: number, thoughts: number) =>
    only(events, 'intervened').find(
      (row) => row.intervention.kind === kind && row.problem === problem && row.thoughts === thoughts,
    )?.nodeValue;
  clean(2, 2).forEach((value, node) => expect(changed('transplant', 2, 2)![node]).toBeCloseTo(value, 5));
  const masked = [...changed('skip', 1, 2)!];
  expect(masked).not.toEqual([...clean(1, 1)]);
  expect(masked).not.toEqual([...clean(1, 2)]);
  expect(changed('skip', 1, 1)).toBeUndefined(); // nothing has been changed before the changed thought
  expect([...changed('zero', 0, 1)!]).not.toEqual([...clean(0, 1)]);
});

test('every intervention on every thought, and what it did to the answers', async () => {
  const kinds = ['skip', 'zero', 'mean', 'noise', 'shuffle', 'transplant', 'twin'] as const;
  const interventions = [1, 2].flatMap((thought) => kinds.map((kind) => ({ kind, thought })));
  const thoughts = thoughtsOf(await eventsOf(probe({ interventions }), portsOf('coconut', 'prosqa')));
  const results = interventionResults(thoughts, 50, askedProblems(thoughts), 2);
  expect(results.map(({ kind, thought }) => [kind, thought])).toEqual(
    interventions.map(({ kind, thought }) => [kind, thought]),
  );
  for (const { problems, before } of results) {
    expect(problems).toBe(5);
    expect(before.right.share + before.other.share + before.neither.share).toBeCloseTo(1, 9);
  }
});

test('each checkpoint in turn, or the one that was named', async () => {
  const ports = portsOf('coconut', 'prosqa');
  const all = await eventsOf(probe({ checkpoints: 'all' }), ports);
  expect([...new Set(only(all, 'probed').map(({ step }) => step))]).toEqual([0, 50]);
  const one = await eventsOf(probe({ checkpoints: 0 }), ports);
  expect(only(one, 'probed').every(({ step }) => step === 0)).toBe(true);
  await expect(eventsOf(probe({ checkpoints: 7 }), ports)).rejects.toThrow(
    'The model has no checkpoint after 7 steps; there are 0, 50.',
  );
});

test('in ProntoQA and arithmetic each node has a chance, and steps that exclude each other share one', async () => {
  for (const [task, level] of [
    ['prontoqa', 'small'],
    ['arithmetic', 'small'],
  ] as const) {
    const problems = { kind: 'generated', task, level, count: 3, seed: 3 } as const;
    for (const { nodeValue } of only(await eventsOf(probe({ problems }), portsOf('coconut', task)), 'probed')) {
      expect(nodeValue.length).toBeGreaterThan(2);
      expect(nodeValue.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(nodeValue.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(1.00001);
    }
  }
});

test('a file in other names is asked in the model’s, and what cannot be asked is said', async () => {
  const events = await eventsOf(probe(), portsOf('coconut', 'prosqa'));
  const [first] = askedProblems(thoughtsOf(events));
  const renamed = JSON.stringify([problemToJson(first!), { question: 'How?' }]).replaceAll('pus', 'rus');
  const file = { kind: 'file', name: 'mine.json', limit: 10 } as const;
  const texts = { 'mine.json': new TextEncoder().encode(renamed) };
  const thoughts = thoughtsOf(await eventsOf(probe({ problems: file }), portsOf('coconut', 'prosqa', texts)));
  expect(thoughts.pinnedJson).toContain('rus');
  expect(thoughts.askedJson).not.toContain('rus');
  expect(thoughts.refusals).toEqual(['Item 1, field "steps": it is missing.']);
  expect(thoughtRows(thoughts, 50, askedProblems(thoughts)).map(({ summary }) => summary.problems)).toEqual([1, 1, 1]);
});

test('a recording holds all of it', async () => {
  const interventions = [{ kind: 'noise', thought: 1 }] as const;
  const events = await eventsOf(probe({ interventions }), portsOf('coconut', 'prosqa'));
  const trace = emptyTrace();
  for (const event of events) appendEvent(trace, event);
  expect(decodeTrace(encodeTrace(trace)).thoughts).toEqual(trace.thoughts);
});

test('a head that ends thinking says after each number of thoughts whether that is enough', async () => {
  const stopping = { kind: 'generated', task: 'prosqa', level: 'micro', count: 12, seed: 4 } as const;
  const events = await eventsOf(probe({ stopping, thoughts: 3 }), portsOf('coconut', 'prosqa'));
  const [{ thoughts, enough }] = only(events, 'ended') as [Extract<RunEvent, { kind: 'ended' }>];
  expect([thoughts, enough.length]).toEqual([3, 5 * 4]);
  expect(enough.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
  const columns = thoughtsOf(events);
  const ended = endedThinking(columns, 50, askedProblems(columns), 2)!;
  const first = [0, 1, 2, 3, 4].map((row) => {
    const at = [0, 1, 2, 3].find((count) => enough[4 * row + count]! > 0.5);
    return at ?? 3;
  });
  expect(ended.meanThoughts).toBeCloseTo(first.reduce((sum, count) => sum + count, 0) / 5, 9);
  expect(ended.exactShare).toBeCloseTo(first.filter((count) => count === 2).length / 5, 9); // two hops each
  await expect(eventsOf(probe({ stopping, thoughts: 1 }), portsOf('coconut', 'prosqa'))).rejects.toThrow(
    'there is nothing to learn about when to stop',
  );
});

test('methods without thoughts are asked once, and changes of what is not there are refused', async () => {
  const events = await eventsOf(probe(), portsOf('cot', 'prosqa'));
  expect([...new Set(only(events, 'probed').map(({ thoughts }) => thoughts))]).toEqual([0]);
  expect(only(events, 'thoughtsRead').every(({ norm }) => norm.length === 0)).toBe(true);
  const refused = (change: Partial<ProbeConfig>, method: ThoughtMethod = 'coconut') =>
    expect(eventsOf(probe(change), portsOf(method, 'prosqa'))).rejects;
  await refused({ interventions: [{ kind: 'zero', thought: 1 }] }, 'cot').toThrow('has no continuous thoughts');
  await refused({ interventions: [{ kind: 'zero', thought: 3 }] }).toThrow('Thought 3 cannot be changed');
  await refused({
    problems: { kind: 'generated', task: 'prosqa', level: 'micro', count: 1, seed: 3 },
    interventions: [{ kind: 'mean', thought: 1 }],
  }).toThrow('needs other problems');
});

test('broken off half-way it frees its tensors', async () => {
  const leaked = await tensorsLeaked(async () => {
    for await (const event of probeProblems(probe(), portsOf('coconut', 'prosqa'))) if (event.kind === 'probed') break;
  });
  expect(leaked).toBe(0);
});
