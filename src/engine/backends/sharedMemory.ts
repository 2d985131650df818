/**
 * @file tfjs's WASM module of one thread, on a memory that threads of ours can share.
 *
 * tfjs has a module with threads of its own: it starts a thread for each of half of the cores, and they serve its own products
 * alone, which ours replace. Its module of one thread is as fast on shared memory as on a plain one; whether it asks for that is one
 * bit of the file.
 */

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const MEMORY_SECTION = 5;
/** The preamble of a module: magic number and version. */
const PREAMBLE_BYTES = 8;
// Limits of a memory: with a maximum, and with a maximum and shared. [WebAssembly, binary format, limits]
const LIMITED = 1;
const SHARED = 3;

/** @returns the module asking for a shared memory; undefined where it does not look as expected */
export function withSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const shared = new Uint8Array(module);
  let at = PREAMBLE_BYTES;
  while (at < shared.length) {
    const [bytes, content] = sectionSize(shared, at + 1);
    if (shared[at] === MEMORY_SECTION) {
      const flags = content + 1; // after the number of memories
      if (shared[content] !== 1 || shared[flags] !== LIMITED) return undefined;
      shared[flags] = SHARED;
      return shared;
    }
    at = content + bytes;
  }
  return undefined;
}

/** An unsigned LEB128 number, and where what follows it begins. */
function sectionSize(module: Uint8Array, at: number): [value: number, next: number] {
  let [value, shift, next, byte] = [0, 0, at, 0];
  do {
    byte = module[next++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
  } while (byte >= 0x80);
  return [value, next];
}

/** Not where a page is not isolated, nor where a device has no room for the largest memory that tfjs may grow to. */
function canShare(): boolean {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }).buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}

/**
 * Makes tfjs start the module on a shared memory.
 *
 * @param load its module of one thread with SIMD
 * @returns false where that cannot be; tfjs is then left as it was
 */
export async function shareWasmMemory(load: () => Promise<Uint8Array>): Promise<boolean> {
  const shared = canShare() ? withSharedMemory(await load()) : undefined;
  if (!shared || !WebAssembly.validate(shared)) return false;
  const url = URL.createObjectURL(new Blob([shared], { type: 'application/wasm' }));
  const paths = { 'tfjs-backend-wasm.wasm': url, 'tfjs-backend-wasm-simd.wasm': url };
  setWasmPaths({ ...paths, 'tfjs-backend-wasm-threaded-simd.wasm': url }, true); // by the platform's fetch, in Node too
  return true;
}
