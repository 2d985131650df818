/** @file All runs: those of this browser, those from files, those shipped with the page; and several side by side. */

import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react';
import { useActions, useApp } from '../../AppContext';
import type { RunId } from '../../../core/trace/messages/commands';
import { formatBytes, formatCount } from '../../shell/format';
import { useDrops } from '../../shell/files/useDrops';
import { recordedId } from '../../state/shipped/recorded';
import { ImportButton } from './ImportButton';
import { groupedRows, runRows, soughtRows } from './rows';
import { CompareBox, RunTable } from './RunTable';
import { ShelfControls } from './ShelfControls';
import { StorageLine } from './StorageLine';
import '../../../views/runs.css';
import '../../styles/runs.css';

const ComparePanel = lazy(() => import('./ComparePanel'));

export default function RunsPage() {
  const { listRuns, loadCatalogue, bringFiles } = useActions();
  const isDropping = useDrops(
    useCallback((dropped: DataTransfer | null) => bringFiles([...(dropped?.files ?? [])]), [bringFiles]),
  );
  const comparedCount = useApp((state) => state.shelf.compared.length);
  useEffect(() => {
    listRuns();
    void loadCatalogue();
  }, [listRuns, loadCatalogue]);
  return (
    <div className="runs-page" data-dropping={isDropping}>
      <div className="run-head">
        <div className="run-title">
          <h1>Runs</h1>
          <StorageLine />
        </div>
        <ImportButton />
      </div>
      {comparedCount > 0 && (
        <Suspense fallback={<p className="page-wait">Loading…</p>}>
          <ComparePanel />
        </Suspense>
      )}
      <OwnRuns />
      <RecordedRuns />
    </div>
  );
}

function OwnRuns() {
  const saved = useApp((state) => state.saved);
  const runs = useApp((state) => state.runs);
  const shelf = useApp((state) => state.shelf);
  const rows = useMemo(() => runRows(saved, runs), [saved, runs]);
  const sought = useMemo(() => soughtRows(rows, shelf), [rows, shelf]);
  const questions = rows.filter(({ isQuestion }) => isQuestion).map(({ run }) => run);
  const listed = shelf.kind === 'question' ? questions.length : rows.length - questions.length;
  if (rows.length === questions.length && shelf.kind !== 'question')
    return (
      <section className="runs-own" aria-label="In this browser">
        <h2>In this browser</h2>
        <p className="runs-empty">
          None yet. Train on a text on the <a href="#/tokens">Tokens</a> page, or import a run that was exported.
        </p>
        {questions.length > 0 && <Questions runs={questions} />}
      </section>
    );
  return (
    <section className="runs-own" aria-label="In this browser">
      <h2>In this browser</h2>
      <ShelfControls />
      <p className="showing" role="status">
        {sought.length === listed
          ? countWords(listed, shelf.kind === 'question' ? 'single question' : 'run')
          : `Showing ${formatCount(sought.length)} of ${countWords(listed, 'run')}`}
      </p>
      {groupedRows(sought, shelf.grouping).map(({ title, rows: own }) => (
        <div key={title} className="run-group">
          {title && (
            <h3>
              {title} <span className="run-count">{formatCount(own.length)}</span>
            </h3>
          )}
          <RunTable label={title || 'Runs in this browser'} rows={own} />
        </div>
      ))}
      {questions.length > 0 && <Questions runs={questions} />}
    </section>
  );
}

/** What was asked in passing on the Thoughts page is kept, but is no run that somebody looks for. */
function Questions({ runs }: { readonly runs: readonly RunId[] }) {
  const isShown = useApp(({ shelf }) => shelf.kind === 'question');
  const { setShelf, remove } = useActions();
  return (
    <p className="showing runs-questions">
      {countWords(runs.length, 'single question')}, asked on the Thoughts page, {runs.length === 1 ? 'is' : 'are'} kept
      apart from the runs.
      <button type="button" className="link" onClick={() => setShelf({ kind: isShown ? 'all' : 'question' })}>
        {isShown ? 'Show the runs' : 'Show'}
      </button>
      <button type="button" className="link" onClick={() => remove(runs)}>
        Delete all
      </button>
    </p>
  );
}

const countWords = (count: number, noun: string) => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

function RecordedRuns() {
  const recorded = useApp((state) => state.recorded);
  const { openRecorded, goTo } = useActions();
  return (
    <section className="runs-recorded" aria-label="Recorded runs that come with this page">
      <h2>Recorded runs that come with this page</h2>
      <ul className="recorded">
        {recorded.map(({ name, title, bytes, page = 'tokens' }) => (
          <li key={name}>
            <CompareBox run={recordedId(name)} name={title} />
            <a
              href={`#/${page}?v=1&run=${recordedId(name)}`}
              onClick={() => {
                void openRecorded(name);
                goTo(page);
              }}
            >
              {title}
            </a>
            {bytes !== undefined && <span>{formatBytes(bytes)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
