import { expect, test } from 'vitest';
import { wakefulClock } from '../../src/engine/clock';

function clocks() {
  const at = { steadyMs: 5, wallMs: 1_000_000 };
  const nowMs = wakefulClock(
    () => at.steadyMs,
    () => at.wallMs,
  );
  const pass = (ms: number) => {
    at.steadyMs += ms;
    at.wallMs += ms;
  };
  return { at, nowMs, pass };
}

test('it tells the time of day, and goes as the steady clock goes', () => {
  const { nowMs, pass } = clocks();
  expect(nowMs()).toBe(1_000_000);
  pass(250.5);
  expect(nowMs()).toBe(1_000_250.5);
});

test('a sleep, in which the steady clock stands, is time that has passed', () => {
  const { at, nowMs, pass } = clocks();
  at.wallMs += 3_600_000;
  expect(nowMs()).toBe(4_600_000);
  pass(10);
  expect(nowMs()).toBe(4_600_010);
});

test('a wall clock that is set, back by an hour or on by a second, moves nothing', () => {
  const { at, nowMs, pass } = clocks();
  at.wallMs -= 3_600_000;
  expect(nowMs()).toBe(1_000_000);
  at.wallMs += 3_601_000;
  pass(100);
  expect(nowMs()).toBe(1_000_100);
});
