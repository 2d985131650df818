/**
 * @file ProntoQA in words, both ways. [Saparov & He 2023; the fictional ontology in Coconut's JSON form]
 *
 * `Each jompus is not melodic. Tumpuses are numpuses. Alex is a tumpus. True or false: Alex is happy.`
 */

import { InputError } from '../../util/assert';
import type { Fact, Predicate, ProntoqaProblem } from './problem';

const QUERY = 'True or false:';
const SENTENCE = /^(?:(Each|Every) )?([^\s.]+) (is|are) (not )?(an? )?([^\s.]+)$/;

export function articleFor(noun: string): 'a' | 'an' {
  return /^[aeiou]/i.test(noun) ? 'an' : 'a';
}

function plural(noun: string): string {
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

function singular(noun: string): string {
  return /(s|x|ch|sh)es$/.test(noun) ? noun.slice(0, -2) : noun.replace(/s$/, '');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A fact as a sentence, with its full stop. */
export function factSentence(fact: Fact): string {
  const { subject, form, predicate } = fact;
  const many = form === 'plural';
  const start = {
    each: `Each ${subject} is`,
    every: `Every ${subject} is`,
    plural: `${capitalised(plural(subject))} are`,
    name: `${subject} is`,
  };
  return `${start[form]} ${predicateWords(predicate, many)}.`;
}

function predicateWords({ kind, name, negated }: Predicate, many: boolean): string {
  const noun = many ? plural(name) : `${articleFor(name)} ${name}`;
  return `${negated ? 'not ' : ''}${kind === 'class' ? noun : name}`;
}

/** Throws InputError where a sentence is of no known form. */
export function parseFact(text: string): Fact {
  const match = SENTENCE.exec(text.trim().replace(/\s*\.$/, ''));
  if (!match) throw new InputError(`"${text}" is not of a form such as "Each jompus is not melodic."`);
  const [, quantifier, subject = '', verb, not, article, object = ''] = match;
  const many = verb === 'are';
  const form = many ? 'plural' : quantifier === 'Each' ? 'each' : quantifier === 'Every' ? 'every' : 'name';
  // "Tumpuses are numpuses" and "Tumpuses are opaque" differ in the ending alone.
  const isClass = many ? object.endsWith('es') : article !== undefined;
  const predicate: Predicate = {
    kind: isClass ? 'class' : 'property',
    name: isClass && many ? singular(object) : object,
    negated: not !== undefined,
  };
  return { subject: many ? singular(subject).toLowerCase() : subject, form, predicate };
}

/** The claim is asked as one sentence after "True or false:". */
export function prontoqaQuestion(problem: ProntoqaProblem): string {
  return [...problem.facts.map(factSentence), QUERY, factSentence(problem.claim)].join(' ');
}

export function parseProntoqaQuestion(text: string): { facts: Fact[]; claim: Fact } {
  const at = text.indexOf(QUERY);
  if (at < 0) throw new InputError(`the text has no "${QUERY}"`);
  const facts = text
    .slice(0, at)
    .split('.')
    .filter((fact) => fact.trim() !== '')
    .map(parseFact);
  return { facts, claim: parseFact(text.slice(at + QUERY.length)) };
}

/**
 * The chain of thought: what the entity is, then the rule that takes it further; the conclusion stands last, alone.
 * [Coconut, preprocessing of ProntoQA: step i is sentences 2i and 2i + 1 of the proof]
 *
 * @returns [step], as many as the proof has facts
 */
export function prontoqaSteps(problem: ProntoqaProblem): string[] {
  const used = problem.proof.flatMap((index) => problem.facts[index] ?? []);
  return used.map(({ predicate }, i) => {
    const known = factSentence({ subject: problem.claim.subject, form: 'name', predicate });
    const rule = used[i + 1];
    return rule ? `${known} ${factSentence(rule)}` : known;
  });
}

/**
 * The facts from the entity to the claimed property, by shortest chain: what the claim is proved or refuted with.
 *
 * @returns indices of facts, or undefined where neither the property nor its lack follows
 */
export function findProof(facts: readonly Fact[], claim: Fact): number[] | undefined {
  const seen = new Set([claim.subject]);
  const queue: { subject: string; proof: number[] }[] = [{ subject: claim.subject, proof: [] }];
  for (const { subject, proof } of queue)
    for (const [index, fact] of facts.entries()) {
      if (fact.subject !== subject) continue;
      if (samePredicate(fact.predicate, claim.predicate)) return [...proof, index];
      const { kind, name, negated } = fact.predicate;
      if (kind !== 'class' || negated || seen.has(name)) continue;
      seen.add(name);
      queue.push({ subject: name, proof: [...proof, index] });
    }
  return undefined;
}

function samePredicate(known: Predicate, claimed: Predicate): boolean {
  return known.kind === claimed.kind && known.name === claimed.name;
}

/** Whether what the proof ends in says the same as the claim. */
export function claimHolds(facts: readonly Fact[], claim: Fact, proof: readonly number[]): boolean {
  return facts[proof.at(-1) ?? -1]?.predicate.negated === claim.predicate.negated;
}
