/** @file A file of problems, read in slices: the page stays free while a long one is looked through. */

import type { Problem } from '../../../../core/coconut/problems/problem';
import { parseItems, parseProblem } from '../../../../core/coconut/problems/problemJson';
import { InputError } from '../../../../core/util/assert';
import type { Pieces } from '../../../../core/util/pieces';
import { inSlices } from '../../../../views/slices';

export interface ReadProblems {
  readonly problems: readonly Problem[];
  /** One sentence for each item that could not be read, with its number and field. */
  readonly refusals: readonly string[];
}

export const LARGEST_FILE_BYTES = 64e6;

/** Throws an `InputError` for what is no list of problems. */
export async function readProblemsInSlices(
  json: string,
  onDone: (done: number, total: number) => void,
): Promise<ReadProblems> {
  const items = parseItems(json);
  const problems: Problem[] = [];
  const refusals: string[] = [];
  await inSlices(
    reading(items, problems, refusals),
    () => false,
    () => onDone(problems.length + refusals.length, items.length),
  );
  return { problems, refusals };
}

function* reading(items: readonly unknown[], problems: Problem[], refusals: string[]): Pieces<void> {
  for (const [index, item] of items.entries()) {
    try {
      problems.push(parseProblem(item, index));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusals.push(error.message);
    }
    yield;
  }
}
