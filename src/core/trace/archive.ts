/**
 * @file ZIP archives, bounded: what comes from outside may name any size, lie about it, or lead out of its folder.
 *
 * Nothing is unpacked before the directory was read to its end, and nothing beyond the sizes that it names.
 */

import { unzipSync, zipSync, type UnzipFileInfo, type Zippable } from 'fflate';
import { InputError } from '../util/assert';

export type Files = Readonly<Record<string, Uint8Array>>;

const MOST_ENTRIES = 4000;
const MOST_BYTES = 1e9;
/** DEFLATE cannot do better than 1,032 to 1; our own weights and losses come nowhere near. */
const MOST_RATIO = 200;
/** Below this no ratio is suspicious. */
const SMALL_BYTES = 1e6;
const MOST_DEPTH = 6;
const MOST_NAME = 200;

/** Without compression: weights and losses are noise to DEFLATE, and half of a large run's time would go into it. */
export function packArchive(files: Files): Uint8Array<ArrayBuffer> {
  // A fixed moment, so that the same experiment gives the same bytes.
  const zippable: Zippable = Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, [bytes, { level: 0, mtime: '1980-01-01T00:00:00' }]]),
  );
  return new Uint8Array(zipSync(zippable));
}

/**
 * Refuses with one sentence what is no archive, is damaged, or goes beyond the bounds.
 *
 * @param fileName how the sentence names the file
 */
export function unpackArchive(bytes: Uint8Array, fileName: string): Files {
  checkDirectory(bytes, fileName);
  const files = unzip(bytes, fileName, () => true);
  // Folders are entries of their own in some archives.
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('/')));
}

/** The files in it, by path. Refuses as `unpackArchive` does. */
export function archiveNames(bytes: Uint8Array, fileName: string): readonly string[] {
  checkDirectory(bytes, fileName);
  const names: string[] = [];
  unzip(bytes, fileName, ({ name }) => {
    names.push(name);
    return false;
  });
  return names;
}

export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

function checkDirectory(bytes: Uint8Array, fileName: string): void {
  let entries = 0;
  let total = 0;
  unzip(bytes, fileName, ({ name, size, originalSize }) => {
    if (++entries > MOST_ENTRIES)
      throw new InputError(`${fileName} has more than 4,000 files in it and is not opened.`);
    total += originalSize;
    if (!(total <= MOST_BYTES)) throw new InputError(`${fileName} unpacks to more than 1 GB and is not opened.`);
    if (originalSize > SMALL_BYTES && originalSize > MOST_RATIO * size)
      throw new InputError(`${fileName} unpacks “${shown(name)}” to more than 200 times its size and is not opened.`);
    if (!isSafePath(name))
      throw new InputError(`${fileName} has a file “${shown(name)}” that leads out of its folder and is not opened.`);
    return false;
  });
}

function isSafePath(path: string): boolean {
  const names = path.replace(/\/$/, '').split('/');
  return (
    path.length <= MOST_NAME &&
    names.length <= MOST_DEPTH &&
    names.every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\:\u0000-\u001f]/.test(name))
  );
}

function unzip(bytes: Uint8Array, fileName: string, filter: (file: UnzipFileInfo) => boolean): Files {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${fileName} is damaged or not a ZIP archive: save or download it again.`);
  }
}

const shown = (name: string): string => name.slice(0, 40);
