/** @file The thoughts' part of a trace file. Rows of one kind stand one after the other in a few long columns. */

import * as v from 'valibot';
import type { NamedColumn } from './namedColumn';
import { askedSchema, interventionSchema, list, table, text, whole } from './config/parseConfig';
import type {
  EndedColumns,
  GradedColumns,
  IntervenedColumns,
  ProbedColumns,
  ThoughtColumns,
  ThoughtsReadColumns,
} from './thoughtsFold';
import type { TraceReader } from './traceReader';

const COUNT = whole(0, 2 ** 31 - 1);
const ROWS = 1_000_000;
const WRITTEN = text(100_000);
const PROBLEMS = text(10_000_000);
/** Alternatives kept for a written token, and words heard in a thought. */
const TOPS = 3;
const HEARD = 5;

/** What is no column: where each row belongs, how long its parts are, and the words. */
export const thoughtsOutline = table({
  asked: v.optional(askedSchema),
  pinned: PROBLEMS,
  askedPinned: v.optional(PROBLEMS),
  refusals: v.optional(list(text(10_000), ROWS)),
  graded: list(table({ step: COUNT, thoughts: COUNT, problems: COUNT }), ROWS),
  probed: list(
    table({
      step: COUNT,
      problem: COUNT,
      thoughts: COUNT,
      nodes: COUNT,
      written: WRITTEN,
      tokens: v.optional(COUNT),
    }),
    ROWS,
  ),
  read: v.optional(list(table({ step: COUNT, problem: COUNT, thoughts: COUNT, nodes: COUNT, edges: COUNT }), ROWS)),
  ended: v.optional(list(table({ step: COUNT, thoughts: COUNT, problems: COUNT }), ROWS)),
  // There are many of these, and few different texts among them: each text stands once.
  intervened: v.optional(table({ interventions: list(interventionSchema, ROWS), texts: list(WRITTEN, ROWS) })),
});

type ThoughtsOutline = v.InferOutput<typeof thoughtsOutline>;

export function outlineOfThoughts(thoughts: ThoughtColumns): ThoughtsOutline {
  const { asked, pinnedJson, askedJson, refusals, graded, probed, read, ended, intervened } = thoughts;
  return {
    ...(asked ? { asked: { ...asked, words: [...asked.words] } } : {}),
    pinned: pinnedJson,
    ...(askedJson === undefined ? {} : { askedPinned: askedJson }),
    ...(refusals.length > 0 ? { refusals: [...refusals] } : {}),
    graded: graded.map(({ step, thoughts, answerRight }) => ({ step, thoughts, problems: answerRight.length })),
    probed: probed.map(({ step, problem, thoughts, nodeValue, written, topIds }) => ({
      step,
      problem,
      thoughts,
      nodes: nodeValue.length,
      written,
      ...(topIds ? { tokens: topIds.length / TOPS } : {}),
    })),
    ...(read.length > 0
      ? {
          read: read.map(({ step, problem, norm, nameNorm, edgeAttention }) => ({
            step,
            problem,
            thoughts: norm.length,
            nodes: nameNorm.length,
            edges: edgeAttention.length / Math.max(1, norm.length),
          })),
        }
      : {}),
    ...(ended.length > 0
      ? {
          ended: ended.map(({ step, thoughts, enough }) => ({
            step,
            thoughts,
            problems: enough.length / (thoughts + 1),
          })),
        }
      : {}),
    ...(intervened.length > 0
      ? { intervened: { interventions: interventionsIn(intervened), texts: textsIn(intervened) } }
      : {}),
  };
}

export function thoughtColumns({ graded, probed, read, ended, intervened }: ThoughtColumns): NamedColumn[] {
  const detailed = probed.filter(({ topIds }) => topIds);
  return [
    bytes(
      'answerRight',
      '[evaluation * problem]',
      graded.map((row) => row.answerRight),
    ),
    bytes(
      'pathClass',
      '[evaluation * problem]',
      graded.map((row) => row.pathClass),
    ),
    integers(
      'generatedTokens',
      '[evaluation * problem]',
      graded.map((row) => row.generatedTokens),
    ),
    floats(
      'nodeValue',
      '[probe * node]',
      probed.map((row) => row.nodeValue),
    ),
    ...(detailed.length > 0
      ? [
          integers(
            'topIds',
            '[probe * token * rank]',
            detailed.flatMap(({ topIds }) => topIds ?? []),
          ),
          floats(
            'topProbability',
            '[probe * token * rank]',
            detailed.flatMap(({ topProbability }) => topProbability ?? []),
          ),
        ]
      : []),
    ...(read.length > 0 ? readColumns(read) : []),
    ...(ended.length > 0
      ? [
          floats(
            'ended.enough',
            '[probe * problem * thought]',
            ended.map(({ enough }) => enough),
          ),
        ]
      : []),
    ...(intervened.length > 0 ? intervenedColumns(intervened) : []),
  ];
}

