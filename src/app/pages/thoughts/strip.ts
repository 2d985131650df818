/** @file The sequence of a problem, as the strip draws it. */

import { METHODS } from '../../../core/coconut/methods';
import type { Problem } from '../../../core/coconut/problem';
import { problemText } from '../../../core/coconut/problemText';
import type { ThoughtMethod } from '../../../core/trace/config';
import type { StripData, WrittenWord } from '../../../views/thoughtStrip/strip';
import type { ProbedProblem, ProbedThoughts } from './probed';

export function stripOf(
  problem: Problem,
  probed: ProbedProblem | undefined,
  method: ThoughtMethod | undefined,
): StripData {
  const { markers, slots } = METHODS[method ?? 'coconut'];
  const byThoughts = probed?.byThoughts ?? [];
  return {
    questionWords: problemText(problem).question.split(/\s+/).length,
    hasMarks: markers || slots !== 'none',
    slots: slots === 'pause' ? 'pause' : 'thought',
    most: Math.max(0, byThoughts.length - 1),
    written: byThoughts.map(writtenWords),
  };
}

/** Words in a row; from the first wrong step on they are marked, and the answer by whether it is right. */
export function writtenWords({ written, grade }: ProbedThoughts): WrittenWord[] {
  const sentences = written.trim().split(/(?<=\.)\s+/);
  return sentences.flatMap((sentence, i) => {
    const isStep = sentence.endsWith('.') && !sentence.startsWith('###');
    const tone = isStep
      ? i === grade.firstWrongStep
        ? 'wrong'
        : 'step'
      : grade.answerRight
        ? 'rightAnswer'
        : 'wrongAnswer';
    return sentence
      .split(/\s+/)
      .filter((text) => text !== '')
      .map((text): WrittenWord => ({ text, tone }));
  });
}
