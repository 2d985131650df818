import { describe, expect, test } from 'vitest';
import { createAppStore } from '../../../../src/app/state/store';
import { syncAddress } from '../../../../src/app/state/address/syncAddress';

function bar(start: string) {
  let hash = start;
  let listener: () => void = () => undefined;
  const later: (() => void)[] = [];
  const written: { hash: string; isNewEntry: boolean }[] = [];
  return {
    written,
    settle: () => later.splice(0).forEach((callback) => callback()),
    goBackTo: (to: string) => {
      hash = to;
      listener();
    },
    port: {
      hash: () => hash,
      write: (to: string, isNewEntry: boolean) => {
        hash = to;
        written.push({ hash: to, isNewEntry });
      },
      onChange: (callback: () => void) => (listener = callback),
      later: (callback: () => void) => later.push(callback),
    },
  };
}

describe('address and store', () => {
  test('the address is read before the first picture', () => {
    const store = createAppStore();
    syncAddress(store, bar('#/tokens?v=1&c=3&by=loss').port);
    expect(store.getState().cursor).toMatchObject({ checkpoint: 3, metric: 'loss' });
  });

  test('many moves are written once, in place', () => {
    const store = createAppStore();
    const address = bar('#/tokens');
    syncAddress(store, address.port);
    for (let token = 0; token < 50; token++) store.setState(({ cursor }) => ({ cursor: { ...cursor, token } }));
    address.settle();
    expect(address.written).toEqual([{ hash: '#/tokens?v=1&t=49', isNewEntry: false }]);
  });

  test('another page is a new entry, and the way back leads to the page before', () => {
    const store = createAppStore();
    const address = bar('#/tokens');
    syncAddress(store, address.port);
    store.setState({ page: 'runs' });
    address.settle();
    expect(address.written).toEqual([{ hash: '#/runs', isNewEntry: true }]);
    address.goBackTo('#/tokens');
    expect(store.getState().page).toBe('tokens');
  });

  test('a tab without parameters keeps the way of looking', () => {
    const store = createAppStore();
    const address = bar('#/tokens?v=1&by=loss');
    syncAddress(store, address.port);
    address.goBackTo('#/runs');
    expect(store.getState()).toMatchObject({ page: 'runs', cursor: { metric: 'loss' } });
  });

  test('what a link says wrongly is said once, and the page stands', () => {
    const store = createAppStore();
    syncAddress(store, bar('#/tokens?v=1&by=colour').port);
    expect(store.getState().notices).toHaveLength(1);
    expect(store.getState().cursor.metric).toBe('category');
  });
});
