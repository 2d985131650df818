/** @file The bench as one part of the address. Files and runs of a person cannot travel in a link: they stay out. */

import * as v from 'valibot';
import type { SelectionScore } from '../../../core/trace/config/config';
import {
  type Bench,
  BENCH_SIZES,
  NULL_SCORES,
  REFERENCE_KINDS,
  REFERENCE_SCORES,
  RESULT_TABS,
  START_BENCH,
  SWEEP_RATIOS,
} from '../bench';

/** What of a bench a link holds. */
export type BenchLink = Omit<Bench, 'corpusText' | 'cleanText' | 'referenceRun' | 'injectedInto'>;

const SCORES: readonly SelectionScore[] = ['excess', ...NULL_SCORES, ...REFERENCE_SCORES];

const fraction = (low: number, high: number) =>
  v.pipe(v.string(), v.regex(/^\d?\.?\d{1,6}$/), v.transform(Number), v.minValue(low), v.maxValue(high));

const link = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.strictTuple([
    v.picklist(RESULT_TABS),
    v.picklist(SCORES),
    v.picklist(['generated', 'files']),
    fraction(0, 1),
    fraction(0, 0.8),
    v.picklist(REFERENCE_KINDS),
    v.picklist(BENCH_SIZES),
    v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)),
    fraction(0.001, 1),
    v.picklist(['batch', 'sequence']),
    v.picklist(['one', 'sweep']),
    v.pipe(
      v.string(),
      v.transform((text) => text.split('.').filter((name) => name !== '')),
      v.array(v.picklist(SCORES)),
      v.maxLength(SCORES.length),
    ),
  ]),
);

/** Undefined where the text is no bench. */
export function parseBench(text: string): BenchLink | undefined {
  const parsed = v.safeParse(link, text);
  if (!parsed.success) return undefined;
  const [tab, score, corpus, noise, injected, reference, size, seed, keepFraction, per, ratios, others] = parsed.output;
  return {
    tab,
    score,
    corpus,
    noise,
    injected,
    reference,
    size,
    seed,
    keepFraction,
    per,
    ratios: ratios === 'sweep' ? SWEEP_RATIOS : [],
    others: [...new Set(others)],
  };
}

/** Undefined where nothing differs from the start. */
export function formatBench(bench: Bench): string | undefined {
  const text = textOf(bench);
  return text === textOf(START_BENCH) ? undefined : text;
}

function textOf(bench: Bench): string {
  const { tab, score, corpus, noise, injected, reference, size, seed, keepFraction, per, ratios, others } = bench;
  const number = (value: number) => String(Number(value.toFixed(4)));
  return [
    tab,
    score,
    corpus,
    number(noise),
    number(injected),
    reference,
    size,
    String(seed),
    number(keepFraction),
    per,
    ratios.length > 0 ? 'sweep' : 'one',
    others.join('.'),
  ].join(',');
}
