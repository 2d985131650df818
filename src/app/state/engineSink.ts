/** @file What the page does with each thing that the engine tells. */

import type { RunId } from '../../core/trace/commands';
import { decodeTrace } from '../../core/trace/traceCodec';
import type { Trace } from '../../core/trace/trace';
import type { EngineSink } from '../engine/engineClient';
import { newEntry, titleOf } from './runEntry';
import { type AppStore, bumped, changeRun, type Notice, withRun } from './store';

interface Needs {
  readonly store: AppStore;
  readonly nowMs: () => number;
  readonly say: (tone: Notice['tone'], sentence: string) => void;
  readonly guarded: (work: () => void) => Promise<void>;
  readonly follow: (run: RunId, trace: Trace) => void;
  /** Where to look when what was asked for is not there. */
  readonly openFirst: () => void;
}

export function engineSink({ store, nowMs, say, guarded, follow, openFirst }: Needs): EngineSink {
  return {
    onWaking: () => store.setState({ engine: { kind: 'waking' } }),
    onBackend: (report) => store.setState({ engine: { kind: 'ready', report } }),
    onNoBackend: (sentence) => store.setState({ engine: { kind: 'none', sentence } }),
    onBump: (runs) => store.setState((state) => bumped(state, runs, nowMs())),
    onState: (run, state, sentence) => {
      store.setState((all) => changeRun(all, run, { state, sentence }));
      if (state === 'failed' || state === 'lost') say('problem', sentence ?? 'The run broke off.');
    },
    onTokenizer: (run, tokenizerJson) => store.setState((state) => changeRun(state, run, { tokenizerJson })),
    onRestored: (run, bytes, tokenizerJson) =>
      void guarded(() => {
        const trace = decodeTrace(bytes);
        follow(run, trace);
        store.setState((state) => {
          // A trace without an end belongs to a run that can go on.
          const known = state.runs[run]?.state ?? trace.end?.reason ?? 'paused';
          return withRun(state, { ...newEntry(run, 'here', titleOf(trace), trace, known), tokenizerJson });
        });
      }),
    onSaved: (saved) => store.setState({ saved }),
    onWarning: (sentence, run) => {
      say('note', sentence);
      const { cursor, runs } = store.getState();
      if (run === undefined) return;
      // A run that was refused before it began would else load for ever.
      if (runs[run]?.state === 'loading') store.setState((all) => changeRun(all, run, { state: 'failed', sentence }));
      if (run === cursor.run && !runs[run]) openFirst();
    },
  };
}
