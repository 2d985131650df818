/** @file What stands between a problem and the model that is asked: names that it does not know, a graph beyond its training. */

import { namePools, namesIn, poolsWithin, withKnownNames } from '../../../../core/coconut/problems/names';
import {
  stepCount,
  type Problem,
  type ProntoqaProblem,
  type ProsqaProblem,
} from '../../../../core/coconut/problems/problem';
import { searchQuestionOf } from '../../../../core/coconut/tasks/taskTree';
import { unknownWords, vocabularyOfWords } from '../../../../core/coconut/problems/unknownWords';
import type { Trace } from '../../../../core/trace/trace';
import { InputError } from '../../../../core/util/assert';
import { pinnedProblems } from '../../../state/problems';

/** A sentence each; none for a problem like those that the model was tested with. */
export function sizeNotes(problem: Problem, trace: Trace): string[] {
  const own = pinnedProblems(trace.thoughts?.pinnedJson).filter(({ task }) => task === problem.task);
  return [...taskNote(problem, trace, own.length), ...nameNotes(problem, trace), ...largerNotes(problem, own)];
}

function taskNote(problem: Problem, trace: Trace, alike: number): string[] {
  const has = trace.thoughts?.pinnedJson ?? '[]';
  return alike > 0 || has === '[]'
    ? []
    : [`This model was trained on another task than ${problem.task}; its answers mean nothing here.`];
}

/** Names mean nothing in these problems, so that another name is another way to ask the same question. */
function nameNotes(problem: Problem, trace: Trace): string[] {
  if (problem.task === 'arithmetic') return wordNotes(problem, trace);
  const known = knownNames(trace);
  if (!known) return [];
  const names = namesIn(problem);
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return [];
  const some = `${unknown.slice(0, 3).join(', ')}${unknown.length > 3 ? ', …' : ''}`;
  const then = canBeRenamed(problem, known)
    ? ': it is asked with names that it knows, and its answers are translated back.'
    : ' and knows too few other names: the problem is drawn, but not asked.';
  return [`The model has no word for ${unknown.length} of these ${names.length} names (${some})${then}`];
}

/** The words of a word problem mean something: without them, what is asked is another question. */
function wordNotes(problem: Problem, { thoughts }: Trace): string[] {
  if (!thoughts?.asked) return [];
  const { words, style } = thoughts.asked;
  const { unknown, all } = unknownWords(problem, vocabularyOfWords(words), style);
  return unknown === 0
    ? []
    : [`The model has no word for ${unknown} of the ${all} words of this question: its answer will mean little.`];
}

function canBeRenamed(problem: ProsqaProblem | ProntoqaProblem, known: ReadonlySet<string>): boolean {
  try {
    withKnownNames(problem, poolsWithin(known));
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function knownNames({ config, thoughts }: Trace): ReadonlySet<string> | undefined {
  if (thoughts?.asked?.style === 'official') return undefined;
  if (thoughts?.asked) return new Set(thoughts.asked.words);
  if (config?.kind !== 'thoughts' || config.problems.kind !== 'generated') return undefined;
  const { people, concepts, properties } = config.problems;
  return new Set(Object.values(namePools(people, concepts, properties)).flat());
}

function largerNotes(problem: Problem, own: readonly Problem[]): string[] {
  if (own.length === 0) return [];
  const size = sizeOf(problem);
  const most = own.map(sizeOf);
  const nodes = Math.max(...most.map((each) => each.nodes));
  const steps = Math.max(...most.map((each) => each.steps));
  if (size.nodes <= nodes && size.steps <= steps) return [];
  return [
    `Larger than what the model was tested with: ${size.nodes} nodes and ${size.steps} steps here, at most ${nodes} and ${steps} there. Its values may mean little.`,
  ];
}

function sizeOf(problem: Problem) {
  return { nodes: searchQuestionOf(problem).nodes, steps: stepCount(problem) };
}
