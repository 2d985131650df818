/** @file What a person can do with runs that are there: open, compare, describe, branch, delete. */

import type { RunCard, RunId } from '../../core/trace/commands';
import type { EngineClient } from '../engine/engineClient';
import { recordedName } from './recorded';
import { type Shelf, toggleCompared } from './shelf';
import { type AppStore, withoutRun } from './store';

interface Needs {
  readonly store: AppStore;
  readonly client: EngineClient;
  readonly newRunId: () => RunId;
  readonly guarded: (work: () => Promise<void> | void) => Promise<void>;
  readonly show: (run: RunId) => void;
  readonly loadRecorded: (name: string) => Promise<void>;
  readonly openFirst: () => void;
}

export function runActions({ store, client, newRunId, guarded, show, loadRecorded, openFirst }: Needs) {
  const setShelf = (change: Partial<Shelf>) => store.setState(({ shelf }) => ({ shelf: { ...shelf, ...change } }));

  /** Reads the trace of a run, where the page has it not yet. */
  const fetchRun = (run: RunId) =>
    guarded(async () => {
      if (store.getState().runs[run]) return;
      const name = recordedName(run);
      if (name === undefined) client.send({ kind: 'open', run });
      else await loadRecorded(name);
    });

  return {
    setShelf,
    fetchRun,
    compare: (run: RunId) => {
      setShelf({ compared: toggleCompared(store.getState().shelf.compared, run) });
      void fetchRun(run);
    },
    openSaved: (run: RunId) => {
      show(run);
      void fetchRun(run);
    },
    /** A new run, paused, that goes on from a saved moment of another one. */
    branch: (from: RunId, step: number) => {
      const run = newRunId();
      client.send({ kind: 'branch', run, from, step });
      show(run);
    },
    describe: (run: RunId, card: RunCard) => {
      // Shown at once: an engine at work hears of it a moment later, and then lists what it has kept.
      store.setState(({ saved }) => ({ saved: saved.map((each) => (each.run === run ? { ...each, card } : each)) }));
      client.send({ kind: 'describe', run, card });
    },
    /** Closes a run here; one that was computed here goes into the bin, and can be brought back for a while. */
    remove: (run: RunId) => {
      client.forget(run);
      const { saved, runs, cursor } = store.getState();
      const wasShown = cursor.run === run;
      if (runs[run]?.origin === 'here' || saved.some((each) => each.run === run)) {
        client.send({ kind: 'discard', run });
        store.setState({ saved: saved.filter((each) => each.run !== run), discarded: run });
      }
      store.setState((state) => ({
        ...withoutRun(state, run),
        shelf: { ...state.shelf, compared: state.shelf.compared.filter((each) => each.run !== run) },
      }));
      if (wasShown) openFirst();
    },
    reclaim: (run: RunId) => {
      store.setState({ discarded: undefined });
      client.send({ kind: 'reclaim', run });
    },
    forgetDiscarded: () => store.setState({ discarded: undefined }),
  };
}
