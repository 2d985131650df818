/** @file Where the page begins: store, engine client, address, and the first picture before anything heavy. */

import { createRoot } from 'react-dom/client';
import type { BackendName, RunId } from '../core/trace/messages/commands';
import { assert } from '../core/util/assert';
import { AppContext } from './AppContext';
import { App } from './App';
import { EngineClient, type EngineHost, type EnginePort } from './engine/engineClient';
import type { TablePort } from './engine/tableReader';
import type { TextPort } from './engine/textReader';
import { keepForOffline } from './shell/status/offline';
import { download, fileName } from './shell/files/download';
import { isolatePage, tabMemory } from './shell/status/isolation';
import { createActions } from './state/actions/actions';
import { isUnderWay } from './state/runEntry';
import { createAppStore, withNotice } from './state/store';
import { syncAddress } from './state/address/syncAddress';
import '../views/views.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/controls.css';
import './styles/pages.css';
import './styles/print.css';

const ADDRESS_DELAY_MS = 350;
const BUMP_MS = 100;
/** As the engine takes them. */
const MOST_THREADS = 64;
const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

const baseUrl = new URL('.', document.baseURI).href;

/** `?backend=wasm` takes that backend and no other, `?threads=2` so many threads of WASM: for trials and tests. */
function wantedBackend(): { backend?: BackendName; threads?: number } {
  const query = new URLSearchParams(location.search);
  const backend = BACKENDS.find((name) => name === query.get('backend'));
  const threads = Number(query.get('threads'));
  const isCount = Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS;
  return { ...(backend ? { backend } : {}), ...(isCount ? { threads } : {}) };
}

const INSECURE =
  'This page was opened over an insecure address (http), where a browser gives no graphics device, no threads and no place to keep runs: open it over https or from localhost. Recorded runs can be read here.';

/** Not of `randomUUID`, which an insecure address lacks. */
const fourHexDigits = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const host: EngineHost = {
  spawn: () =>
    new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' }) as EnginePort,
  // A run tells something some fifty times a second; ten are enough for the eye and leave the page free. A hidden tab
  // draws no frames, and training goes on: there, the timer stands alone.
  nextFrame: (callback) => setTimeout(() => (document.hidden ? callback() : requestAnimationFrame(callback)), BUMP_MS),
  boot: { kind: 'boot', baseUrl, commit: __COMMIT__, ...wantedBackend() },
  whenReleased: (lock, callback) => void navigator.locks.request(lock, callback),
  nowMs: () => performance.now(),
};

const store = createAppStore();
syncAddress(store, {
  hash: () => location.hash,
  write: (hash, isNewEntry) => (isNewEntry ? history.pushState(null, '', hash) : history.replaceState(null, '', hash)),
  onChange: (listener) => {
    window.addEventListener('hashchange', listener);
    window.addEventListener('popstate', listener);
  },
  later: (callback) => setTimeout(callback, ADDRESS_DELAY_MS),
});

const offline = keepForOffline(baseUrl, () => store.setState({ isUpdateReady: true }));

isolatePage({
  isIsolated: crossOriginIsolated,
  workers: offline.workers,
  register: offline.register,
  ...tabMemory(),
  // What a person has begun in the first second goes before threads.
  mayReload: () => Object.values(store.getState().runs).every(({ state }) => !isUnderWay(state)),
  reload: () => location.reload(),
  say: (sentence) => store.setState((state) => withNotice(state, 'note', sentence)),
});

const actions = createActions({
  store,
  baseUrl,
  nowMs: () => performance.now(),
  newRunId: () => `run-${Date.now().toString(36)}-${fourHexDigits()}` as RunId,
  textWorker: () =>
    new Worker(new URL('../engine/jobs/textWorker.ts', import.meta.url), { type: 'module', name: 'text' }) as TextPort,
  tableWorker: () =>
    new Worker(new URL('../engine/jobs/tableWorker.ts', import.meta.url), {
      type: 'module',
      name: 'table',
    }) as TablePort,
  // Browsers without it clear files only when the disk is full.
  persist: async () => ('storage' in navigator ? ((await navigator.storage.persist?.()) ?? false) : false),
  startUpdate: offline.start,
  download: (title, extension, bytes, type) => download(fileName(title, extension), bytes, type),
  engine: (sink) => new EngineClient(host, sink),
});

const root = document.getElementById('app');
assert(root, 'index.html has no #app');
createRoot(root).render(
  <AppContext value={{ store, actions }}>
    <App />
  </AppContext>,
);
if (!isSecureContext) actions.say('problem', INSECURE);
void actions.begin();
