/** @file What a model can do: figures on clean text and on tasks that were kept out of every generated corpus. */

import type { TrainConfig } from '../trace/config';
import { generateCorpus } from '../text/corpus';
import { makeTasks, type Task } from '../text/world/tasks';
import { mean } from '../util/statistics';
import { scoreRows, type Scorer } from './scorer';
import { scoreTokens } from './scoreTokens';
import type { Tokenizer } from './tokenizer';

/** The held-out set in tokens. */
export interface HeldOut {
  readonly endOfText: number;
  /** [token] of clean documents. */
  readonly clean: Int32Array;
  readonly tasks: readonly TaskRow[];
}

/** One task as one row: question and answer, the answer judged. */
interface TaskRow {
  readonly family: string;
  readonly ids: Int32Array;
  /** Tokens [answerFrom, ids.length) are the answer. */
  readonly answerFrom: number;
}

export interface Figure {
  readonly figure: string;
  readonly value: number;
  /** Tokens or tasks that it is taken over. */
  readonly count: number;
}

/** The same tasks in every run: figures of two runs can be compared. */
const TASK_SEED = 11;
const TASKS_PER_FAMILY = 48;
const CLEAN_BYTES = 8000;
/** Tasks in one forward pass. */
const ROWS = 8;

/** Nothing where the corpus is a person's own: there is no world to ask about. */
export function prepareHeldOut({ corpus, model }: TrainConfig, { bpe, endOfText }: Tokenizer): HeldOut | undefined {
  if (corpus.kind === 'text') return undefined;
  const clean = generateCorpus({ recipe: 'clean', seed: TASK_SEED, minBytes: CLEAN_BYTES, split: 'watch' });
  const tasks = makeTasks(TASK_SEED, TASKS_PER_FAMILY)
    .map((task) => taskRow(task, bpe))
    .filter(({ ids }) => ids.length <= model.seq);
  return { endOfText, clean: bpe.encode(clean.bytes).ids, tasks };
}

function taskRow({ family, question, answer }: Task, bpe: Tokenizer['bpe']): TaskRow {
  const asked = bpe.encode(question).ids;
  const answered = bpe.encode(answer).ids;
  const ids = new Int32Array(asked.length + answered.length);
  ids.set(asked);
  ids.set(answered, asked.length);
  return { family, ids, answerFrom: asked.length };
}

/**
 * Mean loss on clean text; for each family the share of tasks whose every answer token is the likeliest one, which is what
 * greedy decoding would write; then the mean of these shares, and the mean loss on the answers. One figure at a time, so
 * that a command need not wait for all.
 */
export async function* measure(heldOut: HeldOut, scorer: Scorer): AsyncGenerator<Figure, void, undefined> {
  const cleanLosses: number[] = [];
  for await (const { lossNats } of scoreTokens(scorer, heldOut.clean, heldOut.endOfText, {}))
    cleanLosses.push(...lossNats);
  yield { figure: 'cleanLossNats', value: mean(cleanLosses), count: cleanLosses.length };
  const shares: number[] = [];
  const answerLosses: number[] = [];
  for (const family of new Set(heldOut.tasks.map((task) => task.family))) {
    const tasks = heldOut.tasks.filter((task) => task.family === family);
    const graded = await gradeTasks(tasks, heldOut.endOfText, scorer);
    const share = mean(graded.map(({ isRight }) => (isRight ? 1 : 0)));
    shares.push(share);
    answerLosses.push(...graded.map(({ lossNats }) => lossNats));
    yield { figure: `accuracy.${family}`, value: share, count: tasks.length };
  }
  if (shares.length === 0) return;
  yield { figure: 'answerLossNats', value: mean(answerLosses), count: answerLosses.length };
  yield { figure: 'accuracy', value: mean(shares), count: answerLosses.length };
}

interface Graded {
  readonly isRight: boolean;
  /** Mean over the answer's tokens. */
  readonly lossNats: number;
}

async function gradeTasks(tasks: readonly TaskRow[], endOfText: number, scorer: Scorer): Promise<Graded[]> {
  const { seq } = scorer.config;
  const graded: Graded[] = [];
  for (let begin = 0; begin < tasks.length; begin += ROWS) {
    const some = tasks.slice(begin, begin + ROWS);
    const inputs = new Int32Array(ROWS * seq).fill(endOfText);
    const targets = new Int32Array(ROWS * seq).fill(endOfText);
    some.forEach(({ ids }, row) => {
      targets.set(ids, row * seq);
      inputs.set(ids.subarray(0, -1), row * seq + 1);
    });
    const { lossNats, likeliestIds } = await scoreRows(scorer, { inputs, targets }, { likeliest: true });
    some.forEach(({ ids, answerFrom }, row) => {
      const answer = Array.from(ids.subarray(answerFrom), (id, i) => ({ id, at: row * seq + answerFrom + i }));
      graded.push({
        isRight: answer.every(({ id, at }) => likeliestIds?.[at] === id),
        lossNats: mean(answer.map(({ at }) => lossNats[at] ?? NaN)),
      });
    });
  }
  return graded;
}
