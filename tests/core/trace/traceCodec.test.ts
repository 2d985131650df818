import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/core/trace/events';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../../../src/core/trace/safetensors';
import { appendEvent, emptyTrace, type Trace } from '../../../src/core/trace/trace';
import { decodeTrace, encodeTrace } from '../../../src/core/trace/traceCodec';
import { InputError } from '../../../src/core/util/assert';

const EVENTS: readonly RunEvent[] = [
  { kind: 'started', config: trainPreset('tiny'), stamp: { backend: 'wasm', adapter: '', commit: 'abc' } },
  {
    kind: 'document',
    name: 'ünïcode.txt',
    textBytes: Uint8Array.of(0xff, 0x41, 0xf0, 0x9f),
    ids: Int32Array.of(9, 70_000, 3),
    byteEnd: Int32Array.of(1, 2, 4),
    kindOf: Uint8Array.of(0, 1, 1),
    kinds: ['noise', 'useful'],
  },
  {
    kind: 'steps',
    arm: 1,
    first: 0,
    lossNats: Float32Array.of(7, NaN, Infinity),
    gradientNorm: Float32Array.of(1, 2, 3),
    learningRate: Float32Array.of(1e-6, 2e-6, 3e-6),
  },
  { kind: 'checkpoint', arm: 1, checkpoint: 0, step: 0, weights: new Float32Array(0) },
  {
    kind: 'scored',
    arm: 0,
    checkpoint: 0,
    step: 2,
    first: 0,
    lossNats: Float32Array.of(0.25, 3.1),
    topIds: Int32Array.from({ length: 10 }, (_, rank) => rank),
    topProbability: Float32Array.from({ length: 10 }, (_, rank) => 1 / (rank + 2)),
  },
  { kind: 'referenceScored', first: 0, lossNats: Float32Array.of(1.5), entropyNats: Float32Array.of(0.1) },
  { kind: 'measured', arm: 0, step: 2, figure: 'accuracy', value: NaN, count: 300 },
  { kind: 'measured', arm: 0, step: 3, figure: 'accuracy', value: 1 / 3, count: 300 },
  { kind: 'pinned', json: '[{"question":"Is Ada a zorpus or vumpus?"}]' },
  {
    kind: 'graded',
    step: 2,
    thoughts: 1,
    answerRight: Uint8Array.of(1, 0),
    pathClass: Uint8Array.of(4, 255),
    generatedTokens: Int32Array.of(1, 9),
  },
  {
    kind: 'graded',
    step: 2,
    thoughts: 2,
    answerRight: Uint8Array.of(0),
    pathClass: Uint8Array.of(5),
    generatedTokens: Int32Array.of(3),
  },
  { kind: 'probed', step: 2, problem: 0, thoughts: 1, nodeValue: Float32Array.of(0.5, 0.25), written: 'zorpus' },
  { kind: 'probed', step: 2, problem: 1, thoughts: 1, nodeValue: new Float32Array(0), written: 'True' },
  {
    kind: 'asked',
    method: 'coconut',
    style: 'compact',
    trainedThoughts: 2,
    words: ['<pad>', 'zorpus', '@@pus'],
  },
  {
    kind: 'pinned',
    json: '[{"question":"Is Ada a zorpus or vumpus?"}]',
    askedJson: '[{"question":"Is Bob a lempus or grimpus?"}]',
    refusals: ['Item 3 is not an object.'],
  },
  {
    kind: 'probed',
    step: 2,
    problem: 0,
    thoughts: 2,
    nodeValue: Float32Array.of(0.5, 0.25),
    written: 'zorpus',
    topIds: Int32Array.of(1, 2, 0, 0, 1, 2),
    topProbability: Float32Array.of(0.5, 0.25, 0.125, 0.5, 0.25, 0.125),
  },
  {
    kind: 'thoughtsRead',
    step: 2,
    problem: 0,
    norm: Float32Array.of(6, 5.5),
    wordIds: Int32Array.from({ length: 10 }, (_, rank) => rank),
    wordProbability: Float32Array.from({ length: 10 }, (_, rank) => 1 / (rank + 2)),
    nodeProduct: Float32Array.of(1, 2, 3, 4, 5, 6),
    nameNorm: Float32Array.of(3, 3.5, 4),
    edgeAttention: Float32Array.of(0.5, 1.5),
  },
  { kind: 'ended', step: 2, thoughts: 2, enough: Float32Array.of(0, 0.25, 1, 0.5, 0.75, 0.125) },
  ...(['zero', 'twin'] as const).map((kind) => ({
    kind: 'intervened' as const,
    step: 2,
    problem: 0,
    intervention: { kind, thought: 1 },
    thoughts: 2,
    nodeValue: Float32Array.of(0.5, 0.25),
    written: kind === 'zero' ? 'zorpus' : 'vumpus',
  })),
  { kind: 'set', step: 1, setting: { name: 'keepFraction', arm: 0, value: 0.4 } },
  { kind: 'set', step: 2, setting: { name: 'score', arm: 0, value: 'union' } },
  { kind: 'set', step: 2, setting: { name: 'per', arm: 1, value: 'sequence' } },
  { kind: 'failed', step: 3, sentence: 'The loss is not a number at step 3: lower the learning rate.' },
];

const fold = (events: readonly RunEvent[]): Trace => {
  const trace = emptyTrace();
  for (const event of events) appendEvent(trace, event);
  return trace;
};

