/**
 * @file ProsQA in words, both ways. [Coconut App. A.2; the form was checked on 800 official problems]
 *
 * `Every lempus is a grimpus. Alex is a lempus. Is Alex a gorpus or bompus?` Nodes without parents are the named ones
 * and stand without "Every"; the article is always "a".
 */

import { InputError } from '../../util/assert';
import { parentsOf, type Digraph, type Edge } from './graph';
import type { ProsqaProblem } from './problem';

/** What the words of a question say; names are numbered in the order in which they appear. */
export interface ParsedProsqaQuestion {
  readonly symbols: readonly string[];
  readonly edges: readonly Edge[];
  readonly root: number;
  /** In the order of the question. */
  readonly candidates: readonly [number, number];
}

const SENTENCE = /^(Every )?([^\s.?]+) is an? ([^\s.?]+)$/;
const QUERY = /^Is ([^\s.?]+) an? ([^\s.?]+) or (?:an? )?([^\s.?]+)\?$/;

/** @returns [node] whether the node stands with a name of its own: it has no parent. */
export function namedNodes(graph: Digraph): boolean[] {
  return parentsOf(graph).map((parents) => parents.length === 0);
}

export function symbolOf(problem: ProsqaProblem, node: number): string {
  return problem.symbols[node] ?? `node ${node}`;
}

function sentence(problem: ProsqaProblem, [parent, child]: Edge, named: readonly boolean[]): string {
  return `${named[parent] ? '' : 'Every '}${symbolOf(problem, parent)} is a ${symbolOf(problem, child)}.`;
}

/** The sentences of all edges in the problem's order, then the question itself. */
export function prosqaQuestion(problem: ProsqaProblem): string {
  const named = namedNodes(problem);
  const [first, second] = candidatesInOrder(problem).map((node) => symbolOf(problem, node));
  const facts = problem.edges.map((edge) => sentence(problem, edge, named));
  return [...facts, `Is ${symbolOf(problem, problem.root)} a ${first} or ${second}?`].join(' ');
}

export function candidatesInOrder(problem: ProsqaProblem): [number, number] {
  return problem.targetFirst ? [problem.target, problem.negTarget] : [problem.negTarget, problem.target];
}

/** [step] sentences along the path. */
export function prosqaSteps(problem: ProsqaProblem): string[] {
  const named = namedNodes(problem);
  return pathEdges(problem.path).map((edge) => sentence(problem, edge, named));
}

export function prosqaAnswer(problem: ProsqaProblem): string {
  return `${symbolOf(problem, problem.root)} is a ${symbolOf(problem, problem.target)}.`;
}

/** [path - 1] the edges between neighbours of a path. */
export function pathEdges(path: readonly number[]): Edge[] {
  return path.slice(1).map((child, i): Edge => [path[i] ?? child, child]);
}

/** Reads the words of a question back into a graph. Throws InputError with the sentence that does not fit. */
export function parseProsqaQuestion(text: string): ParsedProsqaQuestion {
  const { facts, query } = splitQuestion(text);
  const symbols = new Map<string, number>();
  const node = (symbol: string): number => {
    const known = symbols.get(symbol) ?? symbols.size;
    symbols.set(symbol, known);
    return known;
  };
  const edges = facts.map((fact): Edge => {
    const { subject, object } = parseProsqaSentence(fact);
    return [node(subject), node(object)];
  });
  const [, root = '', first = '', second = ''] = query;
  for (const symbol of [root, first, second])
    if (!symbols.has(symbol)) throw new InputError(`the question asks about "${symbol}", which no sentence names`);
  return { symbols: [...symbols.keys()], edges, root: node(root), candidates: [node(first), node(second)] };
}

function splitQuestion(text: string): { facts: string[]; query: RegExpExecArray } {
  const at = text.lastIndexOf('Is ');
  const query = QUERY.exec(text.slice(Math.max(at, 0)).trim());
  if (at < 0 || !query)
    throw new InputError('the text does not end in a question such as "Is Alex a gorpus or bompus?"');
  const facts = text
    .slice(0, at)
    .split('.')
    .map((fact) => fact.trim())
    .filter((fact) => fact !== '');
  return { facts, query };
}

/** `Every lempus is a grimpus.` or `Alex is a lempus.`, with or without its full stop. */
export function parseProsqaSentence(text: string): { subject: string; object: string } {
  const match = SENTENCE.exec(text.trim().replace(/\s*\.$/, ''));
  if (!match) throw new InputError(`"${text}" is not of the form "Every lempus is a grimpus."`);
  return { subject: match[2] ?? '', object: match[3] ?? '' };
}
