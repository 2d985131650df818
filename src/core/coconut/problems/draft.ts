/**
 * @file A graph that is being drawn: names, edges and roles, not yet a problem. Each change gives a new draft.
 *
 * Which candidate is right is nobody's choice: it is the one that the root leads to.
 */

import { InputError } from '../../util/assert';
import { shuffled, type Rng } from '../../util/rng';
import type { Edge } from './graph';
import type { ProsqaProblem } from './problem';
import { candidatesInOrder, namedNodes, parseProsqaQuestion } from './prosqaText';

export interface Draft {
  /** [node] */
  readonly symbols: readonly string[];
  /** In the order in which the question tells them. */
  readonly edges: readonly Edge[];
  readonly root?: number | undefined;
  /** In the order of the question. */
  readonly candidates: readonly [number | undefined, number | undefined];
}

export const EMPTY_DRAFT: Draft = { symbols: [], edges: [], candidates: [undefined, undefined] };

export type Role = 'root' | 'first' | 'second' | 'none';

export function draftOf(problem: ProsqaProblem): Draft {
  const { symbols, edges, root } = problem;
  return { symbols, edges, root, candidates: candidatesInOrder(problem) };
}

export function addNode(draft: Draft, symbol: string): Draft {
  return { ...draft, symbols: [...draft.symbols, symbol] };
}

export function renameNode(draft: Draft, node: number, symbol: string): Draft {
  return { ...draft, symbols: draft.symbols.with(node, symbol) };
}

/** Its edges and its role go with it; the numbers after it close the gap. */
export function removeNode({ symbols, edges, root, candidates }: Draft, node: number): Draft {
  const renumbered = (at: number | undefined): number | undefined =>
    at === node ? undefined : at !== undefined && at > node ? at - 1 : at;
  return {
    symbols: symbols.toSpliced(node, 1),
    edges: edges.flatMap(([from, to]): Edge[] => {
      const [parent, child] = [renumbered(from), renumbered(to)];
      return parent === undefined || child === undefined ? [] : [[parent, child]];
    }),
    root: renumbered(root),
    candidates: [renumbered(candidates[0]), renumbered(candidates[1])],
  };
}

/** A second edge between the same nodes would say nothing new, and one from a node to itself nothing at all. */
export function connect(draft: Draft, from: number, to: number): Draft {
  if (from === to || draft.edges.some(([parent, child]) => parent === from && child === to)) return draft;
  return { ...draft, edges: [...draft.edges, [from, to]] };
}

export function disconnect(draft: Draft, from: number, to: number): Draft {
  return { ...draft, edges: draft.edges.filter(([parent, child]) => parent !== from || child !== to) };
}

export function roleOf({ root, candidates }: Draft, node: number): Role {
  if (root === node) return 'root';
  if (candidates[0] === node) return 'first';
  return candidates[1] === node ? 'second' : 'none';
}

/** Takes the role from whoever had it; a node has one role at most. */
export function giveRole(draft: Draft, node: number, role: Role): Draft {
  const without = (at: number | undefined): number | undefined => (at === node ? undefined : at);
  const root = role === 'root' ? node : without(draft.root);
  const [first, second] = draft.candidates;
  return {
    ...draft,
    root,
    candidates: [role === 'first' ? node : without(first), role === 'second' ? node : without(second)],
  };
}

/** Another order of the sentences and of the candidates: the same problem in other words. */
export function shuffledDraft(draft: Draft, rng: Rng): Draft {
  const [first, second] = draft.candidates;
  return {
    ...draft,
    edges: shuffled(draft.edges, rng),
    candidates: rng.uniform() < 0.5 ? [first, second] : [second, first],
  };
}

/** As much of the question as there is to say. */
export function draftText({ symbols, edges, root, candidates }: Draft): string {
  const name = (node: number): string => symbols[node] ?? '';
  const named = namedNodes({ nodes: symbols.length, edges });
  const facts = edges.map(([from, to]) => `${named[from] ? '' : 'Every '}${name(from)} is a ${name(to)}.`);
  const [first, second] = candidates;
  const isAsked = root !== undefined && first !== undefined && second !== undefined;
  return [...facts, ...(isAsked ? [`Is ${name(root)} a ${name(first)} or ${name(second)}?`] : [])].join(' ');
}

/**
 * The draft that a text describes. Nodes that are there already keep their order, so that a picture of the graph does not
 * jump while someone types. Refuses with the sentence that cannot be read.
 */
export function draftFromText(text: string, before: Draft = EMPTY_DRAFT): Draft {
  const parsed = parseProsqaQuestion(text);
  const known = before.symbols.filter((symbol) => parsed.symbols.includes(symbol));
  const symbols = [...known, ...parsed.symbols.filter((symbol) => !known.includes(symbol))];
  const at = (node: number): number => symbols.indexOf(parsed.symbols[node] ?? '');
  return {
    symbols,
    edges: parsed.edges.map(([from, to]): Edge => [at(from), at(to)]),
    root: at(parsed.root),
    candidates: [at(parsed.candidates[0]), at(parsed.candidates[1])],
  };
}

/** Why a text cannot be read, in a sentence; undefined where it can. */
export function textFault(text: string): string | undefined {
  try {
    draftFromText(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.message.slice(0, 1).toUpperCase()}${error.message.slice(1)}.`;
  }
}
