import { describe, expect, test } from 'vitest';
import { benchArms, MOST_ARMS, referenceConfig, START_BENCH, textOf, twinsConfig } from '../../src/app/state/bench';
import { parseRunConfig } from '../../src/core/trace/config/parseConfig';
import type { RunId } from '../../src/core/trace/messages/commands';

const run = 'run-1' as RunId;
const own = { name: 'mine.txt', bytes: Uint8Array.of(1) };
const clean = { name: 'clean.txt', bytes: Uint8Array.of(2) };

describe('a bench becomes configs', () => {
  test('that the door lets through', () => {
    expect(parseRunConfig(twinsConfig(START_BENCH))).toEqual(twinsConfig(START_BENCH));
    expect(parseRunConfig(referenceConfig(START_BENCH))).toEqual(referenceConfig(START_BENCH));
  });

  test('CLM and SLM come first, null arms keep the same fraction', () => {
    const arms = benchArms({ ...START_BENCH, keepFraction: 0.3, others: ['random', 'highestLoss'] });
    expect(arms.map(({ name }) => name)).toEqual(['CLM', 'SLM 30 %', 'random 30 %', 'highest loss 30 %']);
    for (const { objective } of arms.slice(1)) expect(objective).toMatchObject({ kind: 'slm', keepFraction: 0.3 });
  });

  test('no more arms than a run can hold, and no fraction twice', () => {
    const arms = benchArms({
      ...START_BENCH,
      others: ['random', 'highestLoss', 'lowestExcess', 'referenceLoss', 'referenceEntropy', 'intersection'],
      ratios: [0.05, 0.15, 0.3],
    });
    expect(arms).toHaveLength(MOST_ARMS);
    expect(new Set(arms.map(({ name }) => name)).size).toBe(MOST_ARMS);
  });

  test('all arms and the reference go on from one base, so that they read the same tokens', () => {
    const bench = { ...START_BENCH, reference: 'clean', referenceRun: run } as const;
    expect(twinsConfig(bench).base).toEqual(referenceConfig(bench).base);
    expect(twinsConfig(bench).reference).toEqual({ kind: 'run', run, arm: 0 });
  });

  test('a self-reference learns from the corpus that is trained on', () => {
    const corpus = referenceConfig({ ...START_BENCH, reference: 'self' }).corpus;
    expect(corpus).toMatchObject({ kind: 'generated', recipe: 'noisy', noise: START_BENCH.noise });
  });

  test('a file goes to the run that reads it', () => {
    const bench = {
      ...START_BENCH,
      corpus: 'files',
      reference: 'clean',
      corpusText: own,
      cleanText: clean,
      referenceRun: run,
    } as const;
    expect(textOf(twinsConfig(bench), bench)).toBe(own);
    expect(textOf(referenceConfig(bench), bench)).toBe(clean);
  });
});

describe('what cannot be trained is refused with a sentence', () => {
  const files = { ...START_BENCH, corpus: 'files', reference: 'clean' } as const;
  test.each([
    ['no clean text', () => referenceConfig({ ...files, corpusText: own }), /no clean text/],
    ['no corpus', () => twinsConfig({ ...files, referenceRun: run }), /no corpus/],
    ['no reference yet', () => twinsConfig({ ...files, corpusText: own }), /train it first/],
    ['k of nothing', () => twinsConfig({ ...START_BENCH, keepFraction: 0 }), /above 0/],
    ['k of more than all', () => twinsConfig({ ...START_BENCH, keepFraction: 1.2 }), /at most/],
    ['k that is no number', () => twinsConfig({ ...START_BENCH, keepFraction: NaN }), /above 0/],
  ])('%s', (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });
});
