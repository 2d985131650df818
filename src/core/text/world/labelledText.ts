/** @file UTF-8 text under construction, with the source of every byte beside it. */

import { SOURCE_LABELS, type SourceLabel, type Span } from './labels';

/** Append-only. Both columns grow by doubling, so that megabytes of text cost no string concatenation. */
export class LabelledText {
  #bytes = new Uint8Array(1024);
  #labelOf = new Uint8Array(1024);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  add(text: string, label: SourceLabel): this {
    this.#reserve(text.length * 3); // One UTF-16 unit is at most three bytes of UTF-8.
    const start = this.#length;
    for (const character of text) this.#encode(character.codePointAt(0) ?? 0);
    this.#labelOf.fill(SOURCE_LABELS.indexOf(label), start, this.#length);
    return this;
  }

  addSpans(spans: readonly Span[]): this {
    for (const { text, label } of spans) this.add(text, label);
    return this;
  }

  /** [byte] */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** [byte] index into SOURCE_LABELS */
  labelOf(): Uint8Array {
    return this.#labelOf.slice(0, this.#length);
  }

  #encode(codePoint: number): void {
    if (codePoint < 0x80) return this.#push(codePoint);
    if (codePoint < 0x800) this.#push(0xc0 | (codePoint >> 6));
    else {
      if (codePoint < 0x10000) this.#push(0xe0 | (codePoint >> 12));
      else {
        this.#push(0xf0 | (codePoint >> 18));
        this.#push(0x80 | ((codePoint >> 12) & 0x3f));
      }
      this.#push(0x80 | ((codePoint >> 6) & 0x3f));
    }
    this.#push(0x80 | (codePoint & 0x3f));
  }

  #push(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }

  #reserve(extra: number): void {
    const needed = this.#length + extra;
    if (needed <= this.#bytes.length) return;
    const capacity = Math.max(needed, this.#bytes.length * 2);
    this.#bytes = copied(this.#bytes, capacity);
    this.#labelOf = copied(this.#labelOf, capacity);
  }
}

function copied(from: Uint8Array<ArrayBuffer>, capacity: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(capacity);
  grown.set(from);
  return grown;
}
