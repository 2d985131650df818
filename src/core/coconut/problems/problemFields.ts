/** @file The fields that every item has, checked once, and the one way to refuse an item: by its index and its field. */

import { InputError } from '../../util/assert';

export const PROBLEM_LIMITS = {
  items: 500_000,
  nodes: 256,
  edges: 2_000,
  /** Characters of one text. */
  text: 20_000,
  steps: 200,
} as const;

/** An item that cannot be read: which, where, and why. The editor of problems says the `why` alone. */
export class ProblemRefusal extends InputError {
  constructor(
    readonly index: number,
    readonly field: string,
    /** Without capital and full stop. */
    readonly why: string,
  ) {
    super(`Item ${index}, field "${field}": ${why}.`);
  }
}

export interface ItemFields {
  readonly question: string;
  readonly steps: readonly string[];
  readonly answer: string;
  readonly has: (field: string) => boolean;
  readonly get: (field: string) => unknown;
  readonly refuse: (field: string, why: string) => never;
  /** Runs a reader of words; what it refuses is said of the field. */
  readonly within: <T>(field: string, read: () => T) => T;
}

export function readFields(item: unknown, index: number): ItemFields {
  const refuse = (field: string, why: string): never => {
    throw new ProblemRefusal(index, field, why);
  };
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new InputError(`Item ${index} is not an object with the fields "question", "steps" and "answer".`);
  const fields = new Map<string, unknown>(Object.entries(item));
  const text = (field: string): string => {
    const value = fields.get(field);
    if (value === undefined) return refuse(field, 'it is missing');
    if (typeof value !== 'string') return refuse(field, `it should be a text, and is ${kindOf(value)}`);
    if (value.length > PROBLEM_LIMITS.text)
      return refuse(field, `it has ${value.length} characters; at most ${PROBLEM_LIMITS.text} are taken`);
    return value;
  };
  return {
    question: text('question'),
    steps: readSteps(fields.get('steps'), refuse),
    answer: text('answer'),
    has: (field) => fields.get(field) !== undefined,
    get: (field) => fields.get(field),
    refuse,
    within: (field, read) => {
      try {
        return read();
      } catch (error) {
        if (error instanceof InputError) return refuse(field, error.message);
        throw error;
      }
    },
  };
}

function readSteps(value: unknown, refuse: ItemFields['refuse']): string[] {
  if (value === undefined) return refuse('steps', 'it is missing');
  if (!Array.isArray(value)) return refuse('steps', `it should be a list of texts, and is ${kindOf(value)}`);
  if (value.length > PROBLEM_LIMITS.steps)
    return refuse('steps', `it has ${value.length} steps; at most ${PROBLEM_LIMITS.steps} are taken`);
  return value.map((step: unknown, i) =>
    typeof step === 'string' ? step : refuse('steps', `step ${i} should be a text, and is ${kindOf(step)}`),
  );
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
};

/** What a JSON value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : (KINDS[typeof value] ?? 'missing');
}
