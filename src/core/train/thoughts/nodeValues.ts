/** @file The value of each node after forced numbers of thoughts. [Coconut §5.3] */

import { forcedShape } from '../../coconut/curriculum/curriculum';
import { METHODS } from '../../coconut/curriculum/methods';
import { nodeValue, type ValueReadOut, valueReadOut } from '../../coconut/probes/nodeValue';
import type { Problem } from '../../coconut/problems/problem';
import type { Reading } from '../../nn/thoughts/readThoughts';
import { batchSize, readProblems, type Thinker } from './ask';

/** Where a model is sure of the answer, the chances of going on are rounding: they are not made larger than this allows. */
const LEAST_CHANCE = 1e-6;

/** @returns [thoughts index][problem][node] of the task's search tree */
export async function nodeValues(
  thinker: Thinker,
  problems: readonly Problem[],
  thoughts: readonly number[],
): Promise<Float32Array[][]> {
  const values = thoughts.map((): Float32Array[] => []);
  const atOnce = batchSize(thinker, problems);
  for (let first = 0; first < problems.length; first += atOnce) {
    const some = problems.slice(first, first + atOnce);
    const reading = readProblems(thinker, some, Math.max(...thoughts), { asked: thoughts });
    try {
      for (const [at, count] of thoughts.entries())
        values[at]?.push(...(await valuesAfter(thinker, reading, some, count)));
    } finally {
      reading.dispose();
    }
  }
  return values;
}

/** @returns [problem][node] */
export async function valuesAfter(
  { method, format }: Thinker,
  reading: Reading,
  problems: readonly Problem[],
  thoughts: number,
): Promise<Float32Array[]> {
  const { slots } = forcedShape(METHODS[method], thoughts);
  const outs = problems.map((problem) => valueReadOut(problem, format, thoughts));
  if (outs.every(isNextToken)) {
    const chances = await reading.next(slots);
    const vocab = chances.length / outs.length;
    return outs.map(({ ways, mark }, row) => {
      const chance = (id: number): number => chances[row * vocab + id] ?? NaN;
      const goesOn = mark === undefined ? 1 : Math.max(LEAST_CHANCE, 1 - chance(mark));
      return Float32Array.from(ways, ([[id = 0] = []]) => chance(id) / goesOn);
    });
  }
  // What is given before a name is the same for all problems of a task; a file may mix tasks.
  const values = outs.map((): Float32Array => new Float32Array(0));
  for (const context of new Set(outs.map((out) => out.context.join()))) {
    const given = outs.find((out) => out.context.join() === context)?.context ?? [];
    const ways = outs.map((out) => (out.context.join() === context ? out.ways.flat() : []));
    const logs = await reading.continuations(slots, given, ways);
    for (const [row, out] of outs.entries())
      if (out.context.join() === context) values[row] = summedByNode(out, logs[row] ?? new Float64Array(0));
  }
  return values;
}

/** Where every name is one token, one reading of the next token values all nodes of many problems. */
function isNextToken({ context, ways }: ValueReadOut): boolean {
  return context.length === 0 && ways.every((ofNode) => ofNode.length === 1 && ofNode[0]?.length === 1);
}

/** A node's ways exclude each other, so their chances add up. */
function summedByNode({ ways }: ValueReadOut, logs: Float64Array): Float32Array {
  let at = 0;
  return Float32Array.from(ways, (ofNode) => ofNode.reduce((sum) => sum + nodeValue([logs[at++] ?? NaN]), 0));
}
