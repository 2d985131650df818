/** @file What the thoughts of a problem are: their lengths, the words in them, what they are near, where the model looked. */

import { vectorNorm } from '../../coconut/probes/interventions';
import { METHODS } from '../../coconut/curriculum/methods';
import type { Problem } from '../../coconut/problems/problem';
import { sentenceSpans } from '../../coconut/problems/sentenceSpans';
import { nameWord, searchQuestionOf } from '../../coconut/tasks/taskTree';
import type { Reading } from '../../nn/thoughts/readThoughts';
import type { RunEvent } from '../../trace/events';
import type { Thinker } from './ask';

/** Words told of each thought. */
const HEARD = 5;

export type ReadFacts = Omit<Extract<RunEvent, { kind: 'thoughtsRead' }>, 'kind' | 'step' | 'problem'>;

/**
 * @param reading of these problems, with attention
 * @param theta [P] in whose front the embeddings stand
 * @param thoughts that are told of; a method that does not feed its states back has none
 * @returns [problem]
 */
export async function readThoughtFacts(
  thinker: Thinker,
  theta: Float32Array,
  reading: Reading,
  problems: readonly Problem[],
  thoughts: number,
): Promise<ReadFacts[]> {
  const count = METHODS[thinker.method].slots === 'feedback' ? thoughts : 0;
  const { embed } = thinker.config;
  const states = (await reading.thoughts()).slice(0, count);
  const heard = (await reading.words(HEARD)).slice(0, count);
  const looked = (await reading.attention()).slice(0, count);
  return problems.map((problem, row) => {
    const vectors = states.map((state) => state.subarray(row * embed, (row + 1) * embed));
    const names = nameEmbeddings(thinker, theta, problem);
    const words = heard.map(({ ids, probability }) => ({
      ids: ids.slice(row * HEARD, (row + 1) * HEARD),
      probability: probability.slice(row * HEARD, (row + 1) * HEARD),
    }));
    return {
      norm: Float32Array.from(vectors, vectorNorm),
      wordIds: Int32Array.from(words.flatMap(({ ids }) => ids)),
      wordProbability: Float32Array.from(words.flatMap(({ probability }) => probability)),
      nodeProduct: Float32Array.from(vectors.flatMap((vector) => names.map((name) => innerProduct(vector, name)))),
      nameNorm: Float32Array.from(names, vectorNorm),
      edgeAttention: Float32Array.from(
        looked.flatMap((rows) =>
          edgeAttention(thinker, problem, rowOf(rows, problems.length, row), reading.starts[row] ?? 0),
        ),
      ),
    };
  });
}

/** [node] a name of several tokens counts by its first */
function nameEmbeddings({ config, format }: Thinker, theta: Float32Array, problem: Problem): Float32Array[] {
  return searchQuestionOf(problem).symbols.map((symbol) => {
    const id = format.codec.encode(nameWord(problem.task, symbol))[0] ?? 0;
    return theta.subarray(id * config.embed, (id + 1) * config.embed);
  });
}

/** [edge] */
function edgeAttention({ format }: Thinker, problem: Problem, looked: Float32Array, start: number): number[] {
  return sentenceSpans(problem, format).map(({ first, end }) =>
    looked.subarray(start + first, start + end).reduce((sum, share) => sum + share, 0),
  );
}

/** [batch * length] -> [length] */
function rowOf(rows: Float32Array, batch: number, row: number): Float32Array {
  const length = rows.length / batch;
  return rows.subarray(row * length, (row + 1) * length);
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
