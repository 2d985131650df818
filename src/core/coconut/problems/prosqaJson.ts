/** @file One ProsQA item at the door: from its graph fields where they stand, from its words where they do not. */

import { childrenOf, distances, topologicalOrder, type Digraph, type Edge } from './graph';
import { kindOf, PROBLEM_LIMITS, type ItemFields } from './problemFields';
import type { ProsqaProblem } from './problem';
import { parseProsqaQuestion, parseProsqaSentence, type ParsedProsqaQuestion } from './prosqaText';
import { firstShortestPath } from '../tasks/twin';

const GRAPH_FIELDS = ['idx_to_symbol', 'edges', 'root', 'target', 'neg_target'] as const;

/** The named graph and the two answers, before the path is read. */
interface NamedQuestion extends Digraph {
  readonly symbols: readonly string[];
  readonly root: number;
  readonly target: number;
  readonly negTarget: number;
}

export function readProsqa(fields: ItemFields): ProsqaProblem {
  const parsed = fields.within('question', () => parseProsqaQuestion(fields.question));
  const fromFile = GRAPH_FIELDS.some(fields.has) ? readGraphFields(fields) : undefined;
  const question = fromFile ?? questionFromWords(fields, parsed);
  checkQuestion(fields, question);
  // The words give the order of the sentences and of the candidates, which the graph fields do not hold.
  const words = fromFile ? renumbered(fields, parsed, question.symbols) : parsed;
  if (fromFile) checkAgreement(fields, words, fromFile);
  return {
    task: 'prosqa',
    ...question,
    edges: words.edges,
    targetFirst: words.candidates[0] === question.target,
    path: readPath(fields, question),
  };
}

function readGraphFields({ get, has, refuse }: ItemFields): NamedQuestion {
  const missing = GRAPH_FIELDS.find((field) => !has(field));
  if (missing) return refuse(missing, 'it is missing, while other fields of the graph are there');
  const symbols = readSymbols(get('idx_to_symbol'), refuse);
  const node = (field: string, value: unknown): number => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return refuse(
        field,
        `a node should be a whole number, and is ${typeof value === 'number' ? value : kindOf(value)}`,
      );
    if (value < 0 || value >= symbols.length)
      return refuse(field, `node ${value} is unknown: "idx_to_symbol" names nodes 0 to ${symbols.length - 1}`);
    return value;
  };
  const list = get('edges');
  if (!Array.isArray(list)) return refuse('edges', `it should be a list of pairs, and is ${kindOf(list)}`);
  const edges = list.map((pair: unknown, i): Edge => {
    if (!Array.isArray(pair) || pair.length !== 2) return refuse('edges', `edge ${i} is not a pair of nodes`);
    return [node('edges', pair[0]), node('edges', pair[1])];
  });
  const [root, target, negTarget] = (['root', 'target', 'neg_target'] as const).map((field) => node(field, get(field)));
  return { symbols, nodes: symbols.length, edges, root: root ?? 0, target: target ?? 0, negTarget: negTarget ?? 0 };
}

function readSymbols(value: unknown, refuse: ItemFields['refuse']): string[] {
  if (!Array.isArray(value)) return refuse('idx_to_symbol', `it should be a list of names, and is ${kindOf(value)}`);
  const symbols = value.map((symbol: unknown, i) =>
    typeof symbol === 'string' && /^[^\s.?]+$/.test(symbol)
      ? symbol
      : refuse('idx_to_symbol', `the name of node ${i} should be one word`),
  );
  const twice = symbols.find((symbol, i) => symbols.indexOf(symbol) !== i);
  return twice === undefined ? symbols : refuse('idx_to_symbol', `"${twice}" names two nodes`);
}

function questionFromWords(fields: ItemFields, parsed: ParsedProsqaQuestion): NamedQuestion {
  const { subject, object } = fields.within('answer', () => parseProsqaSentence(fields.answer));
  const { symbols, edges, root, candidates } = parsed;
  const target = candidates.find((node) => symbols[node] === object);
  const negTarget = candidates.find((node) => symbols[node] !== object);
  if (target === undefined || negTarget === undefined || subject !== symbols[root])
    return fields.refuse('answer', `"${fields.answer}" is none of the two answers that the question allows`);
  return { symbols, nodes: symbols.length, edges, root, target, negTarget };
}