/** With columns as plain arrays: their data is private, so that a comparison would not see it. */
const plain = (trace: Trace) => ({
  ...trace,
  arms: trace.arms.map((arm) => ({
    ...arm,
    lossNats: arm.lossNats.view(),
    gradientNorm: arm.gradientNorm.view(),
    learningRate: arm.learningRate.view(),
  })),
});

const OUTLINE = decodeSafetensors(encodeTrace(fold(EVENTS))).metadata.outline ?? '';

/** The file of a trace with its metadata or its tensors changed. */
function changed(
  metadata: Readonly<Record<string, string>>,
  change: (tensor: NamedTensor) => NamedTensor | undefined = (tensor) => tensor,
): Uint8Array {
  const file = decodeSafetensors(encodeTrace(fold(EVENTS)));
  const tensors = [...file.tensors].map(([name, tensor]) => change({ ...tensor, name }));
  return encodeSafetensors(
    tensors.filter((tensor) => tensor !== undefined),
    { ...file.metadata, ...metadata },
  );
}

describe('a trace', () => {
  test('survives its file, whatever was told of the run so far', () => {
    for (let told = 0; told <= EVENTS.length; told++) {
      const trace = fold(EVENTS.slice(0, told));
      expect(plain(decodeTrace(encodeTrace(trace)))).toStrictEqual(plain(trace));
    }
  });

  test('gives the same bytes again', () => {
    const once = encodeTrace(fold(EVENTS));
    expect(encodeTrace(fold(EVENTS))).toEqual(once);
    expect(encodeTrace(decodeTrace(once))).toEqual(once);
  });

  test('goes on where its file ends', () => {
    const cut = 5;
    const resumed = decodeTrace(encodeTrace(fold(EVENTS.slice(0, cut))));
    for (const event of EVENTS.slice(cut)) appendEvent(resumed, event);
    expect(plain(resumed)).toStrictEqual(plain(fold(EVENTS)));
  });

  test('in half precision keeps three digits of losses, and all of the rest', () => {
    const trace = fold(EVENTS);
    const half = decodeTrace(encodeTrace(trace, { halfPrecision: true }));
    const [before, after] = [trace, half].map(({ arms }) => arms[0]?.checkpoints[0]);
    for (const token of [0, 1]) {
      const loss = before?.lossNats[token] ?? NaN;
      expect(Math.abs((after?.lossNats[token] ?? NaN) - loss)).toBeLessThanOrEqual(loss * 2 ** -11);
    }
    expect(after?.lossNats[2]).toBeNaN();
    expect(after?.topIds).toEqual(before?.topIds);
    expect(half.document?.ids).toEqual(trace.document?.ids);
    expect(half.arms[1]?.learningRate.view()).toEqual(trace.arms[1]?.learningRate.view());
  });

  test('names its columns, and says what their dimensions count', () => {
    const { tensors, metadata } = decodeSafetensors(encodeTrace(fold(EVENTS)));
    const shapes: Record<string, string> = JSON.parse(metadata.shapes ?? '');
    expect(Object.keys(shapes).sort()).toEqual([...tensors.keys()].sort());
    expect(shapes['arms.0.checkpoints.0.topIds']).toBe('[token, rank]');
    expect(tensors.get('arms.0.checkpoints.0.topIds')?.shape).toEqual([3, 5]);
  });
});

describe('refuses with a sentence', () => {
  const without = (name: string) => changed({}, (tensor) => (tensor.name === name ? undefined : tensor));
  const put = (name: string, with_: Partial<NamedTensor>) =>
    changed({}, (tensor) => (tensor.name === name ? ({ ...tensor, ...with_ } as NamedTensor) : tensor));
  const cases: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
    'a later version': [
      changed({ version: '3' }),
      /^a\.trace was written by a newer version \(3\); this page reads up to version 1\.$/,
    ],
    'another safetensors file': [encodeSafetensors([]), /not a recording of a run/],
    'another file': [new Uint8Array(100).fill(65), /^a\.trace cannot be read/],
    'an outline that is no JSON': [changed({ outline: '{' }), /its outline is not JSON/],
    'an outline without arms': [changed({ outline: '{"events":1,"settings":[]}' }), /arms is missing/],
    'a hostile config': [changed({ config: '{"kind":"train","__proto__":{}}' }), /These settings do not work/],
    'a missing column': [without('document.ids'), /column document\.ids is missing/],
    'a column of another type': [
      put('document.ids', { dtype: 'F32', data: Float32Array.of(1, 2, 3) }),
      /document\.ids has the type F32/,
    ],
    'a column too short': [
      put('arms.0.checkpoints.0.lossNats', { shape: [1], data: Float32Array.of(1) }),
      /arms\.0\.checkpoints\.0 has not one loss a token/,
    ],
    'tokens beyond the text': [put('document.byteEnd', { data: Int32Array.of(1, 2, 5) }), /byteEnd holds 5/],
    'tokens out of order': [put('document.byteEnd', { data: Int32Array.of(2, 1, 4) }), /order of the text/],
    'a kind without a name': [put('document.kindOf', { data: Uint8Array.of(0, 2, 0) }), /kindOf holds 2/],
    'more scored than there is': [
      changed({ outline: OUTLINE.replace('"scored":2', '"scored":9') }),
      /0 has more tokens scored/,
    ],
  };
  for (const [what, [bytes, sentence]] of Object.entries(cases))
    test(what, () => {
      const read = () => decodeTrace(bytes, 'a.trace');
      expect(read).toThrow(InputError);
      expect(read).toThrow(sentence);
    });
});
