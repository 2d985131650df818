/** @file Malformed input from a seed: what a person's disk, a bad download or an attacker could hand to the page. */

import { decodeUtf8, encodeUtf8 } from '../../src/core/util/utf8';
import { rng, type Rng } from '../../src/core/util/rng';

/** Values at which parsers break: ends of number ranges, names of prototypes, marks of text direction, depth. */
const NASTY: readonly unknown[] = [
  -1,
  2 ** 31,
  2 ** 53,
  1e308,
  -0,
  0.5,
  null,
  true,
  '',
  '__proto__',
  '../../x',
  '<img src=x onerror=alert(1)>',
  '\u202Eabc\u0000\u{1F469}\u200D',
  'a'.repeat(5000),
  [],
  {},
  [[[[[[[[]]]]]]]],
];

/** One of several kinds of damage to a sound file. */
export function damaged(bytes: Uint8Array, chance: Rng): Uint8Array {
  const at = chance.integer(Math.max(1, bytes.length));
  const broken = bytes.slice();
  switch (chance.integer(7)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return flipped(broken, chance, 1);
    case 2:
      return flipped(broken, chance, 40);
    case 3: // A length or an offset that points anywhere.
      new DataView(broken.buffer).setUint32(
        Math.min(at, broken.length - 4),
        chance.integer(2) ? 0xffffffff : 0x7fffffff,
      );
      return broken;
    case 4: // A piece twice.
      return joined(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 64)));
    case 5: // A piece missing.
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + chance.integer(64))));
    default:
      return Uint8Array.from({ length: chance.integer(400) }, () => chance.integer(256));
  }
}

function flipped(bytes: Uint8Array, chance: Rng, times: number): Uint8Array {
  for (let i = 0; i < times; i++) {
    const at = chance.integer(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.integer(8));
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Sound JSON with one of its values, at any depth, changed for a nasty one. */
export function damagedValue(value: unknown, chance: Rng): unknown {
  if (typeof value !== 'object' || value === null || chance.integer(4) === 0)
    return NASTY[chance.integer(NASTY.length)];
  if (ArrayBuffer.isView(value)) return NASTY[chance.integer(NASTY.length)];
  const entries = Object.entries(value);
  if (entries.length === 0) return NASTY[chance.integer(NASTY.length)];
  const chosen = chance.integer(entries.length);
  const changed = entries.map(([key, inner], i) => [
    i === chosen && chance.integer(6) === 0 ? '__proto__x' : key,
    i === chosen ? damagedValue(inner, chance) : inner,
  ]);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

/** Text damaged as bytes, or as JSON where it is JSON. */
export function damagedText(text: string, chance: Rng): string {
  if (chance.integer(2) === 0) return decodeUtf8(damaged(encodeUtf8(text), chance));
  try {
    return JSON.stringify(damagedValue(JSON.parse(text), chance));
  } catch {
    return decodeUtf8(damaged(encodeUtf8(text), chance));
  }
}

export const chanceOf = (door: string, turn: number): Rng => rng(turn, 'fuzz', door);
