/** @file The shell: header, the page at hand, the guide, and what is said aloud. */

import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useActions, useApp } from './AppContext';
import { TokensPage } from './pages/tokens/TokensPage';
import { Announcer } from './shell/Announcer';
import { Header } from './shell/Header';
import { ChipLook, ExportLook, ShareLook } from './shell/looks';
import { Later } from './shell/Later';
import { Notices } from './shell/Notices';
import { useShortcuts } from './shell/shortcuts';
import type { Page } from './state/address/address';

const KeysDialog = lazy(() => import('./shell/KeysDialog'));
const EngineChip = lazy(() => import('./shell/status/EngineChip'));
const ShareButton = lazy(() => import('./shell/files/ShareButton'));
const ExportMenu = lazy(() => import('./shell/files/ExportMenu'));
const TableDialog = lazy(() => import('./shell/files/TableDialog'));
const Guide = lazy(() => import('./shell/guide/Guide'));
const RunsPage = lazy(() => import('./pages/runs/RunsPage'));
const SelectionPage = lazy(() => import('./pages/selection/SelectionPage'));
const ThoughtsPage = lazy(() => import('./pages/thoughts/ThoughtsPage'));

export function App() {
  const page = useApp((state) => state.page);
  const { look, moveCheckpoint, moveStage, moveThought, togglePlay, togglePlayThoughts, pictureUp } = useActions();
  const isTableBrought = useApp((state) => state.table.kind !== 'none');
  const [areKeysOpen, setAreKeysOpen] = useState(false);
  const [isGuideOpen, setIsGuideOpen] = useState(false);
  const [areShortcutsOn, setShortcuts] = useState(true);
  const shortcuts = useMemo(
    () => ({
      '?': () => setAreKeysOpen(true),
      g: () => setIsGuideOpen((isOpen) => !isOpen),
      Escape: () => look({ pins: [], nodePins: [] }),
      ...(page === 'thoughts' && {
        ' ': togglePlayThoughts,
        ArrowLeft: () => moveThought(-1),
        ArrowRight: () => moveThought(1),
        '[': () => moveStage(-1),
        ']': () => moveStage(1),
      }),
      // Where nothing plays, Space scrolls.
      ...(page === 'tokens' && { ' ': togglePlay }),
      ...((page === 'tokens' || page === 'selection') && {
        '[': () => moveCheckpoint(-1),
        ']': () => moveCheckpoint(1),
      }),
    }),
    [page, look, moveCheckpoint, moveStage, moveThought, togglePlay, togglePlayThoughts],
  );
  // Other pages have no picture to wait for.
  useEffect(() => {
    if (page !== 'tokens' && page !== 'thoughts') pictureUp();
  }, [page, pictureUp]);
  useShortcuts(shortcuts, areShortcutsOn);
  return (
    <div className="app" data-page={page} data-guide={isGuideOpen ? 'open' : 'closed'}>
      <a className="skip" href="#main" onClick={focusMain}>
        Skip to the page
      </a>
      <Header
        engineChip={
          <Later placeholder={<ChipLook />}>
            <EngineChip />
          </Later>
        }
        shareButton={
          <Later placeholder={<ShareLook />}>
            <ShareButton />
          </Later>
        }
        exportMenu={
          <Later placeholder={<ExportLook />}>
            <ExportMenu />
          </Later>
        }
        onKeys={() => setAreKeysOpen(true)}
        onGuide={() => setIsGuideOpen((isOpen) => !isOpen)}
      />
      <Notices />
      <div className="app-body">
        <main id="main" tabIndex={-1}>
          <Suspense fallback={<p className="page-wait">Loading…</p>}>
            <PageOf page={page} />
          </Suspense>
        </main>
        {isGuideOpen && (
          <Suspense fallback={<aside className="guide" />}>
            <Guide onClose={() => setIsGuideOpen(false)} />
          </Suspense>
        )}
      </div>
      {isTableBrought && (
        <Suspense>
          <TableDialog />
        </Suspense>
      )}
      <Announcer />
      {areKeysOpen && (
        <Suspense>
          <KeysDialog isOpen onOpenChange={setAreKeysOpen} areShortcutsOn={areShortcutsOn} onShortcuts={setShortcuts} />
        </Suspense>
      )}
    </div>
  );
}

function PageOf({ page }: { readonly page: Page }) {
  switch (page) {
    case 'tokens':
      return <TokensPage />;
    case 'selection':
      return <SelectionPage />;
    case 'thoughts':
      return <ThoughtsPage />;
    case 'runs':
      return <RunsPage />;
  }
}

/** The address belongs to the cursor: a jump inside the page must not write to it. */
function focusMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
