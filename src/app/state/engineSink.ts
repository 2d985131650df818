/** @file What the page does with each thing that the engine tells. */

import type { Command, RunId, RunState } from '../../core/trace/messages/commands';
import { decodeTrace } from '../../core/trace/traceCodec';
import type { Trace } from '../../core/trace/trace';
import type { EngineSink } from '../engine/engineClient';
import { isUnderWay, newEntry, titleOf } from './runEntry';
import { withTexts } from './texts/wholeText';
import { type AppStore, bumped, changeRun, type Notice, withRun } from './store';

interface Needs {
  readonly store: AppStore;
  readonly nowMs: () => number;
  readonly say: (tone: Notice['tone'], sentence: string) => void;
  readonly guarded: (work: () => void) => Promise<void>;
  readonly persist: () => Promise<boolean>;
  readonly follow: (run: RunId, trace: Trace) => void;
  readonly send: (command: Command) => void;
  /** Where to look when what was asked for is not there. */
  readonly openFirst: () => void;
  readonly exchange: Pick<EngineSink, 'onFile' | 'onImported'>;
}

/** States that a save has just preceded: the list of saved runs is out of date. */
const SAVED_STATES: readonly RunState[] = ['paused', 'done', 'stopped', 'failed'];

export function engineSink({
  store,
  nowMs,
  say,
  guarded,
  persist,
  follow,
  send,
  openFirst,
  exchange,
}: Needs): EngineSink {
  let hasAsked = false;

  /** At the first save of a visit, when a person has something to lose. */
  const askToPersist = async () => {
    hasAsked = true;
    const isPersistent = await persist();
    store.setState(({ storage }) => (storage ? { storage: { ...storage, isPersistent } } : {}));
  };

  /** What a new engine must do for a run that the last one had in hand. */
  const goOn = (run: RunId, state: RunState) => {
    if (state === 'paused') return send({ kind: 'open', run });
    const sentence = 'The browser ended the engine; the run goes on from its last save.';
    store.setState((all) => changeRun(all, run, { state: 'restoring', sentence }));
    send({ kind: 'resume', run });
  };

  return {
    onWaking: () => store.setState({ engine: { kind: 'waking' }, device: { kind: 'unknown' } }),
    onBackend: (report) => store.setState({ engine: { kind: 'ready', report } }),
    onMeasured: (figures) => {
      store.setState({ device: figures ? { kind: 'measured', figures } : { kind: 'unknown' } });
      if (!figures) say('note', 'A run is in progress: measure the device when it has ended or been stopped.');
    },
    onNoBackend: (sentence) => store.setState({ engine: { kind: 'none', sentence } }),
    onBump: (runs) => store.setState((state) => bumped(state, runs, nowMs())),
    onState: (run, state, sentence) => {
      store.setState((all) => changeRun(all, run, { state, sentence }));
      if (state === 'failed' || state === 'lost') say('problem', sentence ?? 'The run ended unexpectedly.');
      if (SAVED_STATES.includes(state)) send({ kind: 'list' });
    },
    onEngineLost: () => {
      for (const { run, origin, state } of Object.values(store.getState().runs))
        if (origin === 'here' && isUnderWay(state)) goOn(run, state);
    },
    onEngineGone: (sentence) => {
      for (const { run, origin, state } of Object.values(store.getState().runs))
        if (origin === 'here' && isUnderWay(state))
          store.setState((all) => changeRun(all, run, { state: 'failed', sentence }));
      say('problem', sentence);
    },
    onStorage: (storage) => {
      store.setState({ storage });
      const isComputing = Object.values(store.getState().runs).some(({ origin }) => origin === 'here');
      if (isComputing && !storage.isPersistent && !hasAsked) void askToPersist();
    },
    onTokenizer: (run, tokenizerJson) => store.setState((state) => changeRun(state, run, { tokenizerJson })),
    onRestored: (run, bytes, tokenizerJson) =>
      void guarded(() => {
        const trace = decodeTrace(bytes, undefined, { sharesBytes: true });
        follow(run, trace);
        store.setState((state) => {
          // A trace without an end belongs to a run that can go on.
          const known = state.runs[run]?.state ?? trace.end?.reason ?? 'paused';
          return withRun(state, { ...newEntry(run, 'here', titleOf(trace), trace, known), tokenizerJson });
        });
      }),
    ...exchange,
    onTexts: (run, texts) => store.setState((state) => withTexts(state, run, texts)),
    onSaved: (saved) => store.setState({ saved }),
    onWarning: (sentence, run) => {
      say('problem', sentence);
      const { cursor, runs } = store.getState();
      if (run === undefined) return;
      // A run that was refused before it began, or that no store holds, would else load for ever.
      const state = runs[run]?.state;
      if (state === 'loading' || state === 'restoring')
        store.setState((all) => changeRun(all, run, { state: 'failed', sentence }));
      if (run === cursor.run && !runs[run]) openFirst();
    },
  };
}
