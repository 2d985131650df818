/** @file The problems that can be looked at, and the one that is. */

import type { Problem } from '../../../../core/coconut/problems/problem';
import { useApp } from '../../../AppContext';
import { pinnedProblems } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';

interface ProblemsAtHand {
  /** What a person laid on the desk, or what the run was probed with. */
  readonly problems: readonly Problem[];
  /** The last one where the address named one that is not there. */
  readonly problem: Problem | undefined;
}

export function useProblemsAtHand({ trace }: RunEntry): ProblemsAtHand {
  const list = useApp(({ desk }) => desk.list);
  const place = useApp(({ cursor }) => cursor.problem);
  const problems = list?.problems ?? pinnedProblems(trace.thoughts?.pinnedJson);
  return { problems, problem: problems[Math.min(place, problems.length - 1)] };
}
