import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress, START_CHOICE } from '../../../../src/app/state/address/address';
import { type Bench, START_BENCH } from '../../../../src/app/state/bench';
import { formatBench, parseBench } from '../../../../src/app/state/address/benchAddress';
import { START_CURSOR } from '../../../../src/app/state/cursor';

const bench: Bench = {
  ...START_BENCH,
  tab: 'losses',
  noise: 0.35,
  seed: 7,
  keepFraction: 0.125,
  per: 'sequence',
  others: ['random', 'intersection'],
};

describe('a bench in the address', () => {
  test('comes back as it was', () => {
    expect(parseBench(formatBench(bench) ?? '')).toMatchObject({
      tab: 'losses',
      noise: 0.35,
      seed: 7,
      keepFraction: 0.125,
      per: 'sequence',
      others: ['random', 'intersection'],
    });
  });

  test('is left out at its start, and on other pages', () => {
    expect(formatBench(START_BENCH)).toBeUndefined();
    expect(formatAddress('tokens', START_CURSOR, START_CHOICE, bench)).not.toContain('bench');
    expect(parseAddress(formatAddress('selection', START_CURSOR, START_CHOICE, bench)).bench?.seed).toBe(7);
  });

  test('holds no file and no run of a person', () => {
    const own = { name: 'secret.txt', bytes: Uint8Array.of(1) };
    expect(formatBench({ ...bench, corpusText: own, cleanText: own })).not.toContain('secret');
  });

  test.each(['', 'kept', 'kept,excess', (formatBench(bench) ?? '').replace('0.125', '1.5')])(
    'what is no bench is left out with a note: %s',
    (text) => {
      const { bench: read, notes } = parseAddress(`#/selection?v=1&bench=${text}`);
      expect(read).toBeUndefined();
      expect(notes).toHaveLength(1);
    },
  );
});
