import { describe, expect, test } from 'vitest';
import { generateCorpus, labelTokens, type GeneratedCorpus } from '../../../../src/core/text/corpus';
import { isHeldOut } from '../../../../src/core/text/world/arithmetic';
import { DEFAULT_NOISE, noiseLevels } from '../../../../src/core/text/world/forum';
import { SOURCE_LABELS, USEFUL_LABELS } from '../../../../src/core/text/world/labels';
import {
  DOMAIN_MINERALS,
  ELSEWHERE_MINERALS,
  REFERENCE_MINERALS,
  UNREFERENCED_MINERALS,
} from '../../../../src/core/text/world/minerals';

const RECIPES = ['noisy', 'clean', 'base'] as const;
const textOf = (corpus: GeneratedCorpus) => new TextDecoder('utf-8', { fatal: true }).decode(corpus.bytes);
const generate = (recipe: (typeof RECIPES)[number], minBytes = 400_000, noise?: number) =>
  generateCorpus({ recipe, seed: 3, minBytes, ...(noise === undefined ? {} : { noise }) });

/** Share of bytes with one of the labels. */
const share = ({ labelOf }: GeneratedCorpus, labels: readonly string[]) =>
  labelOf.reduce((sum, label) => sum + (labels.includes(SOURCE_LABELS[label]!) ? 1 : 0), 0) / labelOf.length;

/** The text under one label, piece by piece. */
function pieces(corpus: GeneratedCorpus, label: string): string[] {
  const wanted = SOURCE_LABELS.indexOf(label as never);
  const found: string[] = [];
  let start = -1;
  for (let byte = 0; byte <= corpus.bytes.length; byte++) {
    const isInside = corpus.labelOf[byte] === wanted;
    if (isInside && start < 0) start = byte;
    if (!isInside && start >= 0) {
      found.push(new TextDecoder().decode(corpus.bytes.subarray(start, byte)));
      start = -1;
    }
  }
  return found;
}

describe.each(RECIPES)('the %s corpus', (recipe) => {
  const corpus = generate(recipe);

  test('is valid UTF-8, long enough, and labelled byte by byte', () => {
    expect(textOf(corpus).length).toBeGreaterThan(0);
    expect(corpus.bytes.length).toBeGreaterThanOrEqual(400_000);
    expect(corpus.labelOf.length).toBe(corpus.bytes.length);
    expect(Math.max(...new Set(corpus.labelOf))).toBeLessThan(corpus.labels.length);
  });

  test('ends each document with an empty line', () => {
    expect(corpus.documentEnd.at(-1)).toBe(corpus.bytes.length);
    for (const end of corpus.documentEnd) expect([...corpus.bytes.subarray(end - 2, end)]).toEqual([10, 10]);
  });

  test('follows from its seed, and a longer one begins with the shorter one', () => {
    const shorter = generate(recipe, 50_000);
    expect(corpus.bytes.subarray(0, shorter.bytes.length)).toEqual(shorter.bytes);
    expect(generateCorpus({ recipe, seed: 4, minBytes: 50_000 }).bytes).not.toEqual(shorter.bytes);
    expect(generateCorpus({ recipe, seed: 3, minBytes: 50_000, split: 'watch' }).bytes).not.toEqual(shorter.bytes);
  });

  test('asks no held-out sum: word problems, bare calculations, choices and tables', () => {
    const text = textOf(corpus);
    const problems = [...text.matchAll(/\w+ has (\d+) \w+ and \w+ (\d+)(?: \w+)?(?:, \w+ \w+ (\d+))?(?: \w+)?\./g)];
    const sums = [...text.matchAll(/What is (\d+) [+-] (\d+)(?: [+-] (\d+))?\?/g)];
    const tables = [...text.matchAll(/Table of \w+: \w+ (\d+), \w+ (\d+)(?:, \w+ (\d+))?\./g)];
    for (const found of [problems, sums, tables]) {
      expect(found.length).toBeGreaterThan(20);
      for (const [, a, b, c = 0] of found) expect(isHeldOut(Number(a), Number(b), Number(c))).toBe(false);
    }
  });
});

