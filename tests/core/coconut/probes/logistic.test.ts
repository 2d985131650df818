import { expect, test } from 'vitest';
import { fitLogistic, logisticChance } from '../../../../src/core/coconut/probes/logistic';
import { rng } from '../../../../src/core/util/rng';

test('two clouds with a gap between them are told apart, and so are new points of them, whatever their scale', () => {
  for (const scale of [0.01, 1, 100]) {
    const chance = rng(1, 'clouds', scale);
    const cloud = (isMember: boolean, count: number) =>
      Array.from({ length: count }, () => ({
        isMember,
        vector: [0, 1, 2, 3].map((axis) => scale * (chance.normal() + (axis === 2 ? (isMember ? 4 : -4) : 0))),
      }));
    const head = fitLogistic([...cloud(true, 20), ...cloud(false, 100)]);
    const tested = [...cloud(true, 200), ...cloud(false, 200)];
    const wrong = tested.filter(({ vector, isMember }) => logisticChance(head, vector) > 0.5 !== isMember);
    expect(wrong.length).toBeLessThan(4); // four standard deviations from the border: 3 in 100,000
  }
});

test('where nothing parts the classes, each is as likely as the other, however rare it is', () => {
  const head = fitLogistic([
    { vector: [1, -1], isMember: true },
    ...Array.from({ length: 9 }, () => ({ vector: [1, -1], isMember: false })),
  ]);
  expect(logisticChance(head, [1, -1])).toBeCloseTo(0.5, 3);
});

test('one class alone teaches nothing', () => {
  expect(() => fitLogistic([{ vector: [1], isMember: true }])).toThrow('both classes');
});
