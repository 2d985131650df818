/** @file A person's text in a link: only where it was asked for. Packed, and bounded at both ends. */

import { deflateSync, inflateSync } from 'fflate';
import { decodeUtf8, encodeUtf8 } from '../../../core/util/utf8';
import type { BroughtText } from './broughtText';

/** Characters of a link that every browser and most chats keep whole. */
export const MOST_LINK_CHARACTERS = 30_000;
const MOST_TEXT_BYTES = 500_000;

/** The part of a link; undefined where the text is too long for one. */
export function formatSharedText({ name, bytes }: BroughtText): string | undefined {
  if (bytes.length > MOST_TEXT_BYTES) return undefined;
  const head = encodeUtf8(`${name.replaceAll('\n', ' ').slice(0, 100)}\n`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  const packed = toBase64(deflateSync(whole, { level: 9 }));
  return packed.length <= MOST_LINK_CHARACTERS ? packed : undefined;
}

/** Undefined where it is no such part. */
export function parseSharedText(packed: string): BroughtText | undefined {
  if (packed.length > MOST_LINK_CHARACTERS || !/^[\w-]+$/.test(packed)) return undefined;
  const whole = inflated(fromBase64(packed));
  const end = whole?.indexOf(0x0a) ?? -1;
  if (!whole || end < 0 || end === whole.length - 1) return undefined;
  return { name: decodeUtf8(whole.subarray(0, end)) || 'A shared text', bytes: whole.slice(end + 1) };
}

/** A full buffer means that more was coming: such a text was not made here. */
function inflated(packed: Uint8Array | undefined): Uint8Array | undefined {
  if (!packed) return undefined;
  try {
    const whole = inflateSync(packed, { out: new Uint8Array(MOST_TEXT_BYTES + 200) });
    return whole.length <= MOST_TEXT_BYTES + 110 ? whole : undefined;
  } catch {
    // Whatever is wrong with a link's bytes, the link is told to be broken by whoever asked.
    return undefined;
  }
}

function toBase64(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
  } catch {
    return undefined;
  }
}
