/** After a reload only the watched part of a text stands in its trace: the whole is asked of the store. */
import { expect, test } from 'vitest';
import { newEntry } from '../../../../src/app/state/runEntry';
import { START_STATE, withRun } from '../../../../src/app/state/store';
import { textAtHand, withTexts } from '../../../../src/app/state/texts/wholeText';
import type { RunId } from '../../../../src/core/trace/messages/commands';
import { trainPreset } from '../../../../src/core/trace/config/presets';
import { appendEvent, emptyTrace } from '../../../../src/core/trace/trace';

const RUN = 'run-a' as RunId;
const WHOLE = new TextEncoder().encode('the whole text, of which two bytes are watched');

function entryOf(kind: 'text' | 'generated', origin: 'here' | 'recorded' = 'here') {
  const trace = emptyTrace();
  const source = { kind: 'text', name: 'a.txt' } as const;
  const config = { ...trainPreset('tiny'), ...(kind === 'text' ? { corpus: source, watch: source } : {}) };
  appendEvent(trace, { kind: 'started', config, stamp: { backend: 'cpu', adapter: '', commit: 'test' } });
  const [ids, byteEnd] = [Int32Array.of(1, 2), Int32Array.of(1, 2)];
  appendEvent(trace, { kind: 'document', name: 'a.txt', textBytes: WHOLE.slice(0, 2), ids, byteEnd });
  return newEntry(RUN, origin, 'a.txt', trace, 'done');
}

test('a text that was brought is asked of the store, and is whole once it came', () => {
  const entry = entryOf('text');
  const state = { ...START_STATE, ...withRun(START_STATE, entry) };
  expect(textAtHand(state, entry)).toEqual({ kind: 'unread' });
  const read = { ...state, ...withTexts(state, RUN, { 'a.txt': WHOLE, 'other.txt': new Uint8Array(1) }) };
  expect(textAtHand(read, entry)).toEqual({ kind: 'whole', text: { name: 'a.txt', bytes: WHOLE } });
});

test('where the store has it not, or the run came with the page, the part that is shown is named as that', () => {
  const entry = entryOf('text');
  const state = { ...START_STATE, ...withRun(START_STATE, entry) };
  const shown = { kind: 'shown', text: { name: 'a.txt', bytes: WHOLE.slice(0, 2) } };
  expect(textAtHand({ ...state, ...withTexts(state, RUN, {}) }, entry)).toEqual(shown);
  expect(textAtHand(state, entryOf('text', 'recorded'))).toEqual(shown);
});

test('a generated text follows from its seed', () => {
  expect(textAtHand(START_STATE, entryOf('generated'))).toEqual({ kind: 'generated' });
});
