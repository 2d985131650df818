/** @file Gzip, bounded like a ZIP: what comes from outside may unpack to any size, and may lie about it. */

import { Gunzip } from 'fflate';
import { InputError } from '../../util/assert';
import { joinBytes } from '../../util/bytes';

/** Fed in parts, so that a file that grows too far is given up before it fills the memory. */
const PART_BYTES = 16_384;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/** @param mostBytes more is refused with a sentence that names the file */
export function gunzip(fileName: string, bytes: Uint8Array, mostBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isComplete = false;
  const stream = new Gunzip((part, isFinal) => {
    length += part.length;
    if (length > mostBytes)
      throw new InputError(`${fileName} unpacks to more than ${mostBytes / 1e6} MB; choose a part of it.`);
    parts.push(part);
    isComplete = isFinal;
  });
  try {
    for (let at = 0; at < bytes.length; at += PART_BYTES)
      stream.push(bytes.slice(at, at + PART_BYTES), at + PART_BYTES >= bytes.length);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${fileName} is a damaged gzip file; save or download it again.`);
  }
  if (!isComplete) throw new InputError(`${fileName} is a gzip file that breaks off; save or download it again.`);
  return joinBytes(parts);
}
