/** @file Runs in and out as files: what a person asks for, and what comes of it. */

import type { EngineMessage, RunId } from '../../../core/trace/messages/commands';
import { InputError } from '../../../core/util/assert';
import type { EngineClient, EngineSink } from '../../engine/engineClient';
import { formatAddress, readdressed } from '../address/address';
import { labsOf } from '../labs';
import { onRun } from '../cursor';
import type { AppStore } from '../store';
import { stateFromAddress } from '../address/syncAddress';

export type Exported = Extract<EngineMessage, { kind: 'file' }>['what'];

interface Needs {
  readonly store: AppStore;
  readonly client: () => EngineClient;
  readonly newRunId: () => RunId;
  readonly guarded: (work: () => Promise<void> | void) => Promise<void>;
  readonly download: (title: string, extension: string, bytes: Uint8Array<ArrayBuffer>, type: string) => void;
}

const MOST_FILE_BYTES = 1e9;

export function exchangeActions({ store, client, newRunId, guarded, download }: Needs) {
  /** What one sees of a run, where one looks at it. */
  const viewOf = (run: RunId): string | undefined => {
    const { page, cursor, choice, bench, desk, runs } = store.getState();
    if (cursor.run !== run) return undefined;
    const [home] = labsOf(runs[run]?.trace.config?.kind);
    return formatAddress(page === 'runs' ? home : page, cursor, choice, bench, desk);
  };

  const nameOf = (run: RunId): string => {
    const { saved, runs } = store.getState();
    return saved.find((each) => each.run === run)?.card.name ?? runs[run]?.title ?? 'run';
  };

  const sink: Pick<EngineSink, 'onFile' | 'onImported'> = {
    onFile: ({ run, what, bytes }) =>
      download(what === 'model' ? `${nameOf(run)} model` : nameOf(run), 'zip', bytes, 'application/zip'),
    onImported: (run, view) => {
      const [home] = labsOf(store.getState().runs[run]?.trace.config?.kind);
      store.setState((state) =>
        view === undefined
          ? { page: home, cursor: onRun(state.cursor, run) }
          : stateFromAddress(state, readdressed(view, run)),
      );
    },
  };

  const importTrace = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    client().send({ kind: 'import', run: newRunId(), name, bytes }, [bytes.buffer]);

  return {
    sink,
    importTrace,
    actions: {
      /** An experiment, or a trace: the engine reads it, and keeps it as a run. */
      importFile: (file: File) =>
        guarded(async () => {
          if (file.size > MOST_FILE_BYTES)
            throw new InputError(`“${file.name}” is larger than 1 GB; export the run with fewer checkpoints.`);
          importTrace(file.name, new Uint8Array(await file.arrayBuffer()));
        }),
      exportRun: (run: RunId, what: Exported, arm = 0) => {
        const view = viewOf(run);
        client().send({ kind: 'export', run, what, arm, ...(view === undefined ? {} : { view }) });
      },
    },
  };
}
