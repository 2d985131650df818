/** @file Numbers byte strings: each distinct word gets the next whole number. No string and no object per word. */

const EMPTY = -1;

export class WordTable {
  #slots = new Int32Array(1024).fill(EMPTY);
  #hashes = new Int32Array(512);
  /** Word i lies in `#arena` from `#starts[i]` to `#starts[i + 1]`. */
  #starts = new Int32Array(513);
  #arena = new Uint8Array(4096);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of all words, end to end. */
  get bytes(): Uint8Array {
    return this.#arena.subarray(0, this.#starts[this.#size]);
  }

  /** Where word `index` starts in `bytes`; it ends where the next one starts. */
  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  /** The number of the word in [start, end). It is new if it equals the size of before. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let index = this.#slots[slot] ?? EMPTY; index !== EMPTY; index = this.#slots[slot] ?? EMPTY) {
      if (this.#hashes[index] === hash && this.#equals(index, bytes, start, end)) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.#size;
    this.#slots[slot] = index;
    this.#add(hash, bytes, start, end);
    return index;
  }

  #equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.start(index);
    if (this.start(index + 1) - at !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#arena[at + i - start] !== bytes[i]) return false;
    return true;
  }

  #add(hash: number, bytes: Uint8Array, start: number, end: number): void {
    const from = this.start(this.#size);
    const to = from + end - start;
    if (to > this.#arena.length) this.#arena = grown(this.#arena, new Uint8Array(2 * to));
    this.#arena.set(bytes.subarray(start, end), from);
    this.#hashes[this.#size++] = hash;
    this.#starts[this.#size] = to;
    if (2 * this.#size === this.#slots.length) this.#grow();
  }

  /** Doubles the table: at most half of the slots are taken, so that a search stays short. */
  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(EMPTY);
    this.#hashes = grown(this.#hashes, new Int32Array(2 * this.#size));
    this.#starts = grown(this.#starts, new Int32Array(2 * this.#size + 1));
    for (let index = 0; index < this.#size; index++) {
      let slot = (this.#hashes[index] ?? 0) & (slots.length - 1);
      while (slots[slot] !== EMPTY) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index;
    }
    this.#slots = slots;
  }
}

function grown<A extends Int32Array | Uint8Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}

/** FNV-1a with a final mix: the low bits choose the slot. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
