import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress, START_CHOICE } from '../../../../src/app/state/address/address';
import { START_BENCH } from '../../../../src/app/state/bench';
import { type Desk, START_DESK } from '../../../../src/app/state/desk';
import { formatDesk, parseDesk } from '../../../../src/app/state/address/deskAddress';
import { parseTeach } from '../../../../src/app/state/address/teachAddress';
import { START_TEACH } from '../../../../src/app/state/teach';
import { START_CURSOR } from '../../../../src/app/state/cursor';

const desk = {
  edges: 'attention',
  speed: 0.5,
  intervention: { kind: 'twin', thought: 2 },
  finding: 'groups',
  question: 'change',
} as const;
const whole: Desk = { ...desk, teach: { ...START_TEACH, method: 'icot', seed: 7 } };

describe('a desk in the address', () => {
  test('comes back as it was', () => {
    expect(parseDesk(formatDesk(whole) ?? '')).toEqual(desk);
    expect(parseDesk(formatDesk({ ...whole, intervention: undefined }) ?? '')).toEqual({
      ...desk,
      intervention: undefined,
    });
  });

  test('is left out at its start, and on other pages', () => {
    expect(formatDesk(START_DESK)).toBeUndefined();
    expect(formatAddress('tokens', START_CURSOR, START_CHOICE, START_BENCH, whole)).not.toMatch(/desk|teach/);
    const read = parseAddress(formatAddress('thoughts', START_CURSOR, START_CHOICE, START_BENCH, whole));
    expect(read.desk).toEqual(desk);
    expect(read.teach).toEqual(whole.teach);
  });

  test('holds no problem of a person', () => {
    expect(formatDesk({ ...START_DESK, list: { name: 'secret.json', problems: [] } })).toBeUndefined();
  });

  test.each([
    '',
    'attention',
    'plain,1,none,table',
    'plain,3,none,table,writes',
    'plain,1,twin.7,table,writes',
    'plain,1,twin,table,writes',
    'plain,1,none,__proto__,writes',
    'plain,1,none,table,__proto__',
  ])('what is no desk is left out with a note: %s', (text) => {
    const { desk: read, notes } = parseAddress(`#/thoughts?v=1&desk=${text}`);
    expect(read).toBeUndefined();
    expect(notes).toHaveLength(1);
  });
});

describe('what is chosen for teaching, in the address', () => {
  test.each([
    '',
    'coconut',
    'coconut,prosqa,tiny,0,1',
    'coconut,prosqa,tiny,4,1',
    'coconut,sudoku,tiny,1,1',
    'x,prosqa,tiny,1,1',
  ])('what is none is left out with a note: %s', (text) => {
    expect(parseTeach(text)).toBeUndefined();
    expect(parseAddress(`#/thoughts?v=1&teach=${text}`).notes).toHaveLength(1);
  });
});
