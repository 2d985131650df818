/** @file Beside the tree: the node at hand, what is written, what a thought says, and what a change of it does. */

import type { Problem } from '../../../core/coconut/problem';
import type { RunEntry } from '../../state/runEntry';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem | undefined;
}

export function BesideTree({ problem }: Props) {
  return problem ? <p className="showing">Task: {problem.task}</p> : undefined;
}
