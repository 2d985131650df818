/**
 * @file The forms that problem files come in, told by their content and turned into the official items.
 *
 * - a JSON list of items, the official form [facebookresearch/coconut, data/]
 * - JSON lines, an item a line
 * - GSM8k as published: `answer` is a worked solution with `<<48/2=24>>` and `#### 72`
 * - GSM8k-Aug: a line of text each, `question||<<48/2=24>> <<…>> #### 72`
 * - ProntoQA as its generator writes it: an object of examples, of which each `test_example` is asked
 */

import { InputError } from '../../util/assert';
import { isRecord } from '../../util/json';

/** @returns the items, each still to be checked */
export function problemItems(text: string): unknown[] {
  const start = text.trimStart();
  if (start === '') throw new InputError('The file is empty: it should hold a list of problems.');
  if (!/^[[{]/.test(start) && start.includes('||')) return lines(text).map(augmentedItem);
  const whole = parsed(text);
  if (Array.isArray(whole.value)) return whole.value.map(itemOf);
  if (isRecord(whole.value)) {
    const examples = Object.values(whole.value);
    const tests = examples.flatMap((each) =>
      isRecord(each) && isRecord(each['test_example']) ? [each['test_example']] : [],
    );
    if (tests.length > 0) return tests.map(proofItem);
    if ('question' in whole.value) return [itemOf(whole.value)];
    throw new InputError('The file is not a list of problems: its object has neither a question nor test examples.');
  }
  if (whole.value === undefined && start.startsWith('{')) return lines(text).map(lineItem);
  throw new InputError(
    `The file is not JSON (${whole.fault ?? 'neither a list nor an object'}): it should be a list of problems, one problem a line, or lines of the form "question||<<2+3=5>> #### 5".`,
  );
}

function parsed(text: string): { readonly value?: unknown; readonly fault?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

const lines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

function lineItem(line: string, index: number): unknown {
  const { value, fault } = parsed(line);
  if (value === undefined) throw new InputError(`Line ${index + 1} is not JSON (${fault}): correct that line.`);
  return itemOf(value);
}

/** A worked solution becomes steps and an answer; anything else stays as it is. */
function itemOf(item: unknown): unknown {
  if (!isRecord(item) || item['steps'] !== undefined || typeof item['answer'] !== 'string') return item;
  const solution = solutionOf(item['answer']);
  return solution ? { ...item, ...solution } : item;
}

function augmentedItem(line: string, index: number): unknown {
  const at = line.indexOf('||');
  const solution = at < 0 ? undefined : solutionOf(line.slice(at + 2));
  if (!solution)
    throw new InputError(`Line ${index + 1} is not of the form "question||<<2+3=5>> #### 5": correct that line.`);
  return { question: line.slice(0, at).trim(), ...solution };
}

/** @returns undefined where no `####` marks an answer */
function solutionOf(text: string): { readonly steps: string[]; readonly answer: string } | undefined {
  const at = text.lastIndexOf('####');
  if (at < 0) return undefined;
  return { steps: text.slice(0, at).match(/<<[^<>]*>>/g) ?? [], answer: text.slice(at + 4).trim() };
}

/** Coconut's form of a ProntoQA example: the query is a claim, and the steps are the proof, two sentences each. */
function proofItem(example: Record<string, unknown>): unknown {
  const { question, query, chain_of_thought: chain, answer } = example;
  if (typeof question !== 'string' || typeof query !== 'string' || !Array.isArray(chain)) return example;
  const steps = chain.flatMap((_, i) => (i % 2 === 0 ? [chain.slice(i, i + 2).join(' ')] : []));
  // "Prove: …" asks for what holds; the other form has "True or false: …" already.
  const claim = query.replace(/^Prove:/, 'True or false:');
  return { question: `${question} ${claim}`, steps, answer: String(answer) };
}
