/** @file The same sequence cut into what its parts are for, as the strip and the picture of the curriculum draw it. [Coconut Fig 2] */

import type { SequenceShape } from './curriculum';
import type { EncodedProblem } from './sequence';
import type { SpecialIds } from './vocabulary';

export interface SequenceSegment {
  readonly kind: 'question' | 'bot' | 'thought' | 'pause' | 'eot' | 'step' | 'answer' | 'eos';
  readonly ids: readonly number[];
  /** For steps: which one of the chain, from 0. */
  readonly step?: number;
  /** Whether the loss is on its tokens. */
  readonly learned: boolean;
}

/** One segment for each slot and each step that is left; their ids in a row are the whole sequence. */
export function sequenceSegments(
  encoded: EncodedProblem,
  shape: SequenceShape,
  special: SpecialIds,
): SequenceSegment[] {
  const given = (kind: SequenceSegment['kind'], ids: readonly number[]): SequenceSegment => ({
    kind,
    ids,
    learned: false,
  });
  const slot = given(shape.fill, [special[shape.fill]]);
  return [
    given('question', encoded.question),
    ...(shape.markers ? [given('bot', [special.bot])] : []),
    ...Array<SequenceSegment>(shape.slots).fill(slot),
    ...(shape.markers ? [given('eot', [special.eot])] : []),
    ...stepsLeft(encoded, shape),
    { kind: 'answer', ids: encoded.answer, learned: true },
    { kind: 'eos', ids: [special.eos], learned: true },
  ];
}

/** iCoT eats into the first step that is left, and on into the next ones. */
function stepsLeft(encoded: EncodedProblem, shape: SequenceShape): SequenceSegment[] {
  let eaten = shape.droppedTokens;
  return encoded.steps.flatMap((tokens, step): SequenceSegment[] => {
    if (step < shape.droppedSteps) return [];
    const ids = tokens.slice(eaten);
    eaten = Math.max(0, eaten - tokens.length);
    return ids.length > 0 ? [{ kind: 'step', ids, step, learned: true }] : [];
  });
}
