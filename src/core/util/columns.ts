/** @file Growable typed columns: append-only, contiguous, no object per row. */

type TypedArray = Float32Array | Int32Array | Uint8Array;

/** A typed array that grows by doubling. `view()` is the filled part; it is invalid after the next `append`. */
export class Column<A extends TypedArray> {
  #data: A;
  #length = 0;
  readonly #make: (length: number) => A;

  private constructor(make: (length: number) => A) {
    this.#make = make;
    this.#data = make(16);
  }

  static float32(): Column<Float32Array> {
    return new Column<Float32Array>((length) => new Float32Array(length));
  }

  static int32(): Column<Int32Array> {
    return new Column<Int32Array>((length) => new Int32Array(length));
  }

  static uint8(): Column<Uint8Array> {
    return new Column<Uint8Array>((length) => new Uint8Array(length));
  }

  get length(): number {
    return this.#length;
  }

  append(values: ArrayLike<number>): void {
    const needed = this.#length + values.length;
    if (needed > this.#data.length) {
      const grown = this.#make(Math.max(needed, this.#data.length * 2));
      grown.set(this.#data.subarray(0, this.#length));
      this.#data = grown;
    }
    this.#data.set(values, this.#length);
    this.#length = needed;
  }

  /** Drops what was appended after the first `length` rows: a run that resumes forgets the steps it will do again. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  view(): A {
    return this.#data.subarray(0, this.#length) as A;
  }
}
