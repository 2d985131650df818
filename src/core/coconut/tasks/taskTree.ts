/** @file What there is to search in each task: ProsQA's graph, ProntoQA's ontology, the next results of an arithmetic problem. */

import { assertNever } from '../../util/assert';
import type { Edge } from '../problems/graph';
import type { ArithmeticProblem, Predicate, Problem, ProntoqaProblem } from '../problems/problem';
import { evaluateExpression } from '../problems/expression';
import type { SearchQuestion } from '../probes/searchTree';

export interface NamedSearchQuestion extends SearchQuestion {
  /** [node] */
  readonly symbols: readonly string[];
}

export function searchQuestionOf(problem: Problem): NamedSearchQuestion {
  switch (problem.task) {
    case 'prosqa':
      return problem;
    case 'prontoqa':
      return ontologyQuestion(problem);
    case 'arithmetic':
      return resultQuestion(problem);
    default:
      return assertNever(problem);
  }
}

/** Numbers names in the order in which they come. */
class NodeNumbers {
  readonly symbols: string[] = [];
  readonly edges: Edge[] = [];

  at(symbol: string): number {
    const known = this.symbols.indexOf(symbol);
    return known >= 0 ? known : this.symbols.push(symbol) - 1;
  }

  connect(from: string, to: string): void {
    this.edges.push([this.at(from), this.at(to)]);
  }
}

/** A property and its lack are two nodes; the one that follows is the target, the other the distractor. */
export function ontologyQuestion(problem: ProntoqaProblem): NamedSearchQuestion {
  const graph = new NodeNumbers();
  const root = graph.at(problem.claim.subject);
  for (const { subject, predicate } of problem.facts) graph.connect(subject, predicateName(predicate));
  const end = problem.facts[problem.proof.at(-1) ?? -1]?.predicate ?? problem.claim.predicate;
  const target = graph.at(predicateName(end));
  const opposite = graph.symbols.indexOf(predicateName({ ...end, negated: !end.negated }));
  const { symbols, edges } = graph;
  return { symbols, edges, nodes: symbols.length, root, target, negTarget: opposite < 0 ? undefined : opposite };
}

export function predicateName({ name, negated }: Predicate): string {
  return negated ? `not ${name}` : name;
}

/**
 * How far from the root the nodes stand that the next step may be about. A step of a graph begins where thinking has
 * come to; a step of arithmetic is itself the result that is looked for.
 */
export function nextDepth(task: Problem['task'], thoughts: number): number {
  return task === 'arithmetic' ? thoughts + 1 : thoughts;
}

/** The word by which a node of a task's tree is known: its name, its property, or its result. */
export function nameWord(task: Problem['task'], symbol: string): string {
  if (task === 'arithmetic') return sumOf(symbol).split('=').at(-1) ?? symbol;
  return task === 'prontoqa' ? symbol.replace(/^not /, '') : symbol;
}

const OF_STEP = '. ';

/** How a node of an arithmetic tree is called: the number of its step, from 1, and the sum. */
export function stepLabel(step: number, sum: string): string {
  return `${step}${OF_STEP}${sum}`;
}

/** The sum that a node of an arithmetic tree stands for, such as `48/2=24`. */
export function sumOf(symbol: string): string {
  return symbol.slice(symbol.indexOf(OF_STEP) + OF_STEP.length);
}

/** Steps as nodes: below each right step stand all results that the numbers known by then allow for the next one. */
export function resultQuestion(problem: ArithmeticProblem): NamedSearchQuestion {
  const graph = new NodeNumbers();
  const start = 'start';
  graph.at(start);
  const numbers = (problem.question.replaceAll(',', '').match(/\d+(\.\d+)?/g) ?? []).map(Number);
  let before = start;
  for (const [i, step] of problem.steps.entries()) {
    const right = step.slice(2, -2);
    // A number that is written twice in the tree is two nodes: the step it belongs to stands with it.
    const label = (sum: string): string => stepLabel(i + 1, sum);
    for (const sum of new Set([right, ...nextResults(numbers)])) graph.connect(before, label(sum));
    numbers.push(evaluateExpression(right.split('=')[1] ?? '') ?? NaN);
    before = label(right);
  }
  const { symbols, edges } = graph;
  return { symbols, edges, nodes: symbols.length, root: 0, target: graph.at(before) };
}

/** Sums of two known numbers whose result is whole and above zero, one for each result: `a+b=c`. */
export function nextResults(numbers: readonly number[]): string[] {
  const known = [...new Set(numbers)].filter(Number.isFinite);
  const sums = new Map<number, string>();
  for (const [i, a] of known.entries())
    for (const [j, b] of known.entries())
      for (const sign of j > i ? ['+', '*', '-', '/'] : ['-', '/']) {
        const value = evaluateExpression(`${a}${sign}${b}`) ?? NaN;
        if (i !== j && Number.isInteger(value) && value > 0 && !sums.has(value))
          sums.set(value, `${a}${sign}${b}=${value}`);
      }
  return [...sums.values()];
}
