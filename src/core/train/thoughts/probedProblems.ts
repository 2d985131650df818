/** @file The problems of a probe: as the reader has them, and in the names that the model knows. */

import { heldOutProblems } from '../../coconut/tasks/generatedTasks';
import { withKnownNames } from '../../coconut/problems/names';
import type { Problem } from '../../coconut/problems/problem';
import { type ProblemFile, problemToJson, readProblemFile } from '../../coconut/problems/problemJson';
import { unaskedSentence } from '../../coconut/problems/refusals';
import type { ProbedProblems } from '../../trace/config/config';
import type { RunEvent } from '../../trace/events';
import { InputError } from '../../util/assert';
import { decodeUtf8 } from '../../util/utf8';
import type { ThoughtsCard } from './card';

export interface AskedProblem {
  /** Where it stands among the pinned problems. */
  readonly index: number;
  readonly problem: Problem;
}

export interface ProblemsToProbe {
  readonly pinned: Extract<RunEvent, { kind: 'pinned' }>;
  readonly asked: readonly AskedProblem[];
}

/** Refuses a file that is not there, and one that is no list of problems. */
export function problemsToProbe(
  source: ProbedProblems,
  card: ThoughtsCard,
  texts: Readonly<Record<string, Uint8Array>>,
): ProblemsToProbe {
  const { problems, index, refusals } = problemsOf(source, card, texts);
  const asked: AskedProblem[] = [];
  const unasked: string[] = [];
  for (const [at, problem] of problems.entries())
    try {
      asked.push({ index: at, problem: inKnownNames(problem, card) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unasked.push(unaskedSentence(index[at] ?? at, error.message));
    }
  const known = problems.map((problem, at) => asked.find((each) => each.index === at)?.problem ?? problem);
  const all = [...refusals, ...unasked];
  return {
    pinned: {
      kind: 'pinned',
      json: JSON.stringify(problems.map(problemToJson)),
      ...(known.some((problem, at) => problem !== problems[at])
        ? { askedJson: JSON.stringify(known.map(problemToJson)) }
        : {}),
      ...(all.length > 0 ? { refusals: all } : {}),
    },
    asked,
  };
}

function problemsOf(
  source: ProbedProblems,
  { people, concepts, properties }: ThoughtsCard,
  texts: Readonly<Record<string, Uint8Array>>,
): ProblemFile {
  if (source.kind === 'generated') {
    const problems = heldOutProblems(source, { people, concepts, properties }, source.count);
    return { problems, index: [...problems.keys()], refusals: [] };
  }
  const bytes = texts[source.name];
  if (!bytes) throw new InputError(`The file "${source.name}" is not here: choose it again.`);
  const { problems, index, refusals } = readProblemFile(decodeUtf8(bytes));
  return { problems: problems.slice(0, source.limit), index: index.slice(0, source.limit), refusals };
}

/**
 * A model with one token a name knows few, and names mean nothing in these problems; one that spells knows all. The words of
 * a word problem mean something: it is asked as it stands.
 */
function inKnownNames(problem: Problem, { style, ...pools }: ThoughtsCard): Problem {
  if (problem.task === 'arithmetic' || style === 'official') return problem;
  return withKnownNames(problem, pools);
}
