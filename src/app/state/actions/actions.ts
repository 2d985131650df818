/** @file What a person can do. Each action is one step of the store, one command to the engine, or both. */

import type { RunId } from '../../../core/trace/messages/commands';
import type { RunConfig, Setting } from '../../../core/trace/config/config';
import { decodeTrace } from '../../../core/trace/traceCodec';
import { emptyTrace } from '../../../core/trace/trace';
import { InputError } from '../../../core/util/assert';
import type { EngineClient, EngineSink } from '../../engine/engineClient';
import type { TablePort } from '../../engine/tableReader';
import type { TextPort } from '../../engine/textReader';
import type { Page, TrainChoice } from '../address/address';
import { benchActions } from './benchActions';
import { bringActions } from './bringActions';
import { type Cursor, onRun, shownCheckpoint } from '../cursor';
import { deskActions } from './deskActions';
import { exchangeActions } from './exchangeActions';
import { engineSink } from '../engineSink';
import { fetchCatalogue, fetchRecorded, OPENING, recordedId, recordedName } from '../shipped/recorded';
import { needsCatalogue, scoreConfig } from '../config/scoreConfig';
import { runActions } from './runActions';
import { fetchTable, type ShippedTable } from '../shipped/shippedTables';
import { tableActions } from './tableActions';
import { newEntry, type RunEntry, titleOf } from '../runEntry';
import { scoredCheckpoints, shownEntry } from '../select';
import { fetchThoughtsTables } from '../shipped/thoughtsTable';
import type { AppState, AppStore, Notice } from '../store';
import type { BroughtText } from '../texts/broughtText';
import { withNotice, withRun } from '../store';

export interface ActionsHost {
  readonly store: AppStore;
  readonly baseUrl: string;
  readonly nowMs: () => number;
  readonly newRunId: () => RunId;
  readonly textWorker: () => TextPort;
  readonly tableWorker: () => TablePort;
  /** Asks the browser never to clear this page's files by itself; tells whether it promised. */
  readonly persist: () => Promise<boolean>;
  /** Lets the new version of the page take over. */
  readonly startUpdate: () => void;
  /** Hands a file to the browser's own saving. */
  readonly download: (title: string, extension: string, bytes: Uint8Array<ArrayBuffer>, type: string) => void;
  readonly engine: (sink: EngineSink) => EngineClient;
}

export type Actions = ReturnType<typeof createActions>;

