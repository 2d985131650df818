/** @file All state of the page that outlives a component, and the pure steps by which it moves. */

import type { BroughtText } from './texts/broughtText';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendReport, DeviceFigures, RunId, SavedRun, StorageReport } from '../../core/trace/messages/commands';
import type { SeedTable } from '../../core/rho1/seedTable';
import type { TableShape } from '../../core/trace/messages/tableMessages';
import type { ReadText } from '../../core/trace/messages/textMessages';
import { type Page, START_CHOICE, type TrainChoice } from './address/address';
import { type Bench, START_BENCH } from './bench';
import { type Cursor, START_CURSOR } from './cursor';
import { type Desk, START_DESK } from './desk';
import { type Shelf, START_SHELF } from './shelf';
import type { RecordedRun } from './shipped/recorded';
import type { ThoughtsTable } from './shipped/thoughtsTable';
import type { ShippedTable } from './shipped/shippedTables';
import { type RunEntries, type RunEntry, refreshed } from './runEntry';

export type EngineStatus =
  /** Not asked for yet: the recorded document comes first. */
  | { readonly kind: 'asleep' }
  | { readonly kind: 'waking' }
  | { readonly kind: 'ready'; readonly report: BackendReport }
  /** Nothing can compute here; recorded runs still can be read. */
  | { readonly kind: 'none'; readonly sentence: string };

/** What the engine found when it was asked to measure the device. */
export type DeviceStatus =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly figures: DeviceFigures };

export interface Notice {
  readonly id: number;
  readonly tone: 'problem' | 'note';
  readonly sentence: string;
}

/** Files of a person, on their way to a text. */
export type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly doneBytes: number; readonly totalBytes: number }
  /** Some files have several columns; which holds the text? */
  | { readonly kind: 'choosing'; readonly text: ReadText };

/** A table of losses that were measured elsewhere, on its way to a run. */
export type TableOnItsWay =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  /** Which column means what? */
  | { readonly kind: 'choosing'; readonly shape: TableShape };

export interface AppState {
  readonly page: Page;
  readonly cursor: Cursor;
  /** The first document is on the screen: what had to wait for it may load. */
  readonly isPictureUp: boolean;
  /** The checkpoints, or on the Thoughts page the thoughts, are being played. */
  readonly isPlaying: boolean;
  readonly choice: TrainChoice;
  readonly bench: Bench;
  readonly desk: Desk;
  readonly shelf: Shelf;
  readonly runs: RunEntries;
  /** Whole texts that people brought, by the run that scores or trains on them; its trace holds the watched part alone. */
  readonly texts: Readonly<Record<RunId, BroughtText>>;
  /** Runs whose whole text the store was asked for and does not hold. */
  readonly lostTexts: ReadonlySet<RunId>;
  /** Runs that ship with the page, once their list is read. */
  readonly recorded: readonly RecordedRun[];
  /** Tables of the methods that ship with the page, once they are read. */
  readonly thoughtsTables: readonly ThoughtsTable[];
  /** Tables over seeds that ship with the page, by name, once they are read. */
  readonly tables: Readonly<Partial<Record<ShippedTable, SeedTable>>>;
  /** What the store of this browser holds. */
  readonly saved: readonly SavedRun[];
  /** A text out of a link, until it is scored. */
  readonly shared?: BroughtText | undefined;
  /** The runs that were deleted last, while they can be brought back. */
  readonly discarded: readonly RunId[];
  /** Once the engine has told it. */
  readonly storage?: StorageReport | undefined;
  readonly engine: EngineStatus;
  readonly device: DeviceStatus;
  readonly reading: Reading;
  readonly table: TableOnItsWay;
  readonly notices: readonly Notice[];
  /** A new version of the page waits for the tabs of this one to close. */
  readonly isUpdateReady: boolean;
}

export type AppStore = StoreApi<AppState>;

export const START_STATE: AppState = {
  page: 'tokens',
  cursor: START_CURSOR,
  choice: START_CHOICE,
  isPictureUp: false,
  isPlaying: false,
  bench: START_BENCH,
  desk: START_DESK,
  shelf: START_SHELF,
  runs: {},
  texts: {},
  lostTexts: new Set(),
  recorded: [],
  thoughtsTables: [],
  tables: {},
  saved: [],
  discarded: [],
  engine: { kind: 'asleep' },
  device: { kind: 'unknown' },
  reading: { kind: 'none' },
  table: { kind: 'none' },
  notices: [],
  isUpdateReady: false,
};

export function createAppStore(start: Partial<AppState> = {}): AppStore {
  return createStore<AppState>(() => ({ ...START_STATE, ...start }));
}

/** Adds or replaces a run. */
export function withRun(state: AppState, entry: RunEntry): Pick<AppState, 'runs'> {
  return { runs: { ...state.runs, [entry.run]: entry } };
}

/** Changes a run that is there; a run that was closed meanwhile stays closed. */
export function changeRun(state: AppState, run: RunId, change: Partial<RunEntry>): Pick<AppState, 'runs'> {
  const entry = state.runs[run];
  return { runs: entry ? { ...state.runs, [run]: { ...entry, ...change } } : state.runs };
}

/** One bump for all runs whose traces were folded since the last frame. */
export function bumped(state: AppState, runs: Iterable<RunId>, atMs: number): Pick<AppState, 'runs'> {
  const next: Record<RunId, RunEntry> = { ...state.runs };
  for (const run of runs) {
    const entry = state.runs[run];
    if (entry) next[run] = refreshed(entry, atMs);
  }
  return { runs: next };
}

/** Forgets a run. A cursor that was on it is on none. */
export function withoutRun(state: AppState, run: RunId): Pick<AppState, 'runs' | 'texts' | 'cursor'> {
  const without = <T>(byRun: Readonly<Record<RunId, T>>): Readonly<Record<RunId, T>> =>
    Object.fromEntries(Object.entries(byRun).filter(([id]) => id !== run));
  const [runs, texts] = [without(state.runs), without(state.texts)];
  const { cursor } = state;
  return {
    runs,
    texts,
    cursor: cursor.run === run ? { ...cursor, run: undefined, token: undefined, pins: [] } : cursor,
  };
}

/** The sentence once: saying the same thing twice helps nobody. */
export function withNotice(state: AppState, tone: Notice['tone'], sentence: string): Pick<AppState, 'notices'> {
  const others = state.notices.filter((notice) => notice.sentence !== sentence);
  const id = Math.max(0, ...state.notices.map((notice) => notice.id)) + 1;
  return { notices: [...others, { id, tone, sentence }].slice(-3) };
}
