/** @file Answers as facts of a run: one event for the grades, and figures for the curves. */

import { PATH_CLASSES } from '../../coconut/probes/grade';
import type { RunEvent } from '../../trace/events';
import { mean } from '../../util/statistics';
import type { Figure } from '../scoring/figure';
import type { Answer } from './ask';

/** In the column of path classes: the task has none. */
const NO_CLASS = 255;

export function gradedEvent(step: number, thoughts: number, answers: readonly Answer[]): RunEvent {
  return {
    kind: 'graded',
    step,
    thoughts,
    answerRight: Uint8Array.from(answers, ({ grade }) => (grade.answerRight ? 1 : 0)),
    pathClass: Uint8Array.from(answers, ({ grade }) =>
      grade.pathClass ? PATH_CLASSES.indexOf(grade.pathClass) : NO_CLASS,
    ),
    generatedTokens: Int32Array.from(answers, ({ tokens }) => tokens),
  };
}

/** @param isTrained whether this is the number of thoughts that the last stage trains: then it is the run's accuracy */
export function figuresOf(answers: readonly Answer[], thoughts: number, isTrained: boolean): Figure[] {
  const count = answers.length;
  const accuracy = mean(answers.map(({ grade }) => (grade.answerRight ? 1 : 0)));
  const meanGeneratedTokens = mean(answers.map(({ tokens }) => tokens));
  return [
    { figure: `accuracy.${thoughts}`, value: accuracy, count },
    { figure: `meanGeneratedTokens.${thoughts}`, value: meanGeneratedTokens, count },
    ...(isTrained
      ? [
          { figure: 'accuracy', value: accuracy, count },
          { figure: 'meanGeneratedTokens', value: meanGeneratedTokens, count },
        ]
      : []),
  ];
}
