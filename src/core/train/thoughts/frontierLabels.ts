/**
 * @file Breadth-first labels: the first word after `<eot>` is asked for all nodes at the distance that was thought, all alike.
 *
 * A path that is drawn at random teaches one node of the frontier at a time, and the second frontier of an official problem is
 * hardly found from it; the whole frontier at once is. It is not the paper's label: a value then says "at this distance", not
 * "leads to the target", so a last stage goes back to the path. [arXiv 2505.12514, COCONUT-BFS]
 */

import { childrenOf, distances } from '../../coconut/problems/graph';
import type { Problem } from '../../coconut/problems/problem';
import type { SequenceFormat } from '../../coconut/curriculum/sequence';
import type { Branch, BranchedBatch } from '../../nn/thoughts/thoughtColumns';

/** The first word's share of the loss of a branch that asks for a frontier; the rest of the chain has the other half. */
const FIRST_WORD_SHARE = 0.5;

/** ProsQA alone, and thoughts one by one: other batches stay as they are. After as many thoughts as steps the answer is asked. */
export function askingFrontiers(
  batch: BranchedBatch,
  problems: readonly Problem[],
  format: SequenceFormat,
): BranchedBatch {
  return { ...batch, branches: batch.branches.map((branch) => askingFrontier(branch, problems, format)) };
}

function askingFrontier(branch: Branch, problems: readonly Problem[], { codec }: SequenceFormat): Branch {
  if (branch.slots === 0) return branch;
  const frontiers = problems.map((problem) => frontierIds(problem, branch.slots, codec));
  if (frontiers.every((ids) => ids.length === 0)) return branch;
  const chances = new Float32Array(problems.length * codec.size);
  const labels = branch.labels.slice();
  const seq = labels.length / problems.length;
  for (const [row, ids] of frontiers.entries()) {
    for (const id of ids) chances[row * codec.size + id] = 1 / ids.length;
    if (ids.length > 0) labels[row * seq] = -1;
  }
  const weight = branch.weight * FIRST_WORD_SHARE;
  return { ...branch, labels, weight: branch.weight - weight, first: { chances, weight } };
}

/** The names of the nodes at a distance from the root that is less than the target's. */
function frontierIds(problem: Problem, distance: number, codec: SequenceFormat['codec']): readonly number[] {
  if (problem.task !== 'prosqa' || distance >= problem.path.length - 1) return [];
  const from = distances(childrenOf(problem), problem.root);
  return problem.symbols.flatMap((symbol, node) => (from[node] === distance ? codec.encode(symbol).slice(0, 1) : []));
}
