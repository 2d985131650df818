/**
 * @file The door for problems: the official JSON form in and out. Each refusal is one sentence with the item and the field.
 *
 * All sets have `question`, `answer`, `steps`; ProsQA adds `idx_to_symbol`, `edges`, `root`, `target`, `neg_target`.
 * [facebookresearch/coconut, data/] Graph fields that are absent are read from the words. Other fields are let through.
 */

import { InputError } from '../../util/assert';
import type { Problem, Task } from './problem';
import { problemItems } from './problemForms';
import { PROBLEM_LIMITS, ProblemRefusal, readFields, type ItemFields } from './problemFields';
import { readProntoqa } from './prontoqaJson';
import { problemText } from './problemText';
import { readProsqa } from './prosqaJson';

/** A whole file: a JSON list of items, of one task or of several. Throws at the first item that is refused. */
export function parseProblems(json: string): Problem[] {
  return parseItems(json).map((item, index) => parseProblem(item, index));
}

export interface ProblemFile {
  readonly problems: readonly Problem[];
  /** [problem] where each stood in the file. */
  readonly index: readonly number[];
  /** One sentence for each item that could not be read. */
  readonly refusals: readonly string[];
}

/** A whole file, item by item: what can be read is read, and of the rest each item says why not. */
export function readProblemFile(json: string): ProblemFile {
  const problems: Problem[] = [];
  const indices: number[] = [];
  const refusals: string[] = [];
  for (const [index, item] of parseItems(json).entries())
    try {
      problems.push(parseProblem(item, index));
      indices.push(index);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusals.push(error.message);
    }
  return { problems, index: indices, refusals };
}

/** The items of a file of any form that `problemItems` knows, each still to be read by `parseProblem`. */
export function parseItems(json: string): unknown[] {
  const items = problemItems(json);
  if (items.length === 0) throw new InputError('The file holds no problems.');
  if (items.length > PROBLEM_LIMITS.items)
    throw new InputError(`The file holds ${items.length} problems; at most ${PROBLEM_LIMITS.items} can be read.`);
  return items;
}

/** One item, already parsed from JSON. */
export function parseProblem(item: unknown, index: number): Problem {
  const fields = readFields(item, index);
  return READERS[taskOf(fields)](fields);
}

const READERS: Record<Task, (fields: ItemFields) => Problem> = {
  prosqa: readProsqa,
  prontoqa: readProntoqa,
  arithmetic: readArithmetic,
};

/** The words tell the task; the forks' extra fields do not. */
function taskOf({ question, steps, has }: ItemFields): Task {
  if (question.includes('True or false:')) return 'prontoqa';
  if (has('edges') || /\bIs \S+ an? \S+ or \S+\?\s*$/.test(question)) return 'prosqa';
  return steps.some((step) => step.includes('<<')) || /\d/.test(question) ? 'arithmetic' : 'prosqa';
}

/** Some official items hold a step without words: it says nothing, and is left out. */
function readArithmetic({ question, steps, answer, refuse }: ItemFields): Problem {
  const number = answer.replaceAll(',', '').trim();
  if (!/^-?\d*\.?\d+$/.test(number)) refuse('answer', `"${answer}" is not a number`);
  const written = steps.map((step) => step.trim()).filter((step) => step !== '');
  for (const step of written)
    if (!/^<<[^<>=]*=[^<>=]*>>$/.test(step)) refuse('steps', `"${step}" is not of the form "<<48/2=24>>"`);
  return { task: 'arithmetic', question, steps: written, answer: number };
}

/** What is wrong with a problem that someone is writing; undefined where it can be asked. */
export function problemFault(problem: Problem): ProblemRefusal | undefined {
  try {
    parseProblem(problemToJson(problem), 0);
    return undefined;
  } catch (error) {
    if (error instanceof ProblemRefusal) return error;
    throw error;
  }
}

/** The official form of one problem, as plain JSON. */
export function problemToJson(problem: Problem): Record<string, unknown> {
  const text = problemText(problem);
  if (problem.task !== 'prosqa') return { ...text };
  // The official files list edges by child.
  const edges = [...problem.edges].sort(([, a], [, b]) => a - b);
  return {
    ...text,
    idx_to_symbol: problem.symbols,
    edges,
    root: problem.root,
    target: problem.target,
    neg_target: problem.negTarget,
  };
}
