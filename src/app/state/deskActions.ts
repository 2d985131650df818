/** @file What a person can do on the Thoughts page: choose a problem, step through thoughts, play them. */

import type { RunId } from '../../core/trace/commands';
import { type Cursor, onProblem, shownThoughts } from './cursor';
import type { Desk, ProblemList } from './desk';
import { mostThoughts } from './problems';
import { recordedId } from './recorded';
import type { AppStore } from './store';

interface Needs {
  readonly store: AppStore;
  readonly guarded: (work: () => Promise<void> | void) => Promise<void>;
  readonly look: (change: Partial<Cursor>) => void;
  readonly show: (run: RunId) => void;
  readonly loadRecorded: (name: string) => Promise<void>;
}

/** The recorded run that the page opens with. */
export const THINKING = 'thoughts-prosqa';

export function deskActions({ store, guarded, look, show, loadRecorded }: Needs) {
  const setDesk = (change: Partial<Desk>) => store.setState(({ desk }) => ({ desk: { ...desk, ...change } }));
  const stopPlay = () => store.setState({ isPlaying: false });

  /** Looks at a problem of the list at hand. */
  const showProblem = (problem: number) => {
    stopPlay();
    look(onProblem(store.getState().cursor, problem));
  };

  /** Moves by thoughts, and stays inside of what there is. */
  const moveThought = (by: number): boolean => {
    const state = store.getState();
    const most = mostThoughts(state);
    const next = shownThoughts(state.cursor, most) + by;
    if (next < 0 || next > most) return false;
    look({ thoughts: next === most ? undefined : next });
    return true;
  };

  return {
    setDesk,
    showProblem,
    /** Puts problems on the desk and looks at the first; without a list those of the run at hand. */
    layOut: (list: ProblemList | undefined) => {
      setDesk({ list, intervention: undefined });
      showProblem(0);
    },
    openThinking: () =>
      guarded(async () => {
        const run = recordedId(THINKING);
        if (!store.getState().runs[run]) await loadRecorded(THINKING);
        // An address without a run says how to look at this one.
        if (store.getState().cursor.run === undefined) look({ run });
        else show(run);
      }),
    moveThought: (by: number) => {
      stopPlay();
      moveThought(by);
    },
    /** From no thought on, if there is nothing left to play. */
    togglePlayThoughts: () => {
      const state = store.getState();
      const most = mostThoughts(state);
      if (most === 0) return;
      if (!state.isPlaying && shownThoughts(state.cursor, most) === most) look({ thoughts: 0 });
      store.setState(({ isPlaying }) => ({ isPlaying: !isPlaying }));
    },
    /** One beat of the play: the next thought, or the end. */
    playThought: () => {
      if (!moveThought(1)) stopPlay();
    },
    /** The end of the play at once. */
    endPlay: () => {
      stopPlay();
      look({ thoughts: undefined });
    },
  };
}
