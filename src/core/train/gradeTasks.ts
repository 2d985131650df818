/**
 * @file Marks held-out tasks by one forward pass over question and answer. What is asked has one right answer that follows
 * from the question, so "every argmax of the answer is right" is greedy exact match. Multiple choice goes by likelihood.
 */

import type { Task } from '../text/world/tasks';
import { assert } from '../util/assert';
import { mean } from '../util/statistics';
import { scoreRows, type Scorer } from './scoring/scorer';
import type { Tokenizer } from './tokenizer';

/** A task in tokens. */
export interface TaskRows {
  readonly family: string;
  /** [answer] question and answer: the right one alone, or each of a choice in the order of the question. */
  readonly rows: readonly AnswerRow[];
  /** Index of the right answer in `rows`. */
  readonly correct: number;
}

interface AnswerRow {
  readonly ids: Int32Array;
  /** Tokens [answerFrom, ids.length) are the answer. */
  readonly answerFrom: number;
}

export interface GradedTask {
  readonly isRight: boolean;
  /** Mean over the right answer's tokens. */
  readonly lossNats: number;
}

export function taskRows({ family, question, answer, choices, correct = 0 }: Task, bpe: Tokenizer['bpe']): TaskRows {
  const asked = bpe.encode(question).ids;
  const rows = (choices ?? [answer]).map((bytes) => {
    const answered = bpe.encode(bytes).ids;
    const ids = new Int32Array(asked.length + answered.length);
    ids.set(asked);
    ids.set(answered, asked.length);
    return { ids, answerFrom: asked.length };
  });
  return { family, rows, correct };
}

/** Answers in one forward pass. */
const ROWS = 8;
const WIDTH_STEP = 16;

export async function gradeTasks(
  tasks: readonly TaskRows[],
  endOfText: number,
  scorer: Scorer,
): Promise<readonly GradedTask[]> {
  const scored = await scoreAnswers(
    tasks.flatMap(({ rows }) => rows),
    endOfText,
    scorer,
  );
  let from = 0;
  return tasks.map(({ rows, correct }) => {
    const answers = scored.slice(from, (from += rows.length));
    const right = answers[correct];
    assert(right, 'a task without its right answer');
    const isLikeliest = answers.every(({ sumNats }, i) => i === correct || sumNats > right.sumNats);
    return { isRight: answers.length > 1 ? isLikeliest : right.isGreedy, lossNats: right.meanNats };
  });
}

interface ScoredAnswer {
  /** Whether greedy decoding would write it. */
  readonly isGreedy: boolean;
  /** Minus the log-likelihood of the whole answer. */
  readonly sumNats: number;
  /** A token. */
  readonly meanNats: number;
}

async function scoreAnswers(
  answers: readonly AnswerRow[],
  endOfText: number,
  scorer: Scorer,
): Promise<readonly ScoredAnswer[]> {
  // As wide as the longest, in steps of a few widths only: a shape is compiled once.
  const longest = Math.max(...answers.map(({ ids }) => ids.length));
  const width = Math.min(scorer.config.seq, WIDTH_STEP * Math.ceil(longest / WIDTH_STEP));
  const scored: ScoredAnswer[] = [];
  for (let begin = 0; begin < answers.length; begin += ROWS) {
    const some = answers.slice(begin, begin + ROWS);
    const inputs = new Int32Array(ROWS * width).fill(endOfText);
    const targets = new Int32Array(ROWS * width).fill(endOfText);
    some.forEach(({ ids }, row) => {
      targets.set(ids, row * width);
      inputs.set(ids.subarray(0, -1), row * width + 1);
    });
    const { lossNats, likeliestIds } = await scoreRows(scorer, { inputs, targets, width }, { likeliest: true });
    some.forEach(({ ids, answerFrom }, row) => {
      const places = Array.from({ length: ids.length - answerFrom }, (_, i) => row * width + answerFrom + i);
      const losses = places.map((at) => lossNats[at] ?? NaN);
      scored.push({
        isGreedy: places.every((at) => likeliestIds?.[at] === targets[at]),
        sumNats: losses.reduce((sum, loss) => sum + loss, 0),
        meanNats: mean(losses),
      });
    });
  }
  return scored;
}
