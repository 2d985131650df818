import { expect, test } from 'vitest';
import { groupedRows, runRows, soughtRows } from '../../src/app/pages/runs/rows';
import { formatAddress, parseAddress } from '../../src/app/state/address/address';
import { START_BENCH } from '../../src/app/state/bench';
import { START_CURSOR } from '../../src/app/state/cursor';
import { probeOf } from '../../src/app/state/config/probeConfig';
import { START_DESK } from '../../src/app/state/desk';
import { type Compared, type Shelf, START_SHELF, toggleCompared } from '../../src/app/state/shelf';
import type { RunCard, RunId, SavedRun } from '../../src/core/trace/messages/commands';
import { trainPreset } from '../../src/core/trace/config/presets';

const saved = (run: string, savedAtMs: number, card: RunCard, seed = 1): SavedRun => ({
  run: run as RunId,
  config: trainPreset('tiny', {
    seed,
    corpus: { kind: 'text', name: 'a.txt' },
    watch: { kind: 'text', name: 'a.txt' },
  }),
  state: 'done',
  step: 9,
  savedAtMs,
  bytes: 1,
  card,
  moments: [],
  isElsewhere: false,
});

const rows = runRows(
  [
    saved('r1', 1, { name: 'First try', isPinned: true }),
    saved('r2', 2, { note: 'a higher RATE', group: 'Rates' }, 7),
    saved('r3', 3, {}),
  ],
  {},
);
const names = (each: typeof rows) => each.map(({ run }) => run);

test('pinned runs come first, then the newest', () => {
  expect(names(rows)).toEqual(['r1', 'r3', 'r2']);
});

test('every word is sought, in names, notes, groups, texts and kinds', () => {
  const sought = (search: string, kind: Shelf['kind'] = 'all') => names(soughtRows(rows, { search, kind }));
  expect(sought('rate higher')).toEqual(['r2']);
  expect(sought('a.txt')).toHaveLength(3);
  expect(sought('seed 7')).toEqual(['r2']);
  expect(sought('first rate')).toEqual([]);
  expect(sought('', 'thoughts')).toEqual([]);
});

test('a single question, asked in passing, is no run in the list, unless a person has marked it', () => {
  const config = probeOf({ kind: 'shipped', name: 'coconut-prosqa' }, 'prosqa', 2, false);
  const all = runRows(
    [
      saved('r1', 1, {}),
      { ...saved('q1', 2, {}), config },
      { ...saved('q2', 3, { note: 'odd' }), config },
      { ...saved('many', 4, {}), config: { ...config, problems: { kind: 'file', name: 'problem.json', limit: 300 } } },
    ],
    {},
  );
  const sought = (kind: Shelf['kind']) => names(soughtRows(all, { search: '', kind }));
  expect(sought('all')).toEqual(['many', 'q2', 'r1']);
  expect(sought('probe')).toEqual(['many', 'q2']);
  expect(sought('question')).toEqual(['q1']);
});

test('groups stand in the order of their first rows; a seed is no kind of its own', () => {
  const titles = (grouping: Shelf['grouping']) =>
    groupedRows(rows, grouping).map(({ title, rows: own }) => [title, own.length]);
  expect(titles('group')).toEqual([
    ['No group', 2],
    ['Rates', 1],
  ]);
  expect(titles('kind')).toEqual([['tiny', 3]]);
  expect(titles('none')).toEqual([['', 3]]);
});

test('a run keeps its place in the comparison when another leaves, and a new one takes the free place', () => {
  const choose = (...runs: string[]) =>
    runs.reduce<readonly Compared[]>((compared, run) => toggleCompared(compared, run as RunId), []);
  expect(choose('a', 'b', 'c', 'a').map(({ order }) => order)).toEqual([1, 2]);
  expect(choose('a', 'b', 'c', 'a', 'd').map(({ order }) => order)).toEqual([1, 2, 0]);
  expect(choose(...'abcdefghi')).toHaveLength(8);
});

test('a shelf comes back out of its address; what is sought stays at home', () => {
  const shelf: Shelf = {
    ...START_SHELF,
    search: 'secret',
    kind: 'train',
    grouping: 'group',
    smoothing: 'strong',
    isBySeeds: true,
    isLog: true,
    compared: [
      { run: 'run-1' as RunId, order: 0 },
      { run: 'recorded.opening' as RunId, order: 1 },
    ],
  };
  const hash = formatAddress('runs', START_CURSOR, undefined, START_BENCH, START_DESK, shelf);
  expect(hash).not.toContain('secret');
  const { shelf: read, notes } = parseAddress(hash);
  expect(notes).toEqual([]);
  expect({ ...shelf, ...read }).toEqual(shelf);
  expect(parseAddress('#/runs?v=1&shelf=what,is,this').notes).toHaveLength(1);
});
