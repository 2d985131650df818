/** @file All runs: those shipped with the page, those of this browser, those from files. */

import { type ReactNode, useEffect, useRef } from 'react';
import type { RunId, RunState, SavedRun } from '../../../core/trace/commands';
import type { RunConfig } from '../../../core/trace/config';
import { stepsOf, watchedText } from '../../../core/trace/configFacts';
import { useActions, useApp } from '../../AppContext';
import { formatBytes, formatCount } from '../../shell/format';
import { STATE_WORDS } from '../../shell/RunStatus';
import { recordedId } from '../../state/recorded';
import { progressOf, type RunEntry } from '../../state/runEntry';

export default function RunsPage() {
  const saved = useApp((state) => state.saved);
  const runs = useApp((state) => state.runs);
  const recorded = useApp((state) => state.recorded);
  const { wake, loadCatalogue, openRecorded, goTo } = useActions();
  useEffect(() => {
    wake();
    void loadCatalogue();
  }, [wake, loadCatalogue]);
  const open = Object.values(runs).filter(
    ({ run, origin }) => origin !== 'recorded' && !saved.some((each) => each.run === run),
  );
  return (
    <div className="runs-page">
      <div className="run-head">
        <h1>Runs</h1>
        <ImportButton />
      </div>
      <h2>In this browser</h2>
      {saved.length + open.length === 0 ? (
        <p className="runs-empty">
          None yet. Train on a text on the <a href="#/tokens">Tokens</a> page, or import a run that was exported.
        </p>
      ) : (
        <RunTable>
          {open.map((entry) => (
            <OpenRow key={entry.run} entry={entry} />
          ))}
          {saved.map((each) => (
            <SavedRow key={each.run} saved={each} {...(runs[each.run] ? { live: runs[each.run] } : {})} />
          ))}
        </RunTable>
      )}
      <h2>Recorded, with this page</h2>
      <ul className="recorded">
        {recorded.map(({ name, title, bytes }) => (
          <li key={name}>
            <a
              href={`#/tokens?v=1&run=${recordedId(name)}`}
              onClick={() => {
                void openRecorded(name);
                goTo('tokens');
              }}
            >
              {title}
            </a>
            {bytes !== undefined && <span>{formatBytes(bytes)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function RunTable({ children }: { readonly children: ReactNode }) {
  return (
    <div className="table-scroll">
      <table className="runs">
        <thead>
          <tr>
            <th scope="col">Text</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">Step</th>
            <th scope="col">Saved</th>
            <th scope="col">Size</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function SavedRow({ saved, live }: { readonly saved: SavedRun; readonly live?: RunEntry }) {
  const { config, run, step, savedAtMs, bytes } = saved;
  const state = live?.state ?? saved.state;
  const total = stepsOf(config);
  const steps = total === undefined ? '–' : `${formatCount(step)} of ${formatCount(total)}`;
  return (
    <tr data-run={run}>
      <th scope="row">{sourceWords(config)}</th>
      <td>{config.kind === 'score' ? 'Scored' : `${config.preset}, seed ${config.seed}`}</td>
      <td>{STATE_WORDS[state]}</td>
      <td>{steps}</td>
      <td>{new Date(savedAtMs).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}</td>
      <td>{formatBytes(bytes)}</td>
      <td>
        <RowActions run={run} state={state} />
      </td>
    </tr>
  );
}

function sourceWords(config: RunConfig): string {
  const source = watchedText(config);
  if (source) return source.kind === 'text' ? source.name : `Generated, ${source.recipe}`;
  const problems = config.kind === 'thoughts' ? config.problems : undefined;
  return problems?.kind === 'file' ? problems.name : `Generated, ${problems?.task ?? ''}`;
}

function OpenRow({ entry }: { readonly entry: RunEntry }) {
  const progress = progressOf(entry.trace);
  const { config } = entry.trace;
  return (
    <tr data-run={entry.run}>
      <th scope="row">{entry.title}</th>
      <td>{config?.kind === 'train' ? `${config.preset}, seed ${config.seed}` : 'Scored'}</td>
      <td>{entry.origin === 'imported' ? 'From a file' : STATE_WORDS[entry.state]}</td>
      <td>{progress?.unit === 'step' ? `${formatCount(progress.done)} of ${formatCount(progress.total)}` : '–'}</td>
      <td>Not saved</td>
      <td>–</td>
      <td>
        <RowActions run={entry.run} state={entry.state} />
      </td>
    </tr>
  );
}

function RowActions({ run, state }: { readonly run: RunId; readonly state: RunState }) {
  const { openSaved, resume, remove, goTo } = useActions();
  const canResume = state === 'paused' || state === 'stopped';
  const openAnd = (act?: () => void) => {
    openSaved(run);
    act?.();
    goTo('tokens');
  };
  return (
    <div className="row-actions">
      <button type="button" className="button" onClick={() => openAnd()}>
        Open
      </button>
      {canResume && (
        <button type="button" className="button" onClick={() => openAnd(() => resume(run))}>
          Resume
        </button>
      )}
      <button type="button" className="button" onClick={() => remove(run)}>
        Delete
      </button>
    </div>
  );
}

function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const { importTrace, goTo } = useActions();
  const read = async (file: File) => {
    if (await importTrace(file.name, file)) goTo('tokens');
  };
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Import a run
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".safetensors"
        aria-label="A run as a file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void read(file);
        }}
      />
    </>
  );
}
