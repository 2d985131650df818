/** @file The middle of the page: the search tree of the problem at a number of thoughts. */

import type { Problem } from '../../../core/coconut/problem';
import type { RunEntry } from '../../state/runEntry';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem | undefined;
}

export function TreePlace({ problem }: Props) {
  if (!problem) return <p className="tab-empty">The problems come with the first evaluation.</p>;
  return <div className="tree-place" />;
}
