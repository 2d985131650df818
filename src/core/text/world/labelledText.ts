/** @file UTF-8 text under construction, with the source of every byte beside it. */

import { encodeUtf8 } from '../../util/utf8';
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
    const added = encodeUtf8(text);
    const end = this.#length + added.length;
    if (end > this.#bytes.length) {
      const capacity = Math.max(end, this.#bytes.length * 2);
      this.#bytes = grown(this.#bytes, capacity);
      this.#labelOf = grown(this.#labelOf, capacity);
    }
    this.#bytes.set(added, this.#length);
    this.#labelOf.fill(SOURCE_LABELS.indexOf(label), this.#length, end);
    this.#length = end;
    return this;
  }

  addSpans(spans: readonly Span[]): this {
    for (const { text, label } of spans) this.add(text, label);
    return this;
  }

  /** [byte] */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** [byte] index into SOURCE_LABELS */
  labelOf(): Uint8Array<ArrayBuffer> {
    return this.#labelOf.slice(0, this.#length);
  }
}

function grown(from: Uint8Array, capacity: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(capacity);
  larger.set(from);
  return larger;
}
