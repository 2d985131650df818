/**
 * @file Word problems whose solutions call a calculator, `<<5+5=10>> <<10-2=8>> The answer is 8.`: what models are tuned on
 * after their pretraining, and the tasks that they are then asked. [RHO-1 Table 2]
 */

import { rng, type Rng } from '../../util/rng';
import { encodeUtf8 } from '../../util/utf8';
import { answerIs, drawSum, firstResult, isTwoStep, lastResult, type Sum, type SumRange } from './arithmetic';
import { QUESTION_MARK } from './cleanDocument';
import { calculation, choiceExercise, tableExercise, wordProblem } from './exercises';
import type { Span } from './labels';
import type { LabelledText } from './labelledText';

export type ToolFamily = 'oneStep' | 'twoStep' | 'calculation' | 'choice' | 'table' | 'large';

/** In the order of a table's columns. The paper tunes on two of its seven tasks and asks all; so do we with two of six. */
export const TOOL_FAMILIES: readonly {
  readonly family: ToolFamily;
  readonly title: string;
  readonly isTuned: boolean;
}[] = [
  { family: 'oneStep', title: 'one-step problems', isTuned: true },
  { family: 'twoStep', title: 'two-step problems', isTuned: true },
  { family: 'calculation', title: 'bare calculations', isTuned: false },
  { family: 'choice', title: 'multiple choice', isTuned: false },
  { family: 'table', title: 'small tables', isTuned: false },
  { family: 'large', title: 'larger numbers', isTuned: false },
];

export interface ToolTask {
  readonly family: ToolFamily;
  /** UTF-8 */
  readonly question: Uint8Array;
  readonly answer: number;
}

/** ` <<5+5=10>> <<10-2=8>> The answer is 8.` */
export function toolSolution(sum: Sum): readonly Span[] {
  const call = (left: number, plus: boolean, right: number, result: number): Span => ({
    text: ` <<${left}${plus ? '+' : '-'}${right}=${result}>>`,
    label: 'answer',
  });
  const first = firstResult(sum);
  return [
    call(sum.a, sum.plusB, sum.b, first),
    ...(isTwoStep(sum) ? [call(first, sum.plusC, sum.c, lastResult(sum))] : []),
    ...answerIs(String(lastResult(sum)), false),
  ];
}

/** Adds three to five problems, never held-out ones, and ends with an empty line. */
export function addToolDocument(out: LabelledText, rng: Rng): void {
  const problems = 3 + rng.integer(3);
  for (let i = 0; i < problems; i++) {
    const sum = drawSum(rng, { twoStep: rng.uniform() < 0.5, heldOut: false, range: 'full' });
    out
      .add(QUESTION_MARK + wordProblem(rng, sum).question, 'problem')
      .addSpans(toolSolution(sum))
      .add('\n', 'problem');
  }
  out.add('\n', 'problem');
}

/** `perFamily` held-out tasks of each family. The same seed gives the same tasks. */
export function makeToolTasks(seed: number, perFamily: number): readonly ToolTask[] {
  return TOOL_FAMILIES.flatMap(({ family }) => {
    const chance = rng(seed, 'tool tasks', family);
    return Array.from({ length: perFamily }, () => toolTask(family, chance));
  });
}

function toolTask(family: ToolFamily, rng: Rng): ToolTask {
  const sum = (twoStep: boolean, range: SumRange = 'full') => drawSum(rng, { twoStep, heldOut: true, range });
  const task = (asked: Sum, { question }: { readonly question: string }) => taskOf(family, question, lastResult(asked));
  switch (family) {
    case 'oneStep':
    case 'twoStep': {
      const asked = sum(family === 'twoStep');
      return task(asked, wordProblem(rng, asked));
    }
    case 'large': {
      const asked = sum(rng.uniform() < 0.5, 'large');
      return task(asked, wordProblem(rng, asked));
    }
    case 'calculation': {
      const asked = sum(rng.uniform() < 0.5);
      return task(asked, calculation(rng, asked));
    }
    case 'choice': {
      const asked = sum(false);
      return task(asked, choiceExercise(rng, asked).exercise);
    }
    case 'table': {
      const { question, answer } = tableExercise(rng, { rows: 3, heldOut: true });
      return taskOf(family, question, Number(/\d+/.exec(answer.map(({ text }) => text).join(''))?.[0]));
    }
  }
}

function taskOf(family: ToolFamily, question: string, answer: number): ToolTask {
  return { family, question: encodeUtf8(QUESTION_MARK + question), answer };
}
