/** @file Many grades as one row of a table: Figure 5 for one number of thoughts, Table 1 for one method. */

import { mean, proportionInterval95 } from '../../util/statistics';
import { PATH_CLASSES, type Grade, type PathClass } from './grade';

export interface GradeSummary {
  readonly problems: number;
  /** Share of right answers, with its 95 % interval. */
  readonly accuracy: { readonly share: number; readonly low: number; readonly high: number };
  /** Share of each class among the problems that have one (ProsQA); they sum to 1. */
  readonly classes: Readonly<Record<PathClass, number>>;
  /** Thoughts are not counted: what a method saves is the writing. */
  readonly meanGeneratedTokens: number;
}

/** @param generatedTokens [problem] tokens written before `<eos>` */
export function summariseGrades(grades: readonly Grade[], generatedTokens: readonly number[]): GradeSummary {
  const classed = grades.filter((grade) => grade.pathClass !== undefined);
  const share = (name: PathClass): number =>
    classed.filter((grade) => grade.pathClass === name).length / Math.max(1, classed.length);
  const classes = {
    correctPath: 0,
    longerPath: 0,
    hallucination: 0,
    wrongTarget: 0,
    correctLabel: 0,
    incorrectLabel: 0,
  };
  for (const name of PATH_CLASSES) classes[name] = share(name);
  return {
    problems: grades.length,
    accuracy: proportionInterval95(grades.filter((grade) => grade.answerRight).length, grades.length),
    classes,
    meanGeneratedTokens: mean(generatedTokens),
  };
}