function readColumns(read: readonly ThoughtsReadColumns[]): NamedColumn[] {
  return [
    floats(
      'read.norm',
      '[problem * thought]',
      read.map(({ norm }) => norm),
    ),
    integers(
      'read.wordIds',
      '[problem * thought * rank]',
      read.map(({ wordIds }) => wordIds),
    ),
    floats(
      'read.wordProbability',
      '[problem * thought * rank]',
      read.map((row) => row.wordProbability),
    ),
    floats(
      'read.nodeProduct',
      '[problem * thought * node]',
      read.map(({ nodeProduct }) => nodeProduct),
    ),
    floats(
      'read.nameNorm',
      '[problem * node]',
      read.map(({ nameNorm }) => nameNorm),
    ),
    floats(
      'read.edgeAttention',
      '[problem * thought * edge]',
      read.map((row) => row.edgeAttention),
    ),
  ];
}

function intervenedColumns(intervened: readonly IntervenedColumns[]): NamedColumn[] {
  const kinds = new Map(interventionsIn(intervened).map((each, index) => [JSON.stringify(each), index]));
  const texts = new Map(textsIn(intervened).map((written, index) => [written, index]));
  const column = (name: string, of: (row: IntervenedColumns) => number) =>
    integers(`intervened.${name}`, '[row]', [Int32Array.from(intervened, of)]);
  return [
    column('step', ({ step }) => step),
    column('problem', ({ problem }) => problem),
    column('thoughts', ({ thoughts }) => thoughts),
    column('intervention', ({ intervention }) => kinds.get(JSON.stringify(intervention)) ?? 0),
    column('written', ({ written }) => texts.get(written) ?? 0),
    column('nodes', ({ nodeValue }) => nodeValue.length),
    floats(
      'intervened.nodeValue',
      '[row * node]',
      intervened.map(({ nodeValue }) => nodeValue),
    ),
  ];
}

function interventionsIn(rows: readonly IntervenedColumns[]) {
  return [...new Map(rows.map(({ intervention }) => [JSON.stringify(intervention), intervention])).values()];
}

function textsIn(rows: readonly IntervenedColumns[]): string[] {
  return [...new Set(rows.map(({ written }) => written))];
}

/** Refuses, as damage, columns that do not have the lengths of the outline. */
export function readThoughts(outline: ThoughtsOutline, reader: TraceReader): ThoughtColumns {
  const { asked, pinned, askedPinned, refusals = [], graded, probed, read = [], ended = [], intervened } = outline;
  return {
    ...(asked ? { asked } : {}),
    pinnedJson: pinned,
    ...(askedPinned === undefined ? {} : { askedJson: askedPinned }),
    refusals,
    graded: gradedRows(graded, reader),
    probed: probedRows(probed, reader),
    read: readRows(read, reader),
    ended: endedRows(ended, reader),
    intervened: intervened ? intervenedRows(intervened, reader) : [],
  };
}

function gradedRows(rows: ThoughtsOutline['graded'], reader: TraceReader): GradedColumns[] {
  const problems = sum(rows.map((row) => row.problems));
  const answerRight = pieces(reader.bytes('thoughts.answerRight', { shape: [problems], below: 2 }));
  const pathClass = pieces(reader.bytes('thoughts.pathClass', { shape: [problems] }));
  const generatedTokens = pieces(reader.integers('thoughts.generatedTokens', { shape: [problems] }));
  return rows.map(({ step, thoughts, problems }) => ({
    step,
    thoughts,
    answerRight: answerRight(problems),
    pathClass: pathClass(problems),
    generatedTokens: generatedTokens(problems),
  }));
}

