/** @file What a problem is, for each of the three tasks. Words follow from it (`problemText.ts`), files too (`problemJson.ts`). */

import type { Digraph } from './graph';

/** A graph, two candidates, and the question which of them the root leads to. Nodes have no names here. */
export interface GraphPuzzle extends Digraph {
  readonly root: number;
  readonly target: number;
  readonly negTarget: number;
  /** [step + 1] nodes of one shortest path from root to target. */
  readonly path: readonly number[];
}

/** [Coconut §4.1, App. A.2] `edges` stand in the order in which the question tells them. */
export interface ProsqaProblem extends GraphPuzzle {
  readonly task: 'prosqa';
  /** [node] */
  readonly symbols: readonly string[];
  /** Whether the target is named first in the question. */
  readonly targetFirst: boolean;
}

/** One sentence of an ontology: a thing is of a class, or has a property or lacks it. */
export interface Fact {
  readonly subject: string;
  /** `each gorpus is`, `every gorpus is`, `gorpuses are`, or a name. */
  readonly form: 'each' | 'every' | 'plural' | 'name';
  readonly predicate: Predicate;
}

export interface Predicate {
  readonly kind: 'class' | 'property';
  readonly name: string;
  readonly negated: boolean;
}

/** [Saparov & He 2023, the fictional ontology] Is the claim true of the entity? */
export interface ProntoqaProblem {
  readonly task: 'prontoqa';
  /** In the order of the question. */
  readonly facts: readonly Fact[];
  readonly claim: Fact;
  /** Indices of facts, from the entity to the property: the rules that are used, in order. */
  readonly proof: readonly number[];
  readonly answer: boolean;
}

/** GSM8k-Aug's form: steps such as `<<48/2=24>>`. */
export interface ArithmeticProblem {
  readonly task: 'arithmetic';
  readonly question: string;
  readonly steps: readonly string[];
  /** A number as it is written, without thousands separators. */
  readonly answer: string;
}

export type Problem = ProsqaProblem | ProntoqaProblem | ArithmeticProblem;
export type Task = Problem['task'];

/** How many steps a written chain of thought has. */
export function stepCount(problem: Problem): number {
  switch (problem.task) {
    case 'prosqa':
      return problem.path.length - 1;
    case 'prontoqa':
      // The conclusion is a step of its own. [Coconut, preprocessing of ProntoQA]
      return problem.proof.length;
    case 'arithmetic':
      return problem.steps.length;
  }
}
