/** @file The thoughts' part of a trace file. Rows of one evaluation stand one after the other in a few long columns. */

import type * as v from 'valibot';
import type { NamedColumn } from './namedColumn';
import { list, table, text, whole } from './parseConfig';
import type { GradedColumns, ProbedColumns, ThoughtColumns } from './trace';
import type { TraceReader } from './traceReader';

const COUNT = whole(0, 2 ** 31 - 1);
const ROWS = 1_000_000;

/** What is no column: where each evaluation belongs, how many rows it has, and the words. */
export const thoughtsOutline = table({
  pinned: text(10_000_000),
  graded: list(table({ step: COUNT, thoughts: COUNT, problems: COUNT }), ROWS),
  probed: list(table({ step: COUNT, problem: COUNT, thoughts: COUNT, nodes: COUNT, written: text(100_000) }), ROWS),
});

type ThoughtsOutline = v.InferOutput<typeof thoughtsOutline>;

export function outlineOfThoughts({ pinnedJson, graded, probed }: ThoughtColumns): ThoughtsOutline {
  return {
    pinned: pinnedJson,
    graded: graded.map(({ step, thoughts, answerRight }) => ({ step, thoughts, problems: answerRight.length })),
    probed: probed.map(({ step, problem, thoughts, nodeValue, written }) => ({
      step,
      problem,
      thoughts,
      nodes: nodeValue.length,
      written,
    })),
  };
}

export function thoughtColumns({ graded, probed }: ThoughtColumns): NamedColumn[] {
  const answerRight = Uint8Array.from(graded.flatMap((row) => [...row.answerRight]));
  const pathClass = Uint8Array.from(graded.flatMap((row) => [...row.pathClass]));
  const generatedTokens = Int32Array.from(graded.flatMap((row) => [...row.generatedTokens]));
  const nodeValue = Float32Array.from(probed.flatMap((row) => [...row.nodeValue]));
  const problems = { shape: [answerRight.length], axes: '[evaluation * problem]' };
  return [
    { name: 'thoughts.answerRight', dtype: 'U8', data: answerRight, ...problems },
    { name: 'thoughts.pathClass', dtype: 'U8', data: pathClass, ...problems },
    { name: 'thoughts.generatedTokens', dtype: 'I32', data: generatedTokens, ...problems },
    {
      name: 'thoughts.nodeValue',
      dtype: 'F32',
      data: nodeValue,
      shape: [nodeValue.length],
      axes: '[probe * node]',
    },
  ];
}

export function readThoughts(outline: ThoughtsOutline, reader: TraceReader): ThoughtColumns {
  const problems = outline.graded.reduce((sum, row) => sum + row.problems, 0);
  const nodes = outline.probed.reduce((sum, row) => sum + row.nodes, 0);
  const answerRight = reader.bytes('thoughts.answerRight', { shape: [problems], below: 2 });
  const pathClass = reader.bytes('thoughts.pathClass', { shape: [problems] });
  const generatedTokens = reader.integers('thoughts.generatedTokens', { shape: [problems] });
  const nodeValue = reader.floats('thoughts.nodeValue', [nodes]);
  let problem = 0;
  let node = 0;
  return {
    pinnedJson: outline.pinned,
    graded: outline.graded.map(({ step, thoughts, problems: count }): GradedColumns => {
      const from = problem;
      problem += count;
      return {
        step,
        thoughts,
        answerRight: answerRight.slice(from, problem),
        pathClass: pathClass.slice(from, problem),
        generatedTokens: generatedTokens.slice(from, problem),
      };
    }),
    probed: outline.probed.map(({ nodes: count, ...row }): ProbedColumns => {
      const from = node;
      node += count;
      return { ...row, nodeValue: nodeValue.slice(from, node) };
    }),
  };
}