function probedRows(rows: ThoughtsOutline['probed'], reader: TraceReader): ProbedColumns[] {
  const nodeValue = pieces(reader.floats('thoughts.nodeValue', [sum(rows.map(({ nodes }) => nodes))]));
  const told = rows.some(({ tokens }) => tokens !== undefined);
  const tops = TOPS * sum(rows.map(({ tokens = 0 }) => tokens));
  const topIds = pieces(told ? reader.integers('thoughts.topIds', { shape: [tops] }) : new Int32Array(0));
  const chances = pieces(told ? reader.floats('thoughts.topProbability', [tops]) : new Float32Array(0));
  return rows.map(({ nodes, tokens, ...row }) => ({
    ...row,
    nodeValue: nodeValue(nodes),
    ...(tokens === undefined ? {} : { topIds: topIds(TOPS * tokens), topProbability: chances(TOPS * tokens) }),
  }));
}

function readRows(rows: NonNullable<ThoughtsOutline['read']>, reader: TraceReader): ThoughtsReadColumns[] {
  if (rows.length === 0) return [];
  const thoughts = sum(rows.map((row) => row.thoughts));
  const of = (name: string, count: number) => pieces(reader.floats(`thoughts.read.${name}`, [count]));
  const norm = of('norm', thoughts);
  const wordIds = pieces(reader.integers('thoughts.read.wordIds', { shape: [HEARD * thoughts] }));
  const wordProbability = of('wordProbability', HEARD * thoughts);
  const nodeProduct = of('nodeProduct', sum(rows.map((row) => row.thoughts * row.nodes)));
  const nameNorm = of('nameNorm', sum(rows.map((row) => row.nodes)));
  const edgeAttention = of('edgeAttention', sum(rows.map((row) => row.thoughts * row.edges)));
  return rows.map(({ step, problem, thoughts, nodes, edges }) => ({
    step,
    problem,
    norm: norm(thoughts),
    wordIds: wordIds(HEARD * thoughts),
    wordProbability: wordProbability(HEARD * thoughts),
    nodeProduct: nodeProduct(thoughts * nodes),
    nameNorm: nameNorm(nodes),
    edgeAttention: edgeAttention(thoughts * edges),
  }));
}

function endedRows(rows: NonNullable<ThoughtsOutline['ended']>, reader: TraceReader): EndedColumns[] {
  if (rows.length === 0) return [];
  const length = (row: (typeof rows)[number]): number => row.problems * (row.thoughts + 1);
  const enough = pieces(reader.floats('thoughts.ended.enough', [sum(rows.map(length))]));
  return rows.map((row) => ({ step: row.step, thoughts: row.thoughts, enough: enough(length(row)) }));
}

function intervenedRows(
  { interventions, texts }: NonNullable<ThoughtsOutline['intervened']>,
  reader: TraceReader,
): IntervenedColumns[] {
  const steps = reader.integers('thoughts.intervened.step');
  const column = (name: string, below?: number) =>
    reader.integers(`thoughts.intervened.${name}`, {
      shape: [steps.length],
      ...(below === undefined ? {} : { below }),
    });
  const problem = column('problem');
  const thoughts = column('thoughts');
  const kind = column('intervention', interventions.length);
  const written = column('written', texts.length);
  const nodes = column('nodes');
  const nodeValue = pieces(reader.floats('thoughts.intervened.nodeValue', [sum([...nodes])]));
  return Array.from(steps, (step, row) => ({
    step,
    problem: problem[row] ?? 0,
    intervention: interventions[kind[row] ?? 0] ?? { kind: 'skip', thought: 1 },
    thoughts: thoughts[row] ?? 0,
    nodeValue: nodeValue(nodes[row] ?? 0),
    written: texts[written[row] ?? 0] ?? '',
  }));
}

/** Hands out a column from its start, piece by piece. */
function pieces<T extends Float32Array | Int32Array | Uint8Array>(column: T): (length: number) => T {
  let at = 0;
  return (length) => column.slice(at, (at += length)) as T;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const bytes = (name: string, axes: string, rows: readonly Uint8Array[]): NamedColumn => {
  const data = Uint8Array.from(rows.flatMap((row) => [...row]));
  return { name: `thoughts.${name}`, dtype: 'U8', data, shape: [data.length], axes };
};

const integers = (name: string, axes: string, rows: readonly Int32Array[]): NamedColumn => {
  const data = Int32Array.from(rows.flatMap((row) => [...row]));
  return { name: `thoughts.${name}`, dtype: 'I32', data, shape: [data.length], axes };
};

const floats = (name: string, axes: string, rows: readonly Float32Array[]): NamedColumn => {
  const data = Float32Array.from(rows.flatMap((row) => [...row]));
  return { name: `thoughts.${name}`, dtype: 'F32', data, shape: [data.length], axes };
};
