/** @file One problem at one step of a run: what its trace says of it, for each number of thoughts. Derived, never stored. */

import { grade, type Grade } from '../../../../core/coconut/probes/grade';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { searchTree } from '../../../../core/coconut/probes/searchTree';
import { searchQuestionOf } from '../../../../core/coconut/tasks/taskTree';
import { writtenEdges } from '../../../../core/coconut/probes/writtenEdges';
import type { Intervention } from '../../../../core/trace/config/config';
import type { ProbedColumns, ThoughtColumns, ThoughtsReadColumns } from '../../../../core/trace/thoughtsFold';
import type { SearchTreeData } from '../../../../views/searchTree/data';
import type { WrittenWord } from '../../../../views/thoughtStrip/strip';
import { wordsOf, writtenTokens } from './writtenWords';

export interface ProbedThoughts {
  /** [node] */
  readonly values: Float32Array;
  /** In the reader's names. */
  readonly written: string;
  readonly words: readonly WrittenWord[];
  readonly grade: Grade;
}

/** What is known of one problem at one step. */
export interface ProbedProblem {
  /** In the reader's names. */
  readonly problem: Problem;
  readonly step: number;
  /** [thoughts] */
  readonly byThoughts: readonly ProbedThoughts[];
  /** The thoughts themselves, where they were read. */
  readonly read?: ThoughtsReadColumns | undefined;
  /** [id] a word of the model's vocabulary, in the reader's names where it is one. */
  readonly words: readonly string[];
}

/** Which problem of which columns. */
export interface Place {
  readonly columns: ThoughtColumns;
  /** In the reader's names. */
  readonly problem: Problem;
  /** The same in the model's names. */
  readonly asked: Problem;
  /** Its number in the columns. */
  readonly at: number;
}

/** Undefined where nothing is known of the problem at that step. */
export function probedProblem(place: Place, step: number): ProbedProblem | undefined {
  const { columns, problem, at } = place;
  const isHere = (row: { readonly step: number; readonly problem: number }) => row.step === step && row.problem === at;
  const rows = columns.probed.filter(isHere).sort((a, b) => a.thoughts - b.thoughts);
  if (rows.length === 0) return undefined;
  return {
    problem,
    step,
    byThoughts: rows.map((row) => judged(place, row)),
    read: columns.read.find(isHere),
    words: (columns.asked?.words ?? []).map((word) => readersName(place, word)),
  };
}

/** One thought changed, and what came of it. */
export interface ChangedProblem {
  readonly intervention: Intervention;
  /** [thoughts] before the changed thought all is as it was. */
  readonly byThoughts: readonly ProbedThoughts[];
}

/** Every change of a thought that the columns hold for the problem. */
export function changedProblems(place: Place, clean: ProbedProblem): ChangedProblem[] {
  const rows = place.columns.intervened.filter((row) => row.step === clean.step && row.problem === place.at);
  const keys = [...new Set(rows.map(({ intervention }) => interventionKey(intervention)))];
  return keys.flatMap((key) => {
    const own = rows.filter(({ intervention }) => interventionKey(intervention) === key);
    const intervention = own[0]?.intervention;
    if (!intervention) return [];
    const byThoughts = clean.byThoughts.map((known, thoughts) => {
      const row = own.find((each) => each.thoughts === thoughts);
      return row ? judged(place, row) : known;
    });
    return [{ intervention, byThoughts }];
  });
}

export function interventionKey({ kind, thought, donor }: Intervention): string {
  return [kind, thought, donor ?? ''].join('.');
}

type Row = Pick<ProbedColumns, 'nodeValue' | 'written' | 'topIds' | 'topProbability'>;

function judged(place: Place, row: Row): ProbedThoughts {
  const { asked, columns } = place;
  const graded = grade(asked, row.written);
  const toReader = (word: string) => readersName(place, word);
  return {
    values: row.nodeValue,
    written: row.written.split(' ').map(toReader).join(' '),
    words: wordsOf(writtenTokens(row, columns.asked?.words ?? []), graded).map((word) => ({
      ...word,
      text: toReader(word.text),
      ...(word.others ? { others: word.others.map((other) => ({ ...other, text: toReader(other.text) })) } : {}),
    })),
    grade: graded,
  };
}

/** A model with one token a name answers in names that it knows: here they are what the reader wrote. */
function readersName({ problem, asked }: Pick<Place, 'problem' | 'asked'>, word: string): string {
  if (problem.task !== 'prosqa' || asked.task !== 'prosqa') return word;
  const [, name = '', rest = ''] = /^(.*?)([.,]?)$/.exec(word) ?? [];
  const node = asked.symbols.indexOf(name);
  return node < 0 ? word : `${problem.symbols[node] ?? name}${rest}`;
}

/** The picture's data: with nothing known, the bare graph. */
export function treeOf(problem: Problem, byThoughts: readonly ProbedThoughts[]): SearchTreeData {
  const question = searchQuestionOf(problem);
  return {
    question,
    tree: searchTree(question),
    values: byThoughts.map(({ values }) => values),
    written: byThoughts.map(({ written }) => writtenEdges(question, written)),
  };
}

/** [thoughts][edge] attention of the position whose state became the last thought; none without a thought. */
export function attentionOf({ read, byThoughts, problem }: ProbedProblem): SearchTreeData['attention'] {
  const edges = searchQuestionOf(problem).edges.length;
  if (!read || read.edgeAttention.length === 0) return undefined;
  return byThoughts.map((_, thoughts) =>
    thoughts === 0 ? undefined : read.edgeAttention.subarray((thoughts - 1) * edges, thoughts * edges),
  );
}

/** [thought][node] inner product of each thought with the names. */
export function productsOf({ read, problem }: ProbedProblem): readonly Float32Array[] | undefined {
  if (!read) return undefined;
  const { nodes } = searchQuestionOf(problem);
  return Array.from(read.norm, (_, thought) => read.nodeProduct.subarray(thought * nodes, (thought + 1) * nodes));
}
