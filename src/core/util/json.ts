/** @file JSON that comes from outside. */

import { InputError } from './assert';

/** @param sentence for a person, asked for only if the text is not JSON */
export function parseJson(json: string, sentence: () => string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InputError(sentence());
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Where the string that opens at `start` ends, its closing quote included; -1 where JSON allows no such string.
 * By hand: an expression would keep a way back for each escape, and a file may have millions.
 */
export function jsonStringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const character = json[at] ?? '';
    if (character === '"') return at + 1;
    if (character < ' ') return -1;
    if (character !== '\\') continue;
    at++;
    if (json[at] === 'u' && /^[0-9a-fA-F]{4}$/.test(json.slice(at + 1, at + 5))) at += 4;
    else if (!'"\\/bfnrt'.includes(json[at] ?? '-')) return -1;
  }
  return -1;
}