/** What must hold of any graph before a search in it means something. */
function checkQuestion({ refuse }: ItemFields, question: NamedQuestion): void {
  const { symbols, nodes, edges, root, target, negTarget } = question;
  if (nodes > PROBLEM_LIMITS.nodes)
    refuse('idx_to_symbol', `the graph has ${nodes} nodes; at most ${PROBLEM_LIMITS.nodes} are taken`);
  if (edges.length > PROBLEM_LIMITS.edges)
    refuse('edges', `the graph has ${edges.length} edges; at most ${PROBLEM_LIMITS.edges} are taken`);
  const sorted = topologicalOrder(question);
  if ('cycle' in sorted) {
    const loop = [...sorted.cycle, sorted.cycle[0] ?? 0].map((node) => symbols[node]);
    refuse('edges', `the edges go in a circle: ${loop.join(' > ')}`);
  }
  const distance = distances(childrenOf(question), root);
  if ((distance[target] ?? -1) < 1)
    refuse('target', `the target "${symbols[target]}" is out of reach of the root "${symbols[root]}"`);
  if ((distance[negTarget] ?? -1) >= 0)
    refuse(
      'neg_target',
      `"${symbols[negTarget]}" can be reached from "${symbols[root]}" too, so both answers are right`,
    );
}

/** The words' graph with the file's numbers. */
function renumbered(
  { refuse }: ItemFields,
  parsed: ParsedProsqaQuestion,
  symbols: readonly string[],
): ParsedProsqaQuestion {
  const numbers = parsed.symbols.map((symbol) => {
    const number = symbols.indexOf(symbol);
    return number < 0 ? refuse('question', `"${symbol}" is unknown: "idx_to_symbol" does not name it`) : number;
  });
  const at = (node: number): number => numbers[node] ?? -1;
  return {
    symbols,
    edges: parsed.edges.map(([parent, child]): Edge => [at(parent), at(child)]),
    root: at(parsed.root),
    candidates: [at(parsed.candidates[0]), at(parsed.candidates[1])],
  };
}

/** A file whose words and graph differ would be drawn as one problem and read by the model as another. */
function checkAgreement(
  { answer, refuse, within }: ItemFields,
  words: ParsedProsqaQuestion,
  file: NamedQuestion,
): void {
  const keys = (edges: readonly Edge[]): Set<string> => new Set(edges.map((edge) => edge.join('>')));
  const [told, listed] = [keys(words.edges), keys(file.edges)];
  const differing = [...told].find((key) => !listed.has(key)) ?? [...listed].find((key) => !told.has(key));
  if (differing !== undefined) {
    const [parent, child] = differing.split('>').map((node) => file.symbols[Number(node)]);
    const where = told.has(differing)
      ? 'the question tells it, and the list does not'
      : 'the question does not tell it';
    refuse('edges', `the edge from "${parent}" to "${child}": ${where}`);
  }
  if (words.root !== file.root) refuse('root', `the question asks about "${file.symbols[words.root]}"`);
  for (const [field, node] of [
    ['target', file.target],
    ['neg_target', file.negTarget],
  ] as const)
    if (!words.candidates.includes(node))
      refuse(field, `"${file.symbols[node]}" is not among the answers of the question`);
  const { subject, object } = within('answer', () => parseProsqaSentence(answer));
  if (subject !== file.symbols[file.root] || object !== file.symbols[file.target])
    refuse('answer', `"${answer}" differs from the graph's root and target`);
}

/** The steps as nodes; an item without steps gets a shortest path. */
function readPath(fields: ItemFields, question: NamedQuestion): number[] {
  const { symbols, root, target, edges } = question;
  if (fields.steps.length === 0) return firstShortestPath(question, root, target);
  const path = [root];
  for (const step of fields.steps) {
    const { subject, object } = fields.within('steps', () => parseProsqaSentence(step));
    for (const symbol of [subject, object])
      if (!symbols.includes(symbol))
        fields.refuse('steps', `"${symbol}" is unknown: no sentence of the question names it`);
    const [parent, child] = [symbols.indexOf(subject), symbols.indexOf(object)];
    if (parent !== path.at(-1))
      fields.refuse('steps', `"${step}" does not go on from "${symbols[path.at(-1) ?? root]}"`);
    if (!edges.some((edge) => edge[0] === parent && edge[1] === child))
      fields.refuse('steps', `"${step}" is no sentence of the question`);
    path.push(child);
  }
  if (path.at(-1) !== target)
    fields.refuse('steps', `they end at "${symbols[path.at(-1) ?? root]}", not at the target`);
  return path;
}
