import { expect, test } from 'vitest';
import { fileName } from '../../src/app/shell/files/download';
import { aboutSeconds, formatBytes, formatRate, formatSeconds } from '../../src/app/shell/format';
import { tableCsv, tableJson } from '../../src/app/shell/files/tableFile';

test.each([
  [0.4, '0.4'],
  [12, '12'],
  [870, '870'],
  [6640, '6.6k'],
  [41_230, '41k'],
  [1_240_000, '1.2M'],
])('a rate of %d is %s', (value, words) => expect(formatRate(value)).toBe(words));

test.each([
  [0.2, 'under 1 s'],
  [8.4, '8 s'],
  [59.8, '1 min'],
  [200, '3 min 20 s'],
  [1500, '25 min'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (value, words) => expect(formatSeconds(value)).toBe(words));

test('bytes', () => {
  expect([640, 31_200, 4_240_000].map(formatBytes)).toEqual(['640 B', '31 kB', '4.2 MB']);
});

test('a title becomes a name that every file system takes', () => {
  expect(fileName('../Ünder: the “rabbit”/hole?.txt', 'csv')).toMatch(/^[\w-]+\.csv$/);
  expect(fileName('???', 'csv')).toBe('run.csv');
});

test('a table as CSV quotes what would break it, and as JSON has null for what is missing', () => {
  const table = {
    columns: ['token', 'loss (nats)'],
    rows: [
      [' a,"b"', 0.5],
      ['c', NaN],
    ],
  };
  expect(tableCsv(table)).toBe('token,loss (nats)\r\n" a,""b""",0.5\r\nc,\r\n');
  expect(JSON.parse(tableJson(table))).toEqual([
    { token: ' a,"b"', 'loss (nats)': 0.5 },
    { token: 'c', 'loss (nats)': null },
  ]);
});

test('a guess says that it is one, and “under 1 s” says so by itself', () => {
  expect([aboutSeconds(0.4), aboutSeconds(8), aboutSeconds(200)]).toEqual([
    'under 1 s',
    'about 8 s',
    'about 3 min 20 s',
  ]);
});
