/** @file What a person can do with runs that are there: open, compare, describe, branch, delete. */

import type { RunCard, RunId } from '../../../core/trace/messages/commands';
import type { EngineClient } from '../../engine/engineClient';
import { recordedName } from '../shipped/recorded';
import { type Shelf, toggleCompared } from '../shelf';
import { type AppStore, withoutRun } from '../store';

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
    /** Closes runs here; those that were computed here go into the bin, and can be brought back for a while. */
    remove: (gone: readonly RunId[]) => {
      const { saved, runs, cursor } = store.getState();
      const isGone = (run: RunId) => gone.includes(run);
      const kept = gone.filter((run) => runs[run]?.origin === 'here' || saved.some((each) => each.run === run));
      gone.forEach((run) => client.forget(run));
      kept.forEach((run) => client.send({ kind: 'discard', run }));
      if (kept.length > 0) store.setState({ saved: saved.filter((each) => !isGone(each.run)), discarded: kept });
      store.setState((state) => ({
        ...gone.reduce((rest, run) => ({ ...rest, ...withoutRun(rest, run) }), state),
        shelf: { ...state.shelf, compared: state.shelf.compared.filter((each) => !isGone(each.run)) },
      }));
      if (cursor.run !== undefined && isGone(cursor.run)) openFirst();
    },
    reclaim: (runs: readonly RunId[]) => {
      store.setState({ discarded: [] });
      runs.forEach((run) => client.send({ kind: 'reclaim', run }));
    },
    forgetDiscarded: () => store.setState({ discarded: [] }),
  };
}
