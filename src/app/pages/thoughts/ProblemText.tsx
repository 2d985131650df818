/** @file The question in its own words. */

import type { Problem } from '../../../core/coconut/problem';
import { problemText } from '../../../core/coconut/problemText';

export function ProblemText({ problem }: { readonly problem: Problem }) {
  const { question } = problemText(problem);
  return <p className="problem-text">{question}</p>;
}
