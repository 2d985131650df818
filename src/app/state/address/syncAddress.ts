/** @file Keeps the address and the store in step: the store is written to the address, the back button is read from it. */

import { formatAddress, parseAddress } from './address';
import { START_CURSOR } from '../cursor';
import type { AppState, AppStore } from '../store';
import { withNotice } from '../store';

/** What this needs of the window; tests pass a plain object. */
export interface AddressBar {
  readonly hash: () => string;
  /** A new page is a new entry in the history, a move of the cursor is not. */
  readonly write: (hash: string, isNewEntry: boolean) => void;
  readonly onChange: (listener: () => void) => void;
  /** Calls back soon; browsers refuse more than about a hundred writes in half a minute. */
  readonly later: (callback: () => void) => void;
}

/** The state that an address stands for. A link says how to look; the run stays where the link names none. */
export function stateFromAddress(state: AppState, hash: string): Partial<AppState> {
  const {
    page,
    cursor,
    choice = state.choice,
    bench,
    desk,
    teach = state.desk.teach,
    shelf,
    shared,
    notes,
  } = parseAddress(hash);
  const run = cursor.run ?? state.cursor.run;
  const isWholeView = hash.includes('?');
  const next = isWholeView ? { ...START_CURSOR, ...(run ? { run } : {}), ...cursor } : state.cursor;
  const noted = notes.reduce<Partial<AppState>>((sum, note) => withNotice({ ...state, ...sum }, 'note', note), {});
  return {
    ...noted,
    page,
    cursor: next,
    choice,
    bench: { ...state.bench, ...bench },
    desk: { ...state.desk, ...desk, teach },
    shelf: { ...state.shelf, ...shelf },
    ...(shared ? { shared } : {}),
  };
}

export function syncAddress(store: AppStore, bar: AddressBar): void {
  let written = bar.hash();
  let isScheduled = false;
  store.setState((state) => stateFromAddress(state, written));

  bar.onChange(() => {
    if (bar.hash() === written) return;
    written = bar.hash();
    store.setState((state) => stateFromAddress(state, written));
  });

  store.subscribe((state, last) => {
    const isSame =
      state.cursor === last.cursor &&
      state.page === last.page &&
      state.choice === last.choice &&
      state.bench === last.bench &&
      state.desk === last.desk &&
      state.shelf === last.shelf;
    if (isSame || isScheduled) return;
    isScheduled = true;
    bar.later(() => {
      isScheduled = false;
      const { page, cursor, choice, bench, desk, shelf } = store.getState();
      const hash = formatAddress(page, cursor, choice, bench, desk, shelf);
      if (hash === written) return;
      const isNewPage = parseAddress(written).page !== page;
      written = hash;
      bar.write(hash, isNewPage);
    });
  });
}
