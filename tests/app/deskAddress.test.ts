import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress, START_CHOICE } from '../../src/app/state/address';
import { START_BENCH } from '../../src/app/state/bench';
import { type Desk, START_DESK } from '../../src/app/state/desk';
import { formatDesk, parseDesk } from '../../src/app/state/deskAddress';
import { START_CURSOR } from '../../src/app/state/cursor';

const desk: Desk = { edges: 'attention', speed: 0.5, intervention: { kind: 'twin', thought: 2 } };

describe('a desk in the address', () => {
  test('comes back as it was', () => {
    expect(parseDesk(formatDesk(desk) ?? '')).toEqual(desk);
    expect(parseDesk(formatDesk({ ...desk, intervention: undefined }) ?? '')).toEqual({
      ...desk,
      intervention: undefined,
    });
  });

  test('is left out at its start, and on other pages', () => {
    expect(formatDesk(START_DESK)).toBeUndefined();
    expect(formatAddress('tokens', START_CURSOR, START_CHOICE, START_BENCH, desk)).not.toContain('desk');
    const read = parseAddress(formatAddress('thoughts', START_CURSOR, START_CHOICE, START_BENCH, desk));
    expect(read.desk).toEqual(desk);
  });

  test('holds no problem of a person', () => {
    expect(formatDesk({ ...START_DESK, list: { name: 'secret.json', problems: [] } })).toBeUndefined();
  });

  test.each(['', 'attention', 'attention,3,none', 'attention,1,twin.7', 'attention,1,twin', 'attention,1,__proto__.1'])(
    'what is no desk is left out with a note: %s',
    (text) => {
      const { desk: read, notes } = parseAddress(`#/thoughts?v=1&desk=${text}`);
      expect(read).toBeUndefined();
      expect(notes).toHaveLength(1);
    },
  );
});
