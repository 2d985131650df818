/** @file How components reach the store and the actions. */

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { assert } from '../core/util/assert';
import type { Actions } from './state/actions/actions';
import type { AppState, AppStore } from './state/store';

export interface App {
  readonly store: AppStore;
  readonly actions: Actions;
}

export const AppContext = createContext<App | undefined>(undefined);

function useAppContext(): App {
  const app = useContext(AppContext);
  assert(app, 'a component outside of the app');
  return app;
}

/** A part of the state; the component draws again when that part changes. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useAppContext().store, select);
}

export function useActions(): Actions {
  return useAppContext().actions;
}
