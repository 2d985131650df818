/**
 * @file Isolates the page where its server does not: threads of WASM need headers that a static host cannot be told to send.
 *
 * The service worker supplies them to every page that it controls, so the first visit is loaded once more as soon as the
 * worker is there. At most once in a tab, whatever comes of it: the tab remembers, and where it cannot, nothing is loaded
 * again.
 */

/** `reloaded`: loaded once more, and not yet said. `said`: the page has said what came of it. */
export type IsolationMark = 'reloaded' | 'said';

export interface IsolationHost {
  readonly isIsolated: boolean;
  /** Undefined where the browser has no service workers, or this page may not use them. */
  readonly workers: Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'> | undefined;
  readonly register: () => Promise<unknown>;
  /** Whether loading the page again would lose nothing. */
  readonly mayReload: () => boolean;
  readonly reload: () => void;
  readonly mark: () => IsolationMark | undefined;
  /** False where nothing can be remembered. */
  readonly remember: (mark: IsolationMark) => boolean;
  readonly say: (sentence: string) => void;
}

const ISOLATED =
  'This server does not send the headers that threads need, so the page supplies them itself and was loaded once more: WASM now computes on several threads.';
const NOT_ISOLATED =
  'This server does not send the headers that threads need, and this browser does not take them from the page: WASM computes on one thread.';

export function isolatePage(host: IsolationHost): void {
  const mark = host.mark();
  if (mark === 'reloaded') {
    host.say(host.isIsolated ? ISOLATED : NOT_ISOLATED);
    host.remember('said');
  }
  // A page that a worker controls and that is not isolated would not be so after another load either.
  if (host.isIsolated || mark !== undefined || !host.workers || host.workers.controller) return;
  host.workers.addEventListener(
    'controllerchange',
    () => {
      if (host.mayReload() && host.remember('reloaded')) host.reload();
    },
    { once: true },
  );
  // Where it is refused (a private window), the page goes on with one thread.
  host.register().catch(() => undefined);
}

const KEY = 'isolation';

/** What this tab remembers. A browser that blocks storage remembers nothing. */
export function tabMemory(): Pick<IsolationHost, 'mark' | 'remember'> {
  const stored = (): string | undefined => {
    try {
      return sessionStorage.getItem(KEY) ?? undefined;
    } catch {
      return undefined;
    }
  };
  return {
    mark: () => {
      const mark = stored();
      return mark === 'reloaded' || mark === 'said' ? mark : undefined;
    },
    remember: (mark) => {
      try {
        sessionStorage.setItem(KEY, mark);
      } catch {
        return false;
      }
      return stored() === mark;
    },
  };
}
