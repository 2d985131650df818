import { expect, test } from 'vitest';
import { isolatePage, type IsolationHost, type IsolationMark } from '../../../../src/app/shell/status/isolation';

interface Tab {
  readonly isIsolated: boolean;
  readonly hasWorkers?: boolean;
  readonly isControlled?: boolean;
  readonly isBusy?: boolean;
  readonly canRemember?: boolean;
}

/** Loads the page, lets the worker take over, and loads it again as often as it asks to. */
function visits(...loads: readonly Tab[]): { reloads: number; said: string[] } {
  let mark: IsolationMark | undefined;
  let reloads = 0;
  const said: string[] = [];
  for (const tab of loads) {
    let takeOver = () => undefined as void;
    const before = reloads;
    const host: IsolationHost = {
      isIsolated: tab.isIsolated,
      workers:
        tab.hasWorkers === false
          ? undefined
          : {
              controller: tab.isControlled ? ({} as ServiceWorker) : null,
              addEventListener: (_: string, listener: unknown) => void (takeOver = listener as () => void),
            },
      register: async () => takeOver(),
      mayReload: () => !tab.isBusy,
      reload: () => void reloads++,
      mark: () => mark,
      remember: (next) => {
        if (tab.canRemember === false) return false;
        mark = next;
        return true;
      },
      say: (sentence) => said.push(sentence),
    };
    isolatePage(host);
    if (reloads === before) break;
  }
  return { reloads, said };
}

const bare: Tab = { isIsolated: false };

test('a first visit without headers is loaded once more, and what came of it is said', () => {
  const { reloads, said } = visits(bare, { isIsolated: true, isControlled: true });
  expect(reloads).toBe(1);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('several threads');
});

test('it is never loaded twice, also where the second load is no better', () => {
  const { reloads, said } = visits(bare, { ...bare, isControlled: true }, bare, bare);
  expect(reloads).toBe(1);
  expect(said[0]).toContain('one thread');
  expect(visits(bare, bare, bare).reloads).toBe(1);
});

test('nothing is loaded again where that helps nobody or would lose something', () => {
  for (const tab of [
    { isIsolated: true },
    { ...bare, hasWorkers: false },
    { ...bare, isControlled: true },
    { ...bare, isBusy: true },
    { ...bare, canRemember: false },
  ])
    expect(visits(tab, bare)).toEqual({ reloads: 0, said: [] });
});
