/** @file What becomes of values and answers when one thought is changed. */

import { type InterventionMaterial, meanVector, replacement } from '../../coconut/probes/interventions';
import { METHODS } from '../../coconut/curriculum/methods';
import type { Problem } from '../../coconut/problems/problem';
import { twinProblem } from '../../coconut/tasks/twin';
import type { Reading } from '../../nn/thoughts/readThoughts';
import type { Intervention } from '../../trace/config/config';
import { InputError } from '../../util/assert';
import { rng } from '../../util/rng';
import { batchSize, readProblems, type ReadOptions, type Thinker, writeAnswers } from './ask';
import { valuesAfter } from './nodeValues';
import type { AskedProblem } from './probedProblems';

/** [thought][donor][embed] */
export type DonorThoughts = readonly (readonly Float32Array[])[];

export interface Donors {
  readonly thoughts: DonorThoughts;
  /** Whether the donors are the probed problems themselves: then a problem's own thought is no donor. */
  readonly areAsked: boolean;
}

export interface Intervened {
  readonly index: number;
  readonly thoughts: number;
  readonly nodeValue: Float32Array;
  readonly written: string;
}

/** [thought][problem][embed]; thought 1 is the hidden state that is fed in at the first slot */
export async function thoughtVectors(
  thinker: Thinker,
  problems: readonly Problem[],
  thoughts: number,
): Promise<Float32Array[][]> {
  const vectors = Array.from({ length: thoughts }, (): Float32Array[] => []);
  const atOnce = batchSize(thinker, problems);
  for (let first = 0; first < problems.length; first += atOnce) {
    const some = problems.slice(first, first + atOnce);
    const reading = readProblems(thinker, some, thoughts);
    try {
      for (const [slot, states] of (await statesOf(thinker, reading, some.length)).entries())
        vectors[slot]?.push(...states);
    } finally {
      reading.dispose();
    }
  }
  return vectors;
}

/** [slot][problem][embed] */
async function statesOf({ config: { embed } }: Thinker, reading: Reading, problems: number): Promise<Float32Array[][]> {
  return (await reading.thoughts()).map((states) =>
    Array.from({ length: problems }, (_, row) => states.slice(row * embed, (row + 1) * embed)),
  );
}

/** Refuses what cannot be done to a model or with these donors. */
export function checkInterventions(
  { method }: Thinker,
  interventions: readonly Intervention[],
  thoughts: number,
  donors: number,
): void {
  if (interventions.length === 0) return;
  if (METHODS[method].slots !== 'feedback')
    throw new InputError(`A model of method ${method} has no continuous thoughts: there is none to change.`);
  for (const { kind, thought, donor = 0 } of interventions) {
    if (thought > thoughts)
      throw new InputError(`Thought ${thought} cannot be changed: there are ${thoughts} thoughts.`);
    if ((kind === 'mean' || kind === 'transplant') && donors < 2)
      throw new InputError(`The intervention "${kind}" needs other problems: name at least two donors.`);
    if (donor >= donors && kind === 'transplant')
      throw new InputError(`Donor ${donor} is not there: there are ${donors} donors, counted from 0.`);
  }
}

/**
 * The same problems with one thought changed, after every number of thoughts from the changed one on; later thoughts
 * follow from it. A problem without a twin is left out where the twin's thought is asked for.
 *
 * @param some a batch of the asked problems
 */
export async function interveneOn(
  thinker: Thinker,
  some: readonly AskedProblem[],
  intervention: Intervention,
  thoughts: number,
  donors: Donors,
  seed: number,
): Promise<Intervened[]> {
  const { kind, thought } = intervention;
  const twins =
    kind === 'twin' ? some.map(({ problem }) => (problem.task === 'prosqa' ? twinProblem(problem) : undefined)) : [];
  const asked = kind === 'twin' ? some.filter((_, row) => twins[row]) : some;
  if (asked.length === 0) return [];
  const problems = asked.map(({ problem }) => problem);
  const readAfter = Array.from({ length: thoughts - thought + 1 }, (_, i) => thought + i);
  // The thought is thought and handed on, but nothing that comes later sees its slot.
  if (kind === 'skip') return readOn({ maskedSlot: thought - 1 });
  const clean = readProblems(thinker, problems, thoughts);
  try {
    const own = (await statesOf(thinker, clean, problems.length))[thought - 1] ?? [];
    const given = await donorsOf();
    const mean = kind === 'mean' ? { mean: meanVector(donors.thoughts[thought - 1] ?? []) } : {};
    const fed = own.map((vector, row): Float32Array => {
      const donor = given[row];
      const material: InterventionMaterial = { thought: vector, ...mean, ...(donor ? { donor } : {}) };
      const index = asked[row]?.index ?? row;
      return replacement(kind, material, rng(seed, 'intervention', kind, index)) ?? vector;
    });
    return await readOn({ fedInstead: new Map([[thought - 1, joined(fed)]]) });
  } finally {
    clean.dispose();
  }

  async function readOn(change: ReadOptions): Promise<Intervened[]> {
    const reading = readProblems(thinker, problems, thoughts, { ...change, asked: readAfter });
    try {
      const rows: Intervened[] = [];
      for (const after of readAfter) {
        const values = await valuesAfter(thinker, reading, problems, after);
        const answers = await writeAnswers(thinker, reading, problems, after);
        for (const [row, { index }] of asked.entries()) {
          const [nodeValue, written] = [values[row] ?? new Float32Array(0), answers[row]?.written ?? ''];
          rows.push({ index, thoughts: after, nodeValue, written });
        }
      }
      return rows;
    } finally {
      reading.dispose();
    }
  }

  async function donorsOf(): Promise<readonly (Float32Array | undefined)[]> {
    if (kind === 'twin') {
      const others = twins.filter((twin) => twin !== undefined);
      return (await thoughtVectors(thinker, others, thought))[thought - 1] ?? [];
    }
    if (kind !== 'transplant') return [];
    const all = donors.thoughts[thought - 1] ?? [];
    return asked.map(({ index }) => all[intervention.donor ?? (index + (donors.areAsked ? 1 : 0)) % all.length]);
  }
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    all.set(vector, at);
    at += vector.length;
  }
  return all;
}
