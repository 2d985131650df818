/**
 * @file The page without a network, after the first visit: every file of one version, kept together.
 *
 * A new version is fetched whole beside the old one and waits: as long as a tab of the old version is open, that tab gets
 * the old files, also those that it loads late. So no run in progress meets a file of another version.
 *
 * It also supplies the headers that isolate the page where the server sends none (a static host): without them WASM has
 * one thread. There the first version starts before its files are fetched, so that the page is isolated at once.
 */

/** Written in by the build: this version's files, relative to the page, and a name that follows from what is in them. */
declare const __PRECACHE__: { readonly version: string; readonly files: readonly string[] };

const { version, files } = __PRECACHE__;

const PREFIX = 'tokens-and-thoughts-';
const CACHE = `${PREFIX}${version}`;
const EMBEDDER = 'Cross-Origin-Embedder-Policy';

// The compiler knows this file as one of the engine's workers.
const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('install', (event) => event.waitUntil(prepare()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', (event) => {
  // Asked for by a person who has seen that a new version is there.
  if (event.data === 'start') void worker.skipWaiting();
  // The page is quiet: what was not fetched at the first start can be.
  if (event.data === 'keep') event.waitUntil(fill());
});
worker.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && new URL(url).origin === worker.location.origin) event.respondWith(answer(event.request));
});

/** Only what is started to isolate a page may start without its files. */
async function prepare(): Promise<void> {
  const isFirst = !worker.registration.active;
  if (isFirst && !(await fetch('./')).headers.has(EMBEDDER)) return;
  await fill();
}

/** Fetches all files, unless they are here: all of them or none. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  if ((await cache.keys()).length >= files.length) return;
  // Past the browser's own cache: a file of the last version under the same name would stay for ever.
  await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  // The first visit has no worker yet: from now on this page is answered too.
  await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const wanted = request.mode === 'navigate' ? './' : request;
  const kept = await cache.match(wanted, { ignoreSearch: true, ignoreVary: true });
  return isolated(kept ?? (await fetch(request)));
}

/** WASM threads need these headers, and not every server of files can be told to send them. */
function isolated(response: Response): Response {
  if (response.type === 'opaque' || response.status === 0 || response.headers.has(EMBEDDER)) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set(EMBEDDER, 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
