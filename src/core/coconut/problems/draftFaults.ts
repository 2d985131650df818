/** @file What a draft still lacks, a sentence each, and the problem that it is once nothing is lacking. */

import type { Draft } from './draft';
import { childrenOf, distances, topologicalOrder } from './graph';
import type { ProsqaProblem } from './problem';
import { problemFault } from './problemJson';
import { firstShortestPath } from '../tasks/twin';

export interface DraftFault {
  readonly sentence: string;
  /** The node that has to change; absent where it is the draft as a whole. */
  readonly node?: number | undefined;
}

export type DraftReading =
  | { readonly kind: 'problem'; readonly problem: ProsqaProblem }
  /** In the order in which they are best mended. */
  | { readonly kind: 'faults'; readonly faults: readonly DraftFault[] };

export function readDraft(draft: Draft): DraftReading {
  const faults = [...nameFaults(draft), ...edgeFaults(draft), ...roleFaults(draft)];
  if (faults.length > 0) return { kind: 'faults', faults };
  const read = problemOf(draft);
  if (!read.problem) return { kind: 'faults', faults: [{ sentence: read.sentence }] };
  // The door's own rules hold for a drawn problem as for one from a file.
  const refusal = problemFault(read.problem);
  if (refusal) return { kind: 'faults', faults: [{ sentence: `${capital(refusal.why)}.` }] };
  return { kind: 'problem', problem: read.problem };
}

function nameFaults({ symbols }: Draft): DraftFault[] {
  return symbols.flatMap((symbol, node): DraftFault[] => {
    if (symbol === '') return [{ node, sentence: `Node ${node + 1} has no name.` }];
    if (!/^[^\s.?]+$/.test(symbol))
      return [{ node, sentence: `“${symbol}” should be one word, without full stops and question marks.` }];
    return symbols.indexOf(symbol) < node ? [{ node, sentence: `“${symbol}” names two nodes.` }] : [];
  });
}

function edgeFaults({ symbols, edges }: Draft): DraftFault[] {
  if (edges.length === 0) return [{ sentence: 'There is no edge yet: connect two nodes.' }];
  const touched = new Set(edges.flat());
  const alone = symbols.flatMap((symbol, node): DraftFault[] =>
    touched.has(node) ? [] : [{ node, sentence: `“${symbol}” is in no sentence: connect it or remove it.` }],
  );
  const sorted = topologicalOrder({ nodes: symbols.length, edges });
  if (!('cycle' in sorted)) return alone;
  const loop = [...sorted.cycle, sorted.cycle[0] ?? 0].map((node) => symbols[node]);
  return [...alone, { node: sorted.cycle[0], sentence: `The edges go in a circle: ${loop.join(' > ')}.` }];
}

function roleFaults({ root, candidates: [first, second] }: Draft): DraftFault[] {
  if (root === undefined) return [{ sentence: 'No node is the root: who is the question about?' }];
  if (first === undefined || second === undefined)
    return [{ sentence: 'The question needs two candidates for an answer.' }];
  return first === second ? [{ node: first, sentence: 'Both candidates are the same node.' }] : [];
}

type Read = { readonly problem: ProsqaProblem } | { readonly problem?: undefined; readonly sentence: string };

function problemOf({ symbols, edges, root = -1, candidates: [first = -1, second = -1] }: Draft): Read {
  const graph = { nodes: symbols.length, edges };
  const depth = distances(childrenOf(graph), root);
  const [leadsFirst, leadsSecond] = [first, second].map((node) => (depth[node] ?? -1) > 0);
  const [from, one, other] = [root, first, second].map((node) => `“${symbols[node] ?? ''}”`);
  if (leadsFirst && leadsSecond)
    return { sentence: `${from} leads to both ${one} and ${other}: both answers would be right.` };
  if (!leadsFirst && !leadsSecond)
    return { sentence: `${from} leads to neither ${one} nor ${other}: no answer would be right.` };
  const [target, negTarget] = leadsFirst ? [first, second] : [second, first];
  return {
    problem: {
      task: 'prosqa',
      symbols,
      ...graph,
      root,
      target,
      negTarget,
      targetFirst: target === first,
      path: firstShortestPath(graph, root, target),
    },
  };
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
