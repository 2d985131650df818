import { describe, expect, test } from 'vitest';
import { formatAddress, PAGES, parseAddress } from '../../../../src/app/state/address/address';
import { type Cursor, START_CURSOR, TOKEN_METRICS, UNDERLINES } from '../../../../src/app/state/cursor';
import type { RunId } from '../../../../src/core/trace/messages/commands';
import { pick, rng } from '../../../../src/core/util/rng';

function randomCursor(seed: number): Cursor {
  const chance = rng(seed, 'cursor');
  const maybe = <T>(value: T): T | undefined => (chance.uniform() < 0.5 ? value : undefined);
  const low = chance.integer(40) / 8; // The address holds three decimals.
  return {
    run: maybe(`run-${chance.integer(1e6)}` as RunId),
    arm: chance.integer(3),
    checkpoint: maybe(chance.integer(16)),
    token: maybe(chance.integer(1e6)),
    pins: [...new Set(Array.from({ length: chance.integer(5) }, () => chance.integer(5000)))],
    problem: chance.integer(300),
    thoughts: maybe(chance.integer(7)),
    node: maybe(chance.integer(60)),
    nodePins: [...new Set(Array.from({ length: chance.integer(5) }, () => chance.integer(60)))],
    filter: maybe([0, 3] as const) ?? [],
    brush: maybe({ first: [low, low + 1.25], last: [0, 2.5] } as const),
    metric: pick(TOKEN_METRICS, chance),
    underline: pick(UNDERLINES, chance),
    rule: {
      thresholdNats: chance.integer(40) / 20,
      trend: pick(['fit', 'endPoints'] as const, chance),
      level: pick(['mean', 'median'] as const, chance),
    },
    fitFrom: maybe(40 * chance.integer(30)),
    keepFraction: chance.integer(1000) / 1000,
  };
}

const defined = (cursor: Partial<Cursor>) =>
  Object.fromEntries(Object.entries(cursor).filter(([, value]) => value !== undefined));

describe('address', () => {
  test('a written address reads back as the same page and cursor', () => {
    for (let seed = 0; seed < 300; seed++) {
      const cursor = randomCursor(seed);
      const page = PAGES[seed % PAGES.length] ?? 'tokens';
      const choice = { preset: 'micro', seed } as const;
      const address = parseAddress(formatAddress(page, cursor, choice));
      expect(address.choice).toEqual(choice);
      expect(address.notes).toEqual([]);
      expect(address.page).toBe(page);
      expect(defined({ ...START_CURSOR, ...address.cursor })).toEqual(defined(cursor));
    }
  });

  test('the start is the bare page', () => {
    expect(formatAddress('tokens', START_CURSOR)).toBe('#/tokens');
    expect(parseAddress('')).toEqual({ page: 'tokens', cursor: {}, notes: [] });
  });

  test.each([
    ['#/tokens?v=1&t=-3', 't'],
    ['#/tokens?v=1&t=1e9', 't'],
    ['#/tokens?v=1&c=7;drop', 'c'],
    ['#/tokens?v=1&run=../../secret', 'run'],
    ['#/tokens?v=1&pins=1,2,3,4,5', 'pins'],
    ['#/tokens?v=1&show=HL,XX', 'show'],
    ['#/tokens?v=1&by=__proto__', 'by'],
    ['#/tokens?v=1&rule=0.2,fit', 'rule'],
    ['#/tokens?v=1&rule=NaN,fit,mean', 'rule'],
    ['#/tokens?v=1&keep=1.5', 'keep'],
    ['#/tokens?v=1&from=-40', 'from'],
    ['#/tokens?v=1&from=4e1', 'from'],
    ['#/tokens?v=1&__proto__=x', '__proto__'],
    ['#/tokens?v=1&constructor=x', 'constructor'],
    ['#/tokens?v=1&brush=1,2,3', 'brush'],
    ['#/tokens?v=1&train=huge,1', 'train'],
    ['#/tokens?v=1&train=tiny,-1', 'train'],
  ])('%s: the bad part is left out with a note, the rest holds', (hash, part) => {
    const { cursor, notes } = parseAddress(`${hash}&line=loss`);
    expect(cursor).toEqual({ underline: 'loss' });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(part);
  });

  test('another version keeps the page alone', () => {
    const address = parseAddress('#/runs?v=9&t=4');
    expect(address.page).toBe('runs');
    expect(address.cursor).toEqual({});
    expect(address.notes).toHaveLength(1);
  });

  test('hostile input is refused in words, never thrown', () => {
    for (const hash of [
      '#/%',
      '#/tokens?v=1&t=%E0%A4%A',
      '#'.repeat(10),
      `#/tokens?v=1&t=${'9'.repeat(9000)}`,
      '#/<script>',
    ])
      expect(() => parseAddress(hash)).not.toThrow();
    expect(parseAddress(`#/tokens?v=1&t=${'9'.repeat(9000)}`).notes).toHaveLength(1);
  });
});
