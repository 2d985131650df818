/** @file One ProntoQA item at the door: its ontology is read from the words, and its proof is found, not believed. */

import { PROBLEM_LIMITS, type ItemFields } from './problemFields';
import type { ProntoqaProblem } from './problem';
import { claimHolds, findProof, parseProntoqaQuestion } from './prontoqaText';

export function readProntoqa({ question, answer, refuse, within }: ItemFields): ProntoqaProblem {
  const { facts, claim } = within('question', () => parseProntoqaQuestion(question));
  if (facts.length > PROBLEM_LIMITS.edges)
    refuse('question', `it has ${facts.length} sentences; at most ${PROBLEM_LIMITS.edges} are taken`);
  if (answer !== 'True' && answer !== 'False') refuse('answer', `it should be "True" or "False", and is "${answer}"`);
  if (!facts.some((fact) => fact.subject === claim.subject))
    refuse('question', `"${claim.subject}" is unknown: no sentence says what it is`);
  const proof =
    findProof(facts, claim) ??
    refuse(
      'question',
      `"${claim.predicate.name}" is out of reach: no chain of sentences leads to it from "${claim.subject}"`,
    );
  const holds = claimHolds(facts, claim, proof);
  if (holds !== (answer === 'True'))
    refuse('answer', `it is "${answer}", and the sentences say ${holds ? '"True"' : '"False"'}`);
  return { task: 'prontoqa', facts, claim, proof, answer: holds };
}
