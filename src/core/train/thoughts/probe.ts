/** @file What thoughts are, and what becomes of an answer when one of them is changed. */

import { forcedShape } from '../../coconut/curriculum';
import {
  type Intervention,
  type InterventionKind,
  type InterventionMaterial,
  meanVector,
  replacement,
  vectorNorm,
} from '../../coconut/interventions';
import { choiceOf, type InterventionEffect, interventionEffect } from '../../coconut/interventionEffect';
import { METHODS } from '../../coconut/methods';
import { meanByGroup, nodeGroups, type NodeGroup } from '../../coconut/nodeGroups';
import type { ProsqaProblem } from '../../coconut/problem';
import { twinProblem } from '../../coconut/twin';
import { readChain } from '../../coconut/writtenChain';
import type { FedInstead } from '../../nn/thoughts';
import { rng } from '../../util/rng';
import { mean } from '../../util/statistics';
import { askProblems, batchSize, readProblems, type Thinker } from './ask';

/** @returns [thought][problem][embed]; thought 1 is the hidden state that is fed in at the first slot */
export async function thoughtVectors(
  thinker: Thinker,
  problems: readonly ProsqaProblem[],
  thoughts: number,
): Promise<Float32Array[][]> {
  const vectors = Array.from({ length: thoughts }, (): Float32Array[] => []);
  const { embed } = thinker.config;
  const atOnce = batchSize(thinker, problems);
  for (let first = 0; first < problems.length; first += atOnce) {
    const some = problems.slice(first, first + atOnce);
    const reading = readProblems(thinker, some, thoughts);
    try {
      for (const [slot, states] of (await reading.thoughts()).slice(0, thoughts).entries())
        vectors[slot]?.push(...some.map((_, row) => states.slice(row * embed, (row + 1) * embed)));
    } finally {
      reading.dispose();
    }
  }
  return vectors;
}

export interface ThoughtFigures {
  /** Counts from 1. */
  readonly thought: number;
  readonly meanNorm: number;
  /** Mean length of the embeddings of the problems' names, to hold it against. */
  readonly meanNameNorm: number;
  /** Mean inner product of the thought with the embedding of a node's name, by the node's group. [arXiv 2505.12514 §5] */
  readonly innerProducts: Readonly<Record<NodeGroup, number | undefined>>;
}

/** @param theta [P] in whose front the embeddings stand; a name of several tokens counts by its first */
export function thoughtFigures(
  { config, format }: Thinker,
  theta: Float32Array,
  problems: readonly ProsqaProblem[],
  vectors: readonly (readonly Float32Array[])[],
): ThoughtFigures[] {
  const nameOf = (symbol: string): Float32Array => {
    const id = format.codec.encode(symbol)[0] ?? 0;
    return theta.subarray(id * config.embed, (id + 1) * config.embed);
  };
  const names = problems.map(({ symbols }) => symbols.map(nameOf));
  return vectors.map((ofProblems, slot) => {
    const groups = problems.map((problem, row) => {
      const vector = ofProblems[row] ?? new Float32Array(config.embed);
      const products = (names[row] ?? []).map((name) => innerProduct(vector, name));
      return meanByGroup(nodeGroups(problem, slot + 1), products);
    });
    return {
      thought: slot + 1,
      meanNorm: mean(ofProblems.map(vectorNorm)),
      meanNameNorm: mean(names.flat().map(vectorNorm)),
      innerProducts: {
        notReachable: meanKnown(groups.map((group) => group.notReachable)),
        reachable: meanKnown(groups.map((group) => group.reachable)),
        frontier: meanKnown(groups.map((group) => group.frontier)),
        optimal: meanKnown(groups.map((group) => group.optimal)),
      },
    };
  });
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function meanKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? mean(known) : undefined;
}

export interface InterventionResult extends InterventionEffect {
  readonly kind: InterventionKind;
  readonly thought: number;
}

/**
 * Asks the same problems with and without a change of one thought; later thoughts follow from the changed one. Problems
 * without a twin are left out where the twin's thought is asked for.
 *
 * @param thoughts how many are forced
 */
export async function intervene(
  thinker: Thinker,
  problems: readonly ProsqaProblem[],
  { kind, thought }: Intervention,
  thoughts: number,
  seed: number,
): Promise<InterventionResult> {
  const twins = problems.map(twinProblem);
  const asked = kind === 'twin' ? problems.filter((_, i) => twins[i]) : problems;
  const before = await choicesAfter(thinker, asked, thoughts);
  // Without a slot there is no thought in it, and the next one is the same hidden state: one thought fewer.
  const after =
    kind === 'skip'
      ? await choicesAfter(thinker, asked, thoughts - 1)
      : await choicesAfter(thinker, asked, thoughts, await changed());
  return { kind, thought, ...interventionEffect(before, after) };

  async function changed(): Promise<FedInsteadOf> {
    const own = (await thoughtVectors(thinker, asked, thought))[thought - 1] ?? [];
    const donors = await donorsOf();
    const material = { mean: meanVector(own) };
    const fed = own.map((vector, row): Float32Array => {
      const donor = donors[row];
      const given: InterventionMaterial = { thought: vector, ...material, ...(donor ? { donor } : {}) };
      return replacement(kind, given, rng(seed, 'intervention', kind, row)) ?? vector;
    });
    return (first, count) => new Map([[thought - 1, joined(fed.slice(first, first + count))]]);

    async function donorsOf(): Promise<readonly (Float32Array | undefined)[]> {
      if (kind === 'transplant') return own.map((_, row) => own[(row + 1) % own.length]);
      if (kind !== 'twin') return [];
      const others = twins.filter((twin) => twin !== undefined);
      return (await thoughtVectors(thinker, others, thought))[thought - 1] ?? [];
    }
  }
}

type FedInsteadOf = (first: number, count: number) => FedInstead;

async function choicesAfter(
  thinker: Thinker,
  problems: readonly ProsqaProblem[],
  thoughts: number,
  fedInstead?: FedInsteadOf,
) {
  const { slots } = forcedShape(METHODS[thinker.method], thoughts);
  const [answers = []] = await askProblems(thinker, problems, [slots], fedInstead);
  return problems.map((problem, i) => choiceOf(problem, readChain(answers[i]?.written ?? '').answer?.object));
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
