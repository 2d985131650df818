/** @file A document of the clean set: three to five questions with their right answers, one a line. */

import type { Rng } from '../../util/rng';
import { drawExercise, type ExerciseWorld } from './exercises';
import type { LabelledText } from './labelledText';

/** Stands before each question of a clean document, and before each question of a test. */
export const QUESTION_MARK = 'Question: ';

/** Adds one document and ends it with an empty line. */
export function addCleanDocument(out: LabelledText, rng: Rng, world: ExerciseWorld): void {
  const questions = 3 + rng.integer(3);
  for (let i = 0; i < questions; i++) {
    const { question, questionLabel, lead, answer } = drawExercise(rng, world, false);
    out
      .add(QUESTION_MARK + question + lead, questionLabel)
      .addSpans(answer)
      .add('\n', questionLabel);
  }
  out.add('\n', 'problem');
}
