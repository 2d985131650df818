import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PATH_CLASSES } from '../../src/core/coconut/probes/grade';
import { CATEGORIES as NAMES } from '../../src/core/rho1/categories';
import {
  CATEGORIES,
  DIVERGING,
  INK_ON_FILL,
  KEPT_FILL,
  LEVELS,
  PATH_LOOKS,
  SEQUENTIAL,
  levelOf,
} from '../../src/views/palette';
import { VISION, contrast, deltaE, lab } from './colour';

const fills = CATEGORIES.map(({ fill }) => fill);

test('CIEDE2000 agrees with published pairs [Sharma, Wu, Dalal 2005, Table 1: pairs 1, 7, 17, 25]', () => {
  expect(deltaE([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(deltaE([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(deltaE([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
  expect(deltaE([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
});

test('text on every fill has a contrast of at least 5.6 (to a decimal) on categories and 4.5 on scales', () => {
  for (const fill of fills) expect(contrast(fill, INK_ON_FILL)).toBeGreaterThanOrEqual(5.55);
  for (const fill of [...SEQUENTIAL, ...DIVERGING, KEPT_FILL])
    expect(contrast(fill, INK_ON_FILL)).toBeGreaterThanOrEqual(4.5);
});

test('the four fills keep 17.5 CIEDE2000 apart, also without one kind of cone', () => {
  for (const vision of Object.keys(VISION))
    for (const [i, a] of fills.entries())
      for (const b of fills.slice(i + 1))
        expect(deltaE(lab(a, vision), lab(b, vision)), `${vision}: ${a} ${b}`).toBeGreaterThanOrEqual(17.45);
});

test('the six path classes keep 18 CIEDE2000 apart for every kind of sight, carry ink, and are all there', () => {
  const own = PATH_LOOKS.map(({ fill }) => fill);
  for (const vision of Object.keys(VISION))
    for (const [i, a] of own.entries())
      for (const b of own.slice(i + 1))
        expect(deltaE(lab(a, vision), lab(b, vision)), `${vision}: ${a} ${b}`).toBeGreaterThanOrEqual(18);
  for (const fill of own) expect(contrast(fill, INK_ON_FILL)).toBeGreaterThanOrEqual(4.5);
  expect(PATH_LOOKS.map(({ name }) => name).sort()).toEqual([...PATH_CLASSES].sort());
});

test('every category has its own cue and the name that the rule gives it', () => {
  expect(new Set(CATEGORIES.map(({ cue }) => cue)).size).toBe(4);
  expect(CATEGORIES.map(({ name }) => name)).toEqual([...NAMES]);
  expect(CATEGORIES.reduce((sum, { paperShare }) => sum + paperShare, 0)).toBeCloseTo(1, 12);
});

test('the loss scale darkens with each level, in even steps, for every kind of sight', () => {
  expect(SEQUENTIAL).toHaveLength(LEVELS);
  for (const vision of Object.keys(VISION)) {
    const seen = SEQUENTIAL.map((colour) => lab(colour, vision));
    for (let level = 1; level < LEVELS; level++) expect(seen[level]![0], vision).toBeLessThan(seen[level - 1]![0]);
  }
  expect(unevenness(SEQUENTIAL)).toBeLessThan(2);
});

test('the change scale is lightest in the middle and its halves are even', () => {
  const lightness = DIVERGING.map((colour) => lab(colour)[0]);
  expect(lightness.indexOf(Math.max(...lightness))).toBe((LEVELS - 1) / 2);
  expect(unevenness(DIVERGING)).toBeLessThan(2);
  for (const vision of Object.keys(VISION))
    expect(deltaE(lab(DIVERGING[0]!, vision), lab(DIVERGING[LEVELS - 1]!, vision)), vision).toBeGreaterThan(17);
});

test('levels clamp at the ends, the middle is the middle, NaN has none', () => {
  expect(levelOf(-9, [-2, 2])).toBe(0);
  expect(levelOf(9, [-2, 2])).toBe(LEVELS - 1);
  expect(levelOf(0, [-2, 2])).toBe((LEVELS - 1) / 2);
  expect(levelOf(NaN, [-2, 2])).toBeUndefined();
});

test('lines, labels and quiet words of both themes read on their paper', () => {
  const css = readFileSync(new URL('../../src/views/views.css', import.meta.url), 'utf8');
  const themes = { light: /:root {([^}]*)}/, dark: /:root\[data-theme='dark'\] {([^}]*)}/ };
  for (const [theme, block] of Object.entries(themes)) {
    const text = block.exec(css)![1]!;
    const value = (name: string) => new RegExp(`--v-${name}: (#\\w+)`).exec(text)![1]!;
    for (const paper of ['paper', 'raised'].map(value)) {
      for (const ink of ['ink', 'ink-2', 'ink-3', 'accent'])
        expect(contrast(value(ink), paper), `${theme} ${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
      for (const line of ['line-0', 'line-1', 'line-2', 'line-3', 'rule-strong'])
        expect(contrast(value(line), paper), `${theme} ${line} on ${paper}`).toBeGreaterThanOrEqual(3);
    }
  }
});

/** The largest step between neighbours over the smallest, in CIEDE2000. */
function unevenness(scale: readonly string[]): number {
  const steps = scale.slice(1).map((colour, i) => deltaE(lab(scale[i]!), lab(colour)));
  return Math.max(...steps) / Math.min(...steps);
}
