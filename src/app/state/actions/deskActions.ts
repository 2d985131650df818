/** @file What a person can do on the Thoughts page: choose a problem, step through thoughts, play them. */

import type { Problem } from '../../../core/coconut/problems/problem';
import { problemToJson } from '../../../core/coconut/problems/problemJson';
import type { RunId } from '../../../core/trace/messages/commands';
import type { RunConfig } from '../../../core/trace/config/config';
import { InputError } from '../../../core/util/assert';
import { encodeUtf8 } from '../../../core/util/utf8';
import { type Cursor, onProblem, shownCheckpoint, shownThoughts } from '../cursor';
import type { Desk, ProblemList } from '../desk';
import { modelOf, mostThoughts, pinnedProblems, questionOf, taughtThoughts, trainedRun } from '../problems';
import { type CompanionKind, companionsOf } from '../companions';
import { type ManyProblems, ONE_PROBLEM, probeMany, probeOf } from '../config/probeConfig';
import { recordedId, recordedName } from '../shipped/recorded';
import type { RunEntry } from '../runEntry';
import { shownEntry } from '../select';
import type { AppStore } from '../store';
import type { BroughtText } from '../texts/broughtText';

interface Needs {
  readonly store: AppStore;
  readonly guarded: (work: () => Promise<void> | void) => Promise<void>;
  readonly look: (change: Partial<Cursor>) => void;
  readonly show: (run: RunId) => void;
  readonly loadRecorded: (name: string) => Promise<void>;
  readonly loadCatalogue: () => Promise<void>;
  /** Starts a run without looking at it. */
  readonly begin: (config: RunConfig, title: string, text?: BroughtText) => RunId;
}

/** The recorded run that the page opens with. */
export const THINKING = 'thoughts-prosqa';

export function deskActions({ store, guarded, look, show, loadRecorded, loadCatalogue, begin }: Needs) {
  const setDesk = (change: Partial<Desk>) => store.setState(({ desk }) => ({ desk: { ...desk, ...change } }));
  const stopPlay = () => store.setState({ isPlaying: false });

  /** Looks at a problem of the list at hand. */
  const showProblem = (problem: number) => {
    stopPlay();
    look(onProblem(store.getState().cursor, problem));
  };

  /** Where the thoughts stand: how many are shown, were taught, and can be asked for. */
  const thoughtsNow = () => {
    const state = store.getState();
    const entry = shownEntry(state);
    const most = mostThoughts(state);
    const taught = Math.min(entry ? taughtThoughts(entry) : 0, most);
    return { taught, most, shown: shownThoughts(state.cursor, taught, most) };
  };

  /** Moves by thoughts, and stays inside of what there is. */
  const moveThought = (by: number) => {
    const { taught, most, shown } = thoughtsNow();
    const next = shown + by;
    if (next >= 0 && next <= most) look({ thoughts: next === taught ? undefined : next });
  };

  /** Recorded runs that were asked the same problems as a run, of the kinds that are named. */
  const openCompanions = (run: RunId, kind: CompanionKind) =>
    guarded(async () => {
      if (store.getState().recorded.length === 0) await loadCatalogue();
      for (const name of companionsOf(store.getState().recorded, run, kind))
        if (!store.getState().runs[recordedId(name)]) await loadRecorded(name);
    });

  const modelToAsk = async (entry: RunEntry) => {
    if (store.getState().recorded.length === 0 && entry.origin === 'recorded') await loadCatalogue();
    const model = modelOf(entry, store.getState().recorded);
    if (model) return model;
    throw new InputError(
      'The weights of this run are not in this browser, so it cannot be asked: train a model instead.',
    );
  };
  const asText = (name: string, problems: readonly Problem[]): BroughtText => ({
    name,
    bytes: encodeUtf8(JSON.stringify(problems.map(problemToJson))),
  });

  return {
    setDesk,
    showProblem,
    openCompanions,
    /** Looks at another model, and there at the same problem where it was asked that. */
    showModel: (run: RunId, problem: Problem | undefined) =>
      guarded(async () => {
        const name = recordedName(run);
        if (name !== undefined && !store.getState().runs[run]) await loadRecorded(name);
        show(run);
        const pinned = pinnedProblems(store.getState().runs[run]?.trace.thoughts?.pinnedJson);
        const at = problem ? pinned.findIndex((each) => questionOf(each) === questionOf(problem)) : -1;
        if (at > 0) look({ problem: at });
      }),
    /** Asks the model of a run many problems, and looks at what it answers. */
    askMany: (entry: RunEntry, many: ManyProblems, thoughts: number, hasChanges: boolean) =>
      guarded(async () => {
        const model = await modelToAsk(entry);
        const isList = 'problems' in many;
        const title = `${entry.title}, asked ${isList ? many.name : `${many.count} more`}`;
        const text = isList ? asText(many.name, many.problems) : undefined;
        show(begin(probeMany(model, many, thoughts, hasChanges), title, text));
      }),
    /** Asks the model of a run one problem, with every change of a thought where that is wanted. */
    askModel: (entry: RunEntry, problem: Problem, thoughts: number, hasChanges: boolean) =>
      guarded(async () => {
        const model = await modelToAsk(entry);
        begin(probeOf(model, problem.task, thoughts, hasChanges), 'One problem, asked', asText(ONE_PROBLEM, [problem]));
      }),
    /** Moves by evaluations of the run in which the model was trained. */
    moveStage: (by: number) => {
      const state = store.getState();
      const count = trainedRun(state)?.steps.length ?? 0;
      const next = shownCheckpoint(state.cursor, count) + by;
      if (next >= 0 && next < count) look({ checkpoint: next });
    },
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
      const { taught, shown } = thoughtsNow();
      if (taught === 0) return;
      // It ends with the thoughts that were taught: what lies beyond can be stepped to.
      if (!store.getState().isPlaying && shown >= taught) look({ thoughts: 0 });
      store.setState(({ isPlaying }) => ({ isPlaying: !isPlaying }));
    },
    /** One beat of the play: the next thought, or the end. */
    playThought: () => {
      const { taught, shown } = thoughtsNow();
      if (shown < taught) moveThought(1);
      if (shown + 1 >= taught) stopPlay();
    },
    /** The end of the play at once. */
    endPlay: () => {
      stopPlay();
      look({ thoughts: undefined });
    },
  };
}
