/** @file Reads what a model wrote, in either style, without believing any of it. */

import { evaluateExpression } from '../problems/expression';

export interface WrittenStep {
  readonly subject: string;
  readonly object: string;
}

export interface WrittenChain {
  readonly steps: readonly WrittenStep[];
  /** `### Alex is a bompus.` has a subject, a bare `bompus` has none. Undefined where no answer stands. */
  readonly answer?: { readonly subject?: string; readonly object: string } | undefined;
  /** What is neither a step nor an answer; empty in a well-formed output. */
  readonly leftover: string;
}

const STEP = /^\s*(?:Every\s+)?([^\s.#]+)\s+is\s+an?\s+([^\s.#]+)\s*\./;
const SENTENCE_ANSWER = /^\s*###\s*([^\s.#]+)\s+is\s+an?\s+([^\s.#]+)\s*\.?\s*$/;
const BARE_ANSWER = /^\s*(?:###\s*)?([^\s.#]+)\s*\.?\s*$/;

/** Steps as long as sentences come, then the answer. */
export function readChain(written: string): WrittenChain {
  let rest = written.replaceAll('<eos>', ' ');
  const steps: WrittenStep[] = [];
  for (let match = STEP.exec(rest); match; match = STEP.exec(rest)) {
    steps.push({ subject: match[1] ?? '', object: match[2] ?? '' });
    rest = rest.slice(match[0].length);
  }
  const sentence = SENTENCE_ANSWER.exec(rest);
  if (sentence) return { steps, answer: { subject: sentence[1] ?? '', object: sentence[2] ?? '' }, leftover: '' };
  const bare = BARE_ANSWER.exec(rest);
  if (bare) return { steps, answer: { object: bare[1] ?? '' }, leftover: '' };
  return { steps, leftover: rest.trim() };
}

export interface WrittenSum {
  readonly expression: string;
  readonly result: string;
  /** Whether the left side comes to the result, up to the rounding of two decimals. */
  readonly right: boolean;
}

export interface WrittenNumber {
  readonly steps: readonly WrittenSum[];
  readonly answer?: number | undefined;
}

/** Spaces between tokens do not count: `<< 48 / 2 = 24 >>` is a step too. */
export function readNumberAnswer(written: string): WrittenNumber {
  const text = written.replaceAll('<eos>', ' ');
  const steps = [...text.matchAll(/<<([^<>=]*)=([^<>=]*)>>/g)].map(([, left = '', right = '']) =>
    readSum(left.replace(/\s/g, ''), right.replace(/\s/g, '')),
  );
  const after = text.slice(Math.max(text.lastIndexOf('#'), text.lastIndexOf('>')) + 1);
  const digits = after.replace(/[\s,]/g, '').replace(/\.$/, '');
  return { steps, answer: /^-?(\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : undefined };
}

/** One step without its marks. */
export function readSum(expression: string, result: string): WrittenSum {
  const value = evaluateExpression(expression);
  const stated = evaluateExpression(result);
  const right =
    value !== undefined && stated !== undefined && Math.abs(value - stated) <= 0.005 + 1e-9 * Math.abs(value);
  return { expression, result, right };
}
