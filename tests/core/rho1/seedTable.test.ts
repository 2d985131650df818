import { describe, expect, test } from 'vitest';
import { armsOf, encodeSeedTable, parseSeedTable, rowOf, type SeedTable } from '../../../src/core/rho1/seedTable';
import { InputError } from '../../../src/core/util/assert';

const seedTable: SeedTable = {
  experiment: 'main',
  preset: 'small',
  seeds: [2, 3],
  steps: 1440,
  backend: 'wasm',
  commit: 'abc',
  rows: [
    { arm: 'CLM', figure: 'accuracy', values: [0.123456, 0.2], mean: 0.161728, halfWidth: 0.5 },
    { arm: 'SLM', figure: 'accuracy', values: [0.5, NaN], mean: NaN, halfWidth: NaN },
  ],
};

describe('a table over seeds', () => {
  test('comes back from its file with four digits, and with NaN where nothing was measured', () => {
    const back = parseSeedTable(JSON.parse(encodeSeedTable(seedTable)), 'tokens');
    expect(rowOf(back, 'CLM', 'accuracy')).toEqual({
      arm: 'CLM',
      figure: 'accuracy',
      values: [0.1235, 0.2],
      mean: 0.1617,
      halfWidth: 0.5,
    });
    expect(rowOf(back, 'SLM', 'accuracy')).toEqual(seedTable.rows[1]);
    expect(armsOf(back)).toEqual(['CLM', 'SLM']);
    expect(rowOf(back, 'CLM', 'no such figure')).toBeUndefined();
  });

  test.each([[undefined], [{}], [{ ...seedTable, seeds: 'two' }], [{ ...seedTable, more: 1 }]])(
    'refuses %j in a sentence',
    (json) => expect(() => parseSeedTable(json, 'tokens')).toThrow(InputError),
  );
});
