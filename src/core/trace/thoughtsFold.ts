/** @file The fold of what a run says of problems and thoughts. Only `appendEvent` calls it. */

import type { Intervention, ThoughtMethod } from './config/config';
import type { RunEvent } from './events';

export interface ThoughtColumns {
  /** Whom a probe asked. */
  asked?: AskedModel;
  /** The pinned problems: a JSON list in the official form. */
  pinnedJson: string;
  /** The same in the model's names, where those differ. */
  askedJson?: string;
  refusals: readonly string[];
  /** In order of step, then of thoughts. */
  readonly graded: GradedColumns[];
  readonly probed: ProbedColumns[];
  readonly read: ThoughtsReadColumns[];
  readonly ended: EndedColumns[];
  readonly intervened: IntervenedColumns[];
}

/** Of the head that ends thinking. */
export interface EndedColumns {
  readonly step: number;
  readonly thoughts: number;
  /** [problem, thoughts + 1] */
  readonly enough: Float32Array;
}

export interface AskedModel {
  readonly method: ThoughtMethod;
  readonly style: 'compact' | 'marked' | 'official';
  readonly trainedThoughts: number;
  /** [id] */
  readonly words: readonly string[];
}

export interface GradedColumns {
  readonly step: number;
  readonly thoughts: number;
  /** [problem] */
  readonly answerRight: Uint8Array;
  /** [problem] 255 where the task has none */
  readonly pathClass: Uint8Array;
  /** [problem] */
  readonly generatedTokens: Int32Array;
}

export interface ProbedColumns {
  readonly step: number;
  readonly problem: number;
  readonly thoughts: number;
  /** [node] */
  readonly nodeValue: Float32Array;
  readonly written: string;
  /** [token, 3] */
  readonly topIds?: Int32Array;
  /** [token, 3] */
  readonly topProbability?: Float32Array;
}

export interface ThoughtsReadColumns {
  readonly step: number;
  readonly problem: number;
  /** [thought] */
  readonly norm: Float32Array;
  /** [thought, 5] */
  readonly wordIds: Int32Array;
  /** [thought, 5] */
  readonly wordProbability: Float32Array;
  /** [thought, node] */
  readonly nodeProduct: Float32Array;
  /** [node] */
  readonly nameNorm: Float32Array;
  /** [thought, edge] */
  readonly edgeAttention: Float32Array;
}

export interface IntervenedColumns {
  readonly step: number;
  readonly problem: number;
  readonly intervention: Intervention;
  readonly thoughts: number;
  /** [node] */
  readonly nodeValue: Float32Array;
  readonly written: string;
}

export function emptyThoughts(): ThoughtColumns {
  return { pinnedJson: '[]', refusals: [], graded: [], probed: [], read: [], ended: [], intervened: [] };
}

type ThoughtsEvent = Extract<
  RunEvent,
  { kind: 'asked' | 'pinned' | 'graded' | 'probed' | 'thoughtsRead' | 'ended' | 'intervened' }
>;

/** Folds one event in place; its columns are copied, for the event's own may be given away. */
export function appendThoughts(columns: ThoughtColumns, event: ThoughtsEvent): void {
  switch (event.kind) {
    case 'asked': {
      const { method, style, trainedThoughts, words } = event;
      columns.asked = { method, style, trainedThoughts, words };
      return;
    }
    case 'pinned':
      columns.pinnedJson = event.json;
      if (event.askedJson !== undefined) columns.askedJson = event.askedJson;
      columns.refusals = event.refusals ?? [];
      return;
    case 'graded':
      replaceOrAdd(columns.graded, gradedColumns(event), isSameQuestion);
      return;
    case 'probed':
      replaceOrAdd(columns.probed, probedColumns(event), isSameQuestion);
      return;
    case 'thoughtsRead':
      replaceOrAdd(columns.read, readColumns(event), isSameQuestion);
      return;
    case 'ended': {
      const { step, thoughts, enough } = event;
      replaceOrAdd(columns.ended, { step, thoughts, enough: enough.slice() }, isSameQuestion);
      return;
    }
    case 'intervened':
      replaceOrAdd(
        columns.intervened,
        intervenedColumns(event),
        (known, row) => isSameQuestion(known, row) && isSameIntervention(known.intervention, row.intervention),
      );
      return;
  }
}

interface Question {
  readonly step: number;
  readonly problem?: number;
  readonly thoughts?: number;
}

function isSameQuestion(known: Question, row: Question): boolean {
  return known.step === row.step && known.problem === row.problem && known.thoughts === row.thoughts;
}

function isSameIntervention(known: Intervention, row: Intervention): boolean {
  return known.kind === row.kind && known.thought === row.thought && known.donor === row.donor;
}

function gradedColumns(event: Extract<ThoughtsEvent, { kind: 'graded' }>): GradedColumns {
  const { step, thoughts, answerRight, pathClass, generatedTokens } = event;
  return {
    step,
    thoughts,
    answerRight: answerRight.slice(),
    pathClass: pathClass.slice(),
    generatedTokens: generatedTokens.slice(),
  };
}

function probedColumns(event: Extract<ThoughtsEvent, { kind: 'probed' }>): ProbedColumns {
  const { step, problem, thoughts, nodeValue, written, topIds, topProbability } = event;
  const row = { step, problem, thoughts, nodeValue: nodeValue.slice(), written };
  return topIds && topProbability ? { ...row, topIds: topIds.slice(), topProbability: topProbability.slice() } : row;
}

function readColumns(event: Extract<ThoughtsEvent, { kind: 'thoughtsRead' }>): ThoughtsReadColumns {
  const { step, problem, norm, wordIds, wordProbability, nodeProduct, nameNorm, edgeAttention } = event;
  return {
    step,
    problem,
    norm: norm.slice(),
    wordIds: wordIds.slice(),
    wordProbability: wordProbability.slice(),
    nodeProduct: nodeProduct.slice(),
    nameNorm: nameNorm.slice(),
    edgeAttention: edgeAttention.slice(),
  };
}

function intervenedColumns(event: Extract<ThoughtsEvent, { kind: 'intervened' }>): IntervenedColumns {
  const { step, problem, intervention, thoughts, nodeValue, written } = event;
  return { step, problem, intervention, thoughts, nodeValue: nodeValue.slice(), written };
}

/** A resumed run measures some things again: they take the place of what they were. */
export function replaceOrAdd<T>(rows: T[], row: T, isSame: (known: T, row: T) => boolean): void {
  // What is measured again was measured lately.
  const again = rows.findLastIndex((known) => isSame(known, row));
  rows.splice(again < 0 ? rows.length : again, 1, row);
}
