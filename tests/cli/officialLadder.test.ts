/** @file The shipped model of the paper's size: it is the end of its ladder, and knows as many names as the official files. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { OFFICIAL_LADDER } from '../../src/cli/officialLadder';
import { OFFICIAL_MODEL } from '../../src/cli/recordedProbes';
import { parsePlan, planSteps } from '../../src/core/coconut/curriculum/schedules';
import { parseCard } from '../../src/core/train/thoughts/card';

const folder = resolve(import.meta.dirname, '../../public/models', OFFICIAL_MODEL);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

test('card and ladder agree: steps and thoughts of the last rung, 17 people, 38 concepts, the answer marked', () => {
  const last = parsePlan(OFFICIAL_LADDER.at(-1)!.plan);
  const card = parseCard(read('thoughts.json'), 'thoughts.json');
  expect(card).toMatchObject({
    method: 'coconut',
    style: 'marked',
    steps: planSteps(last),
    thoughts: last.at(-1)!.stage,
  });
  expect([card.people.length, card.concepts.length]).toEqual([17, 38]);
});

test('each rung goes on from stage and level of the one before, or further', () => {
  const stages = OFFICIAL_LADDER.flatMap(({ plan }) => parsePlan(plan));
  for (const [i, { stage }] of stages.entries()) expect(stage).toBeGreaterThanOrEqual(stages[i - 1]?.stage ?? 0);
  expect(stages.at(-1)!.levels).toContain('official');
});

test('at most two million parameters', () => {
  const bytes = readFileSync(join(folder, 'model.safetensors')).length;
  expect(bytes / 2).toBeLessThan(2e6); // half floats
});
