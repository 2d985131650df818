/** @file Whether values or lines are problems with solutions; reading them is left to their own door. */

import { isRecord } from '../../util/json';

/** @returns what they are called, for the reading; undefined where they are none */
export function problemForm(values: readonly unknown[]): string | undefined {
  const [first] = values;
  if (!isRecord(first)) return undefined;
  if (isProblem(first)) return isWorked(first['answer']) ? 'in the form of GSM8k' : 'in the official form';
  const examples = Object.values(first);
  const isGenerated = examples.some((each) => isRecord(each) && isRecord(each['test_example']));
  return isGenerated ? 'as the generator of ProntoQA writes them' : undefined;
}

/** A question alone is a text; with its answer, and steps or a worked solution, it is a problem. */
function isProblem(item: Readonly<Record<string, unknown>>): boolean {
  const { question, answer, steps } = item;
  if (typeof question !== 'string' || !['string', 'number', 'boolean'].includes(typeof answer)) return false;
  return Array.isArray(steps) || isWorked(answer);
}

const isWorked = (answer: unknown): boolean => typeof answer === 'string' && answer.includes('####');

/** GSM8k-Aug: `question||<<2+3=5>> #### 5`, a line each. */
export const isAugmented = (text: string): boolean => /^[^\n]*\|\|[^\n]*####[^\n]*(\n|$)/.test(text.trimStart());
