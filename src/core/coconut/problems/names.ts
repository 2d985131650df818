/** @file Names for nodes: people for nodes without parents, invented nouns for the rest, adjectives for ProntoQA. Our own lists. */

import { shuffled, type Rng } from '../../util/rng';
import { namedNodes } from './prosqaText';
import type { Fact, GraphPuzzle, Predicate, Problem, ProntoqaProblem, ProsqaProblem } from './problem';
import { assert, InputError } from '../../util/assert';

export interface NamePools {
  readonly people: readonly string[];
  /** Singular nouns. */
  readonly concepts: readonly string[];
  readonly properties: readonly string[];
}

/** Beginnings and middles of invented nouns; each noun is one of each and the ending, as in "l" + "em" + "pus". */
export const ONSETS: readonly string[] = 'b br ch d f g gr h j k l m n p r s sh st t v w y z zh'.split(' ');
export const RIMES: readonly string[] = 'em im om um er or el il'.split(' ');
export const ENDING = 'pus';

const PEOPLE: readonly string[] = (
  'Ada Alex Bob Clara Dora Emil Fay Gus Hana Ivo Jack Kira Leo Mina Nils Olga Polly Rex Sam Tess Ugo ' +
  'Vera Wren Yara'
).split(' ');

const PROPERTIES: readonly string[] = (
  'bright brisk calm clever cold damp eager fluffy gentle happy heavy hollow jolly keen loud mellow ' +
  'nimble pale quiet rough salty shiny slow soft spicy sweet tall tidy warm wooden'
).split(' ');

/** Every combination, spread so that the first names of the list share neither beginning nor middle with their neighbours. */
const CONCEPTS = Array.from({ length: ONSETS.length * RIMES.length }, (_, i) => {
  const round = Math.floor(i / ONSETS.length);
  return `${ONSETS[i % ONSETS.length]}${RIMES[(i + round) % RIMES.length]}${ENDING}`;
});

/** The first so many names of each kind. */
export function namePools(people: number, concepts: number, properties = 0): NamePools {
  assert(people <= PEOPLE.length && concepts <= CONCEPTS.length && properties <= PROPERTIES.length, 'too few names');
  return {
    people: PEOPLE.slice(0, people),
    concepts: CONCEPTS.slice(0, concepts),
    properties: PROPERTIES.slice(0, properties),
  };
}

/** Of all names that there are, those that a model has a word for. */
export function poolsWithin(words: ReadonlySet<string>): NamePools {
  const within = (names: readonly string[]): string[] => names.filter((name) => words.has(name));
  return { people: within(PEOPLE), concepts: within(CONCEPTS), properties: within(PROPERTIES) };
}

/**
 * Gives a puzzle names, an order of its sentences and an order of its candidates, all drawn anew: neither a node's
 * number nor a word says anything about the answer. Refuses, with `InputError`, a graph with more nodes than there are names.
 */
export function namedProblem(puzzle: GraphPuzzle, pools: NamePools, rng: Rng): ProsqaProblem {
  const people = shuffled(pools.people, rng);
  const concepts = shuffled(pools.concepts, rng);
  const symbols = namedNodes(puzzle).map((named) => (named ? people : concepts).pop());
  if (symbols.includes(undefined))
    throw new InputError(
      `A graph of ${puzzle.nodes} nodes needs more names than the ${pools.people.length} people and ` +
        `${pools.concepts.length} concepts of this vocabulary: choose a smaller level, or a model of the preset "official".`,
    );
  return {
    task: 'prosqa',
    ...puzzle,
    symbols: symbols.map((symbol) => symbol ?? ''),
    edges: shuffled(puzzle.edges, rng),
    targetFirst: rng.uniform() < 0.5,
  };
}

/**
 * A problem in the names that a model knows: known names stay, each other one is replaced by the next that is free. A
 * model with one token a name can then be asked the questions of official files; names mean nothing in them.
 *
 * Refuses, with `InputError`, a problem with more names than the model has.
 *
 * @returns the problem itself where all its names are known
 */