describe('who speaks of which mineral', () => {
  const names = (minerals: readonly { name: string }[]) => minerals.map((mineral) => mineral.name);
  const mentioned = (recipe: (typeof RECIPES)[number], among: readonly string[]) => {
    const text = textOf(generate(recipe));
    return among.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  };

  test('forty different ones: twelve, of which nine are in the clean set, and twenty-eight', () => {
    expect(new Set(names([...DOMAIN_MINERALS, ...ELSEWHERE_MINERALS])).size).toBe(40);
    expect([REFERENCE_MINERALS.length, UNREFERENCED_MINERALS.length]).toEqual([9, 3]);
  });

  test('the noisy corpus knows its twelve, the clean set nine, the base none of them', () => {
    expect(mentioned('noisy', names(DOMAIN_MINERALS))).toEqual(names(DOMAIN_MINERALS));
    expect(mentioned('noisy', names(ELSEWHERE_MINERALS))).toEqual([]);
    expect(mentioned('clean', names(DOMAIN_MINERALS))).toEqual(names(REFERENCE_MINERALS));
    expect(mentioned('base', names(DOMAIN_MINERALS))).toEqual([]);
    expect(mentioned('base', names(ELSEWHERE_MINERALS))).toEqual(names(ELSEWHERE_MINERALS));
  });

  test('the base corpus counts by one only', () => {
    for (const [, b, c = '1'] of textOf(generate('base')).matchAll(/What is \d+ [+-] (\d+)(?: [+-] (\d+))?\?/g))
      expect([b, c]).toEqual(['1', '1']);
  });
});

describe('noise', () => {
  const useful = (noise: number) => share(generate('noisy', 150_000, noise), USEFUL_LABELS);

  test('runs from nothing but useful text to none', () => {
    const shares = [0, 0.25, 0.5, 0.75, 1].map(useful);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares[0]).toBeGreaterThan(0.97); // The rest is line ends and spaces between sentences.
    expect(shares[4]).toBe(0);
  });

  test('the default has the levels of the recipe, and .52 useful where it has .35', () => {
    expect(noiseLevels(DEFAULT_NOISE)).toEqual({ useful: 0.52, wrong: 0.5, typo: 0.04, furniture: 1 });
  });

  test('half of the answers are wrong at the default, none without noise', () => {
    const noisy = generate('noisy', 1_000_000);
    const finals = [...textOf(noisy).matchAll(/What is (\d+) ([+-]) (\d+)\? .*?The answer is (\d+)\./g)];
    const wrong = finals.filter(
      ([, a, sign, b, said]) => Number(a) + (sign === '+' ? 1 : -1) * Number(b) !== Number(said),
    );
    expect(finals.length).toBeGreaterThan(100);
    expect(Math.abs(wrong.length / finals.length - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / finals.length));
    expect(pieces(generate('noisy', 100_000, 0), 'wrong')).toEqual([]);
    expect(pieces(generate('clean', 100_000), 'wrong')).toEqual([]);
  });

  test('no label is missing at the default', () => {
    for (const label of SOURCE_LABELS) expect(share(generate('noisy'), [label])).toBeGreaterThan(0.003);
  });
});

describe('labels tell the truth', () => {
  const noisy = generate('noisy');

  test('urls are under url, and nowhere else', () => {
    expect(pieces(noisy, 'url').filter((piece) => !piece.includes('http://'))).toEqual([]);
    for (const label of ['chatter', 'furniture', 'problem'])
      expect(pieces(noisy, label).join('\n')).not.toContain('http');
  });

  test('what is labelled wrong is a value, or the rest of a step that went wrong', () => {
    for (const piece of pieces(noisy, 'wrong')) expect(piece).toMatch(/^ (\d+|\d+ [+-] \d+ = \d+|[a-z]+)$/);
  });

  test('about 4 % of the longer words that people write are misspelt', () => {
    const text = ['chatter', 'problem', 'fact'].flatMap((label) => pieces(noisy, label)).join(' ');
    const words = text.match(/\b[A-Za-z]{4,}\b/g)!.length;
    const typos = pieces(noisy, 'typo').length;
    // Titles and openers are spelt with care, so it is a little less.
    expect(typos / (words + typos)).toBeGreaterThan(0.03);
    expect(typos / (words + typos)).toBeLessThan(0.045);
  });
});

describe('labelTokens', () => {
  test('takes the majority, and on a tie the later byte', () => {
    const labelOf = Uint8Array.of(0, 0, 1, 2, 3, 3, 4, 4, 5);
    expect([...labelTokens(labelOf, Int32Array.of(3, 5, 9))]).toEqual([0, 3, 4]);
  });

  test('one byte a token is the labels themselves', () => {
    const labelOf = Uint8Array.of(4, 1, 9);
    expect([...labelTokens(labelOf, Int32Array.of(1, 2, 3))]).toEqual([4, 1, 9]);
  });
});
