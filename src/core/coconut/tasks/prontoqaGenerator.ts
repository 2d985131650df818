/**
 * @file ProntoQA: a fictional ontology, a claim about one entity, and enough other facts to mislead.
 *
 * The official form (its structure was read off the files): a chain of concepts, each with a second class and a property
 * beside it, some of those with a property of their own, a second class of the entity, and one unrelated concept with
 * the opposite of the claimed property. For small models the unrelated concept grows into a second chain, with an entity
 * of its own: then only following the chain tells which of the two opposite properties is asked about.
 */

import { assert } from '../../util/assert';
import { pick, rng, shuffled, type Rng } from '../../util/rng';
import type { NamePools } from '../problems/names';
import type { Fact, ProntoqaProblem } from '../problems/problem';
import { claimHolds, findProof } from '../problems/prontoqaText';
import { splitOfKey, type Split } from './split';

export interface ProntoqaRule {
  /** Concepts between the entity and the property. A proof has one fact more. */
  readonly hops: number;
  /** Whether each concept of a chain has a second class and a property of its own. */
  readonly sides: boolean;
  /** What has the opposite property: a concept that nothing leads to, or another entity's chain of the same length. */
  readonly decoy: 'unrelated' | 'chain';
}

export const OFFICIAL_PRONTOQA: ProntoqaRule = { hops: 5, sides: true, decoy: 'unrelated' };
export const SMALL_PRONTOQA: ProntoqaRule = { hops: 2, sides: false, decoy: 'chain' };

/** Takes names one after the other, none twice. */
type Draw = () => string;

interface Names {
  readonly concept: Draw;
  readonly property: Draw;
  readonly person: Draw;
  readonly rng: Rng;
}

/** The `index`-th problem of a seed; no chain of names, from the entity to the property, is in both splits. */
export function prontoqaProblem(
  rule: ProntoqaRule,
  pools: NamePools,
  split: Split,
  seed: number,
  index: number,
): ProntoqaProblem {
  const chance = rng(seed, 'prontoqa', split, index);
  for (;;) {
    const problem = drawProblem(rule, pools, chance);
    if (splitOfKey(chainKey(problem)) === split) return problem;
  }
}

function chainKey({ claim, proof, facts }: ProntoqaProblem): string {
  return [claim.subject, ...proof.map((index) => facts[index]?.predicate.name)].join(' ');
}

function drawProblem(rule: ProntoqaRule, pools: NamePools, rng: Rng): ProntoqaProblem {
  const names: Names = {
    concept: drawing(pools.concepts, rng),
    property: drawing(pools.properties, rng),
    person: drawing(pools.people, rng),
    rng,
  };
  const entity = names.person();
  const property = names.property();
  const negated = rng.uniform() < 0.5;
  const own = chainFacts(rule, names, property, negated);
  const hasChain = rule.decoy === 'chain';
  const decoy = hasChain ? chainFacts(rule, names, property, !negated) : unrelated(names, property, !negated);
  const second = hasChain ? [isA(names.person(), decoy.first)] : secondClass(entity, names);
  const facts = ordered([isA(entity, own.first), ...second, ...own.facts, ...decoy.facts], rng);
  const claim = has(entity, property, rng.uniform() < 0.5);
  const proof = findProof(facts, claim);
  assert(proof?.length === rule.hops + 1, 'the claim follows by its own chain');
  return { task: 'prontoqa', facts, claim, proof, answer: claimHolds(facts, claim, proof) };
}

function drawing(names: readonly string[], rng: Rng): Draw {
  const left = shuffled(names, rng);
  return () => {
    const name = left.pop();
    assert(name !== undefined, 'an ontology needs more names');
    return name;
  };
}

/** The chain down to the property, with what stands beside it. */
function chainFacts(
  rule: ProntoqaRule,
  names: Names,
  property: string,
  negated: boolean,
): { first: string; facts: Fact[] } {
  const chain = Array.from({ length: rule.hops }, names.concept);
  const [first = '', last = ''] = [chain[0], chain.at(-1)];
  const rules = chain.slice(1).map((concept, i) => general(isA(chain[i] ?? '', concept), names.rng));
  const end = general(has(last, property, negated), names.rng);
  return { first, facts: [...rules, end, ...(rule.sides ? sideFacts(chain, names) : [])] };
}

/** Second classes for all, properties for all but the last, whose own is the claim's; the chain also goes on beyond it. */
function sideFacts(chain: readonly string[], names: Names): Fact[] {
  const beyond = names.concept();
  const sides = chain.map(names.concept);
  const last = chain.length - 1;
  const classes = [...chain.map((concept, i) => isA(concept, sides[i] ?? '')), isA(chain[last] ?? '', beyond)];
  const described = [...chain.slice(0, last), ...sides.slice(0, last), beyond];
  const properties = described.map((concept) => has(concept, names.property(), names.rng.uniform() < 0.5));
  return [...classes, ...properties].map((fact) => general(fact, names.rng));
}

function unrelated(names: Names, property: string, negated: boolean): { first: string; facts: Fact[] } {
  const first = names.concept();
  return { first, facts: [general(has(first, property, negated), names.rng)] };
}

/** A class of the entity that leads nowhere near the claim. */
function secondClass(entity: string, names: Names): Fact[] {
  const concept = names.concept();
  const rules = [isA(concept, names.concept()), has(concept, names.property(), names.rng.uniform() < 0.5)];
  return [isA(entity, concept), ...rules.map((fact) => general(fact, names.rng))];
}

/** General facts in any order, then those about entities, as the files have them. */
function ordered(facts: readonly Fact[], rng: Rng): Fact[] {
  const mixed = shuffled(facts, rng);
  return [...mixed.filter((fact) => fact.form !== 'name'), ...mixed.filter((fact) => fact.form === 'name')];
}

function isA(subject: string, name: string): Fact {
  return { subject, form: 'name', predicate: { kind: 'class', name, negated: false } };
}

function has(subject: string, name: string, negated: boolean): Fact {
  return { subject, form: 'name', predicate: { kind: 'property', name, negated } };
}

/** The same of all members of a concept, in one of the three forms. */
function general(fact: Fact, rng: Rng): Fact {
  return { ...fact, form: pick(['each', 'every', 'plural'] as const, rng) };
}
