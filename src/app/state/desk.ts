/** @file What lies on the desk of the Thoughts page beside the cursor: the problems at hand, a change of a thought, how the tree is drawn. */

import type { Intervention } from '../../core/trace/config/config';
import type { Problem } from '../../core/coconut/problems/problem';
import { START_TEACH, type Teach } from './teach';

/** As many as the paper forces. [Coconut Fig 5] */
export const MOST_THOUGHTS = 6;

/** What the width of an edge stands for. */
export const EDGE_LOOKS = ['plain', 'attention'] as const;
export type EdgeLook = (typeof EDGE_LOOKS)[number];

/** Seconds of a play are divided by it. */
export const SPEEDS = [0.5, 1, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** What is asked over many problems; one question at a time. */
export const FINDINGS = ['answers', 'search', 'groups', 'change', 'table'] as const;
export type Finding = (typeof FINDINGS)[number];

/** What is asked of the one problem; one question at a time. */
export const PROBLEM_QUESTIONS = ['writes', 'change', 'learns'] as const;
export type ProblemQuestion = (typeof PROBLEM_QUESTIONS)[number];

/** Problems that a person brought, generated or drew. */
export interface ProblemList {
  readonly name: string;
  readonly problems: readonly Problem[];
}

export interface Desk {
  /** Absent: the problems that the run at hand was probed with. */
  readonly list?: ProblemList | undefined;
  /** What takes the place of a thought; absent: nothing is changed. */
  readonly intervention?: Intervention | undefined;
  readonly edges: EdgeLook;
  readonly speed: Speed;
  readonly finding: Finding;
  readonly question: ProblemQuestion;
  /** What is chosen for the next model that is taught. */
  readonly teach: Teach;
}

export const START_DESK: Desk = {
  edges: 'plain',
  speed: 1,
  finding: 'answers',
  question: 'writes',
  teach: START_TEACH,
};
