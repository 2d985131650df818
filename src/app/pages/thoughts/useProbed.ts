/** @file What the page knows of the problem at hand, at the step that is looked at. */

import { useMemo } from 'react';
import type { Problem } from '../../../core/coconut/problem';
import type { ThoughtMethod } from '../../../core/trace/config';
import type { SearchTreeData } from '../../../views/searchTree/data';
import { useApp } from '../../AppContext';
import { shownCheckpoint } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { probedProblem, type ProbedProblem, probedSteps, treeOf } from './probed';

interface Probed {
  readonly probed: ProbedProblem | undefined;
  readonly tree: SearchTreeData;
  readonly asked: ThoughtMethod | undefined;
}

export function useProbed({ trace, version }: RunEntry, problem: Problem): Probed {
  const cursor = useApp((state) => state.cursor);
  const { checkpoint, problem: place } = cursor;
  const probed = useMemo(() => {
    void version; // The trace is folded in place.
    const steps = probedSteps(trace.thoughts);
    const step = steps[shownCheckpoint({ checkpoint }, steps.length)];
    return step === undefined ? undefined : probedProblem(trace.thoughts, problem, place, step);
  }, [trace, version, checkpoint, problem, place]);
  const tree = useMemo(() => treeOf(problem, probed), [problem, probed]);
  return { probed, tree, asked: trace.config?.kind === 'thoughts' ? trace.config.method : undefined };
}
