/** @file What the page knows of the problem at hand, at the step that is looked at. */

import { useMemo } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import type { ThoughtMethod } from '../../../../core/trace/config/config';
import type { SearchTreeData } from '../../../../views/searchTree/data';
import { useApp } from '../../../AppContext';
import { shownCheckpoint } from '../../../state/cursor';
import { isSameModel, methodOf, modelOf, probedSteps } from '../../../state/problems';
import type { RecordedRun } from '../../../state/shipped/recorded';
import type { RunEntry } from '../../../state/runEntry';
import { attentionOf, type ChangedProblem, changedProblems, probedProblem, type ProbedProblem, treeOf } from './probed';
import { type Source, useSources } from '../problems/sources';

export interface Probed {
  readonly method: ThoughtMethod;
  /** Undefined where the model was not asked the problem, or not yet. */
  readonly probed: ProbedProblem | undefined;
  readonly tree: SearchTreeData;
  /** Every change of a thought that is known of the problem. */
  readonly changed: readonly ChangedProblem[];
  /** Steps at which the model at hand was asked the problem, where it was asked while it was trained. */
  readonly steps: readonly number[];
  /** Index of the step looked at; -1 where there is only one. */
  readonly stepAt: number;
  /** All runs that were asked the problem, those of other models too. */
  readonly sources: readonly Source[];
}

export function useProbed(entry: RunEntry, problem: Problem): Probed {
  const sources = useSources(problem);
  const recorded = useApp((state) => state.recorded);
  const checkpoint = useApp(({ cursor }) => cursor.checkpoint);
  const edges = useApp(({ desk }) => desk.edges);
  const found = useMemo(() => known(sources, entry, recorded, checkpoint), [sources, entry, recorded, checkpoint]);
  const { probed } = found;
  const tree = useMemo(() => {
    const drawn = treeOf(problem, probed?.byThoughts ?? []);
    return edges === 'attention' && probed ? { ...drawn, attention: attentionOf(probed) } : drawn;
  }, [problem, probed, edges]);
  return { ...found, tree, method: methodOf(entry), sources };
}

/** What the runs of one model say of a problem. */
function known(
  sources: readonly Source[],
  entry: RunEntry,
  recorded: readonly RecordedRun[],
  checkpoint: number | undefined,
): Pick<Probed, 'probed' | 'changed' | 'steps' | 'stepAt'> {
  const model = modelOf(entry, recorded);
  const isOwn = (source: Source) => source.entry.run === entry.run;
  const own = [
    ...sources.filter(isOwn),
    ...sources.filter((source) => !isOwn(source) && isSameModel(modelOf(source.entry, recorded), model)),
  ];
  const ended = own.find(({ place }) => probedSteps(place.columns).length === 1);
  const trained = own.find(({ place }) => probedSteps(place.columns).length > 1);
  const steps = trained ? probedSteps(trained.place.columns) : [];
  const isPast = trained !== undefined && (checkpoint !== undefined || !ended);
  const source = isPast ? trained : ended;
  const stepAt = isPast ? shownCheckpoint({ checkpoint }, steps.length) : steps.length - 1;
  const step = isPast ? steps[stepAt] : source && probedSteps(source.place.columns)[0];
  const probed = source && step !== undefined ? probedProblem(source.place, step) : undefined;
  const changed = probed && source ? changesIn(own, source, probed) : [];
  return { probed, changed, steps, stepAt };
}

/** Of the source itself and, at its end, of other runs of the same model. */
function changesIn(own: readonly Source[], source: Source, probed: ProbedProblem): ChangedProblem[] {
  return own
    .filter(({ place }) => place === source.place || probedSteps(place.columns).includes(probed.step))
    .flatMap(({ place }) => changedProblems(place, probed));
}