export function createActions({
  store,
  baseUrl,
  nowMs,
  newRunId,
  textWorker,
  tableWorker,
  persist,
  startUpdate,
  download,
  engine,
}: ActionsHost) {
  const set = (step: (state: AppState) => Partial<AppState>) => store.setState(step);
  const say = (tone: Notice['tone'], sentence: string) => set((state) => withNotice(state, tone, sentence));
  /** Bad input gets a sentence and changes nothing; a bug is thrown on. */
  const guarded = async (work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      say('problem', error.message);
    }
  };

  const look = (change: Partial<Cursor>) => set((state) => ({ cursor: { ...state.cursor, ...change } }));
  const exchange = exchangeActions({ store, client: () => client, newRunId, guarded, download });
  const table = tableActions({ store, spawn: tableWorker, say, importTrace: exchange.importTrace });
  const client: EngineClient = engine(
    engineSink({
      store,
      nowMs,
      say,
      guarded,
      persist,
      follow: (run, trace) => client.follow(run, trace),
      send: (command) => client.send(command),
      openFirst,
      exchange: exchange.sink,
    }),
  );

  const show = (run: RunId) => set((state) => ({ cursor: onRun(state.cursor, run), isPlaying: false }));
  const add = (entry: RunEntry) => set((state) => withRun(state, entry));

  const loadRecorded = async (name: string) => {
    const trace = decodeTrace(await fetchRecorded(name, baseUrl), undefined, { sharesBytes: true });
    add(newEntry(recordedId(name), 'recorded', titleOf(trace), trace, 'done'));
  };

  const loadCatalogue = async () => {
    const recorded = await fetchCatalogue(baseUrl);
    set(() => ({ recorded }));
  };

  /** The recorded run that a first visit sees. */
  function openFirst(): void {
    void guarded(async () => {
      const run = recordedId(OPENING);
      if (!store.getState().runs[run]) await loadRecorded(OPENING);
      // An address without a run says how to look at this one.
      if (store.getState().cursor.run === undefined) look({ run });
      else show(run);
    });
  }

  /** Starts a run. `text` is what a person brought for it. */
  const begin = (config: RunConfig, title: string, text?: BroughtText): RunId => {
    const run = newRunId();
    const trace = emptyTrace();
    client.follow(run, trace);
    add(newEntry(run, 'here', title, trace, 'loading'));
    if (text) set((state) => ({ texts: { ...state.texts, [run]: text } }));
    // What went wrong before is over once something else begins.
    set((state) => ({ notices: state.notices.filter(({ tone }) => tone !== 'problem') }));
    client.send({ kind: 'start', run, config, texts: text ? { [text.name]: text.bytes } : {} });
    return run;
  };

  /** Starts a run and looks at it. */
  const start = (config: RunConfig, title: string, text?: BroughtText): RunId => {
    const run = begin(config, title, text);
    show(run);
    return run;
  };

  /** Scores a text with every checkpoint of the model at hand. */
  const scoreText = (text: BroughtText) =>
    guarded(async () => {
      if (needsCatalogue(store.getState())) await loadCatalogue();
      start(scoreConfig(store.getState(), text), text.name, text);
    });

  /** Moves by checkpoints, and stays inside of what there is. */
  const moveCheckpoint = (by: number) => {
    const state = store.getState();
    const entry = shownEntry(state);
    const count = entry ? scoredCheckpoints(entry.trace, state.cursor).length : 0;
    const next = shownCheckpoint(state.cursor, count) + by;
    if (next >= 0 && next < count) look({ checkpoint: next });
    return next >= 0 && next < count;
  };

  const desk = deskActions({ store, guarded, look, show, loadRecorded, loadCatalogue, begin });

  const follow = () => set(({ cursor }) => ({ cursor: { ...cursor, checkpoint: undefined }, isPlaying: false }));

  return {
    /** Opens what the address asks for, or the opening run. */
    begin: async () => {
      const { cursor, page, shared } = store.getState();
      const asked = cursor.run;
      if (shared) {
        set(() => ({ shared: undefined }));
        return void scoreText(shared);
      }
      if (asked === undefined) return page === 'thoughts' ? desk.openThinking() : openFirst();
      const name = recordedName(asked);
      if (name === undefined) return client.send({ kind: 'open', run: asked });
      await guarded(() => loadRecorded(name));
      if (!store.getState().runs[asked]) openFirst();
    },
    /** Asks what the store holds; nothing is measured for that. */
    listRuns: () => client.send({ kind: 'list' }),
    /** Asks the store for the whole text of a run. */
    readTexts: (run: RunId) => client.send({ kind: 'texts', run }),
    /** Has a backend chosen and measured, so that costs can be told, and asks what the store holds. */
    wake: () => {
      client.wake();
      client.send({ kind: 'list' });
    },
    measureDevice: () => {
      set(() => ({ device: { kind: 'measuring' } }));
      client.send({ kind: 'measure' });
    },
    /** The first document is painted. */
    pictureUp: () => set(() => ({ isPictureUp: true })),
    goTo: (page: Page) => set(() => ({ page })),
    look,
    show,
    startUpdate,
    /** Looks at the newest checkpoint, and at each newer one as it comes. */
    followNewest: follow,
    choose: (change: Partial<TrainChoice>) => set((state) => ({ choice: { ...state.choice, ...change } })),
    say,
    guarded,
    dismiss: (id: number) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),

    moveCheckpoint,
    /** From the start, if there is nothing left to play. */
    togglePlay: () => {
      const state = store.getState();
      const entry = shownEntry(state);
      const count = entry ? scoredCheckpoints(entry.trace, state.cursor).length : 0;
      if (count < 2) return;
      if (!state.isPlaying && shownCheckpoint(state.cursor, count) === count - 1) look({ checkpoint: 0 });
      set(({ isPlaying }) => ({ isPlaying: !isPlaying }));
    },
    /** One beat of the play: the next checkpoint, or the end. */
    playOn: () => {
      if (!moveCheckpoint(1)) follow();
    },

    openRecorded: (name: string) =>
      guarded(async () => {
        if (!store.getState().runs[recordedId(name)]) await loadRecorded(name);
        show(recordedId(name));
      }),
    loadCatalogue: () => guarded(loadCatalogue),
    loadThoughtsTables: () =>
      guarded(async () => {
        const thoughtsTables = await fetchThoughtsTables(baseUrl);
        set(() => ({ thoughtsTables }));
      }),
    start,
    scoreText,
    ...benchActions({ store, spawn: textWorker, say, guarded, start, look, show, loadRecorded }),
    ...desk,
    ...exchange.actions,
    ...table,
    ...runActions({ store, client, newRunId, guarded, show, loadRecorded, openFirst }),
    openTable: (name: ShippedTable) =>
      guarded(async () => {
        if (store.getState().tables[name]) return;
        const table = await fetchTable(name, baseUrl);
        set(({ tables }) => ({ tables: { ...tables, [name]: table } }));
      }),
    ...bringActions({
      store,
      spawn: textWorker,
      say,
      score: scoreText,
      importFile: exchange.actions.importFile,
      importTrace: exchange.importTrace,
      bringTable: table.bringTable,
    }),
    pause: (run: RunId) => client.send({ kind: 'pause', run }),
    resume: (run: RunId) => client.send({ kind: 'resume', run }),
    step: (run: RunId) => client.send({ kind: 'step', run }),
    stop: (run: RunId) => client.send({ kind: 'stop', run }),
    change: (run: RunId, setting: Setting) => client.send({ kind: 'set', run, setting }),
  };
}
