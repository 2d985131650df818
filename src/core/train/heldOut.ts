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
 * Mean loss on clean text and on the answers; the share of tasks whose every answer token is the likeliest one, which is
 * what greedy decoding would write; and that share by family.
 */
export async function measure(heldOut: HeldOut, scorer: Scorer): Promise<Figure[]> {
  const cleanLosses: number[] = [];
  for await (const { lossNats } of scoreTokens(scorer, heldOut.clean, heldOut.endOfText, {}))
    cleanLosses.push(...lossNats);
  const graded = await gradeTasks(heldOut, scorer);
  const share = (tasks: readonly Graded[]) => mean(tasks.map(({ isRight }) => (isRight ? 1 : 0)));
  const families = [...new Set(graded.map(({ family }) => family))];
  return [
    { figure: 'cleanLossNats', value: mean(cleanLosses), count: cleanLosses.length },
    ...(graded.length === 0
      ? []
      : [
          { figure: 'answerLossNats', value: mean(graded.map((task) => task.lossNats)), count: graded.length },
          { figure: 'accuracy', value: mean(families.map((of) => share(ofFamily(graded, of)))), count: graded.length },
        ]),
    ...families.map((family) => {
      const tasks = ofFamily(graded, family);
      return { figure: `accuracy.${family}`, value: share(tasks), count: tasks.length };
    }),
  ];
}

interface Graded {
  readonly family: string;
  readonly isRight: boolean;
  /** Mean over the answer's tokens. */
  readonly lossNats: number;
}

const ofFamily = (graded: readonly Graded[], family: string) => graded.filter((task) => task.family === family);

async function gradeTasks({ tasks, endOfText }: HeldOut, scorer: Scorer): Promise<Graded[]> {
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
    some.forEach(({ family, ids, answerFrom }, row) => {
      const answer = Array.from(ids.subarray(answerFrom), (id, i) => ({ id, at: row * seq + answerFrom + i }));
      graded.push({
        family,
        isRight: answer.every(({ id, at }) => likeliestIds?.[at] === id),
        lossNats: mean(answer.map(({ at }) => lossNats[at] ?? NaN)),
      });
    });
  }
  return graded;
}
