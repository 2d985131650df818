/** @file The sequence of a problem, as the strip draws it. */

import { METHODS } from '../../../../core/coconut/curriculum/methods';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { problemText } from '../../../../core/coconut/problems/problemText';
import { mean } from '../../../../core/util/statistics';
import type { ThoughtMethod } from '../../../../core/trace/config/config';
import type { StripData } from '../../../../views/thoughtStrip/strip';
import type { ProbedProblem } from '../ask/probed';

export function stripOf(problem: Problem, probed: ProbedProblem | undefined, method: ThoughtMethod): StripData {
  const { markers, slots } = METHODS[method];
  const byThoughts = probed?.byThoughts ?? [];
  const nameNorms = Array.from(probed?.read?.nameNorm ?? []);
  return {
    questionWords: problemText(problem).question.split(/\s+/).length,
    hasMarks: markers || slots !== 'none',
    slots: slots === 'pause' ? 'pause' : 'thought',
    most: Math.max(0, byThoughts.length - 1),
    norms: probed?.read?.norm,
    nameNorm: nameNorms.length > 0 ? mean(nameNorms) : undefined,
    written: byThoughts.map(({ words }) => words),
  };
}