export function withKnownNames<P extends ProsqaProblem | ProntoqaProblem>(problem: P, pools: NamePools): P;
export function withKnownNames(problem: ProsqaProblem | ProntoqaProblem, pools: NamePools): Problem {
  return problem.task === 'prosqa' ? graphWithKnownNames(problem, pools) : ontologyWithKnownNames(problem, pools);
}

function graphWithKnownNames(problem: ProsqaProblem, pools: NamePools): ProsqaProblem {
  const named = namedNodes(problem);
  const of = (kind: boolean): string[] => problem.symbols.filter((_, node) => named[node] === kind);
  const people = knownNames(of(true), pools.people);
  const concepts = knownNames(of(false), pools.concepts);
  if (!people || !concepts)
    throw new InputError(
      `The graph has ${problem.nodes} nodes; this model knows ${pools.people.length} people and ${pools.concepts.length} concepts.`,
    );
  if (keepsAll(people) && keepsAll(concepts)) return problem;
  return {
    ...problem,
    symbols: problem.symbols.map((symbol, node) => (named[node] ? people : concepts).get(symbol) ?? symbol),
  };
}

function ontologyWithKnownNames(problem: ProntoqaProblem, pools: NamePools): ProntoqaProblem {
  const facts = [...problem.facts, problem.claim];
  const predicates = (kind: Predicate['kind']): string[] =>
    facts.flatMap(({ predicate }) => (predicate.kind === kind ? predicate.name : []));
  const subjects = (isEntity: boolean): string[] =>
    facts.filter(({ form }) => (form === 'name') === isEntity).map(({ subject }) => subject);
  const conceptNames = new Set([...subjects(false), ...predicates('class')]);
  const propertyNames = new Set(predicates('property'));
  const people = knownNames(subjects(true), pools.people);
  const concepts = knownNames(conceptNames, pools.concepts);
  const properties = knownNames(propertyNames, pools.properties);
  if (!people || !concepts || !properties)
    throw new InputError(
      `The ontology has ${conceptNames.size} concepts and ${propertyNames.size} properties; ` +
        `this model knows ${pools.concepts.length} and ${pools.properties.length}.`,
    );
  if (keepsAll(people) && keepsAll(concepts) && keepsAll(properties)) return problem;
  const renamed = ({ subject, form, predicate }: Fact): Fact => ({
    subject: (form === 'name' ? people : concepts).get(subject) ?? subject,
    form,
    predicate: {
      ...predicate,
      name: (predicate.kind === 'class' ? concepts : properties).get(predicate.name) ?? predicate.name,
    },
  });
  return { ...problem, facts: problem.facts.map(renamed), claim: renamed(problem.claim) };
}

/** All names of a problem, each once. */
export function namesIn(problem: ProsqaProblem | ProntoqaProblem): readonly string[] {
  if (problem.task === 'prosqa') return problem.symbols;
  return [...new Set([...problem.facts, problem.claim].flatMap(({ subject, predicate }) => [subject, predicate.name]))];
}

/** From each name to the one that is known; undefined where there are too few. */
function knownNames(names: Iterable<string>, known: readonly string[]): ReadonlyMap<string, string> | undefined {
  const taken = new Set(names);
  const free = known.filter((name) => !taken.has(name));
  const renamed = new Map<string, string>();
  for (const name of taken) {
    const next = known.includes(name) ? name : free.shift();
    if (next === undefined) return undefined;
    renamed.set(name, next);
  }
  return renamed;
}

function keepsAll(renamed: ReadonlyMap<string, string>): boolean {
  return [...renamed].every(([name, next]) => name === next);
}

/** The same puzzle with its nodes renumbered at random: a child's number is above its parent's no longer. */
export function permutedNodes(puzzle: GraphPuzzle, rng: Rng): GraphPuzzle {
  const numbers = shuffled(
    Array.from({ length: puzzle.nodes }, (_, node) => node),
    rng,
  );
  const at = (node: number): number => numbers[node] ?? node;
  return {
    nodes: puzzle.nodes,
    edges: puzzle.edges.map(([parent, child]) => [at(parent), at(child)]),
    root: at(puzzle.root),
    target: at(puzzle.target),
    negTarget: at(puzzle.negTarget),
    path: puzzle.path.map(at),
  };
}
