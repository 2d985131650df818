/** @file The page's side of its service worker: registers it once the page is quiet, and tells of a new version. */

/** A first visit reads first: fetching every file for later would take the line from the picture. */
const QUIET_MS = 6000;

export interface Offline {
  /** The browser's side of it; undefined where there are no service workers, or none is used. */
  readonly workers: ServiceWorkerContainer | undefined;
  /** At once, for a page that needs the worker's headers. */
  readonly register: () => Promise<unknown>;
  /** Lets the waiting version take over, and loads the page anew. */
  readonly start: () => void;
}

/** Does nothing where the browser has no service workers, or the page comes from a development server. */
export function keepForOffline(baseUrl: string, onNewVersion: () => void): Offline {
  let waiting: ServiceWorker | null = null;
  const tell = (registration: ServiceWorkerRegistration) => {
    // Without a controller this is the first visit: nothing older is running.
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    waiting = registration.waiting;
    onNewVersion();
  };
  const register = async () => {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', baseUrl), { scope: baseUrl });
    tell(registration);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => tell(registration));
    });
    return registration;
  };
  const keep = async () => {
    await register();
    (await navigator.serviceWorker.ready).active?.postMessage('keep');
  };
  const isUsed = import.meta.env.PROD && 'serviceWorker' in navigator;
  // A server without HTTPS, or a private window, refuses: the page works as before, online.
  if (isUsed) setTimeout(() => void keep().catch(() => undefined), QUIET_MS);
  return {
    workers: isUsed ? navigator.serviceWorker : undefined,
    register,
    start: () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting?.postMessage('start');
    },
  };
}
