/** @file JSON by content: one value, a list, or a value a line, under whatever name. */

import { InputError } from '../../util/assert';
import { jsonFaultLine } from '../jsonFault';

export interface JsonValues {
  /** `value` is one that is no list. */
  readonly form: 'value' | 'list' | 'lines';
  readonly values: readonly unknown[];
}

/** Prose may start with a bracket, `[1] …` or `{name}`; it does not go on like this. */
const STARTS_LIKE_JSON = /^\s*(?:\{\s*["}]|\[\s*[{["\]])/;

/** Undefined where the text is no JSON at all. Refuses with a sentence what starts like JSON and is broken. */
export function jsonValues(fileName: string, text: string): JsonValues | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const whole = parsed(text);
  if (whole)
    return Array.isArray(whole.value)
      ? { form: 'list', values: whole.value }
      : { form: 'value', values: [whole.value] };
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (parsed(lines[first] ?? '')) return { form: 'lines', values: lineValues(fileName, lines) };
  if (!STARTS_LIKE_JSON.test(text)) return undefined;
  throw new InputError(`${fileName} is not JSON: it breaks off in line ${jsonFaultLine(text)}; mend that line.`);
}

function lineValues(fileName: string, lines: readonly string[]): unknown[] {
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const found = parsed(line);
    if (found) return [found.value];
    throw new InputError(`${fileName} has a line that is not JSON, line ${index + 1}; mend or remove it.`);
  });
}

/** NaN and Infinity are no JSON, but Python writes them for a number that is missing. */
const PYTHON_NUMBER = /([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g;

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(inSourceOrder(text)) };
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  try {
    return { value: JSON.parse(inSourceOrder(text).replace(PYTHON_NUMBER, '$1null')) };
  } catch {
    return undefined;
  }
}

/**
 * vLLM writes the candidates of a position by their ids, the token that stands there first. JavaScript sorts keys that
 * are numbers; with a mark before them they keep their order. A quote inside a string is escaped, so no text is changed
 * but that of a key that ends in an escaped quote and digits.
 */
const inSourceOrder = (text: string): string =>
  text.includes('prompt_logprobs') ? text.replace(/"(\d+)"(?=\s*:)/g, '"#$1"') : text;
