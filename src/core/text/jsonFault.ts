/** @file Finds where JSON is broken. Engines word that differently, and some do not tell the place at all. */

import { jsonStringEnd } from '../util/json';

const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'more' | 'nothing';

/** The line, from 1, in which a text that JSON.parse refuses stops being JSON. */
export function jsonFaultLine(json: string): number {
  let line = 1;
  const fault = jsonFaultOffset(json);
  for (let i = json.indexOf('\n'); i >= 0 && i < fault; i = json.indexOf('\n', i + 1)) line++;
  return line;
}

/** Where the first token starts that cannot stand where it stands, or the end. */
function jsonFaultOffset(json: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let at = matchEnd(SPACE, json, 0); at < json.length;) {
    const mark = json[at] ?? '';
    const end = '{}[],:'.includes(mark) ? at + 1 : mark === '"' ? jsonStringEnd(json, at) : matchEnd(PLAIN, json, at);
    const after: Expected | undefined = end < 0 ? undefined : nextExpected(mark, expected, open);
    if (!after) return at;
    expected = after;
    at = matchEnd(SPACE, json, end);
  }
  return json.length;
}

/** What may follow a token that starts with `mark`; undefined where it may not stand. Keeps `open` up to date. */
function nextExpected(mark: string, expected: Expected, open: string[]): Expected | undefined {
  const isValue = expected === 'value' || expected === 'valueOrEnd';
  const isKey = expected === 'key' || expected === 'keyOrEnd';
  switch (mark) {
    case '{':
    case '[':
      if (isValue) open.push(mark);
      return !isValue ? undefined : mark === '{' ? 'keyOrEnd' : 'valueOrEnd';
    case '}':
    case ']': {
      const emptyEnd = mark === '}' ? 'keyOrEnd' : 'valueOrEnd';
      const isEnd = open.at(-1) === (mark === '}' ? '{' : '[') && (expected === 'more' || expected === emptyEnd);
      if (isEnd) open.pop();
      return isEnd ? afterValue(open) : undefined;
    }
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    case ',':
      return expected !== 'more' ? undefined : open.at(-1) === '{' ? 'key' : 'value';
    case '"':
      return isKey ? 'colon' : isValue ? afterValue(open) : undefined;
    default:
      return isValue ? afterValue(open) : undefined;
  }
}

const afterValue = (open: readonly string[]): Expected => (open.length > 0 ? 'more' : 'nothing');

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
