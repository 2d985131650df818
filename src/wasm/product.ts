/** @file Matrix products, each side transposed or not: blocks that stay in the caches, packed once, multiplied in tiles. */

import { ADD, COLUMNS, packPanel, packTall, tallTile, TALL, TILE_FLOATS } from './tile';

// A panel of 256 x 8 stays in the first cache, a block of 65 x 256 and one of 256 x 512 in the second.
const DEPTH = 256;
const HEIGHT = 65;
const WIDTH = 512;

/** Bytes that `packedProduct` needs at `scratch`: a tile, and a block of the left side. */
export const LEFT_BYTES: i32 = (TILE_FLOATS + HEIGHT * DEPTH) * 4;

/** Bytes that `product` needs at `scratch`: a block of the right side too. */
export const PRODUCT_SCRATCH: i32 = LEFT_BYTES + DEPTH * WIDTH * 4;

/**
 * out[rows, columns] = a[rows, inner] · b[inner, columns] (+ bias) (+ out)
 *
 * @param aRow, aInner, bInner, bColumn floats from one to the next; of each side one is 1
 * @param bias [columns], or 0
 * @param mode STORE or ADD
 */
export function product(
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  b: usize,
  bInner: i32,
  bColumn: i32,
  out: usize,
  bias: usize,
  mode: i32,
  scratch: usize,
): void {
  const right = scratch + LEFT_BYTES;
  for (let first = 0; first < columns; first += WIDTH) {
    const width = min(WIDTH, columns - first);
    for (let depth = 0; depth < inner; depth += DEPTH) {
      const deep = min(DEPTH, inner - depth);
      for (let column = 0; column < width; column += COLUMNS)
        packPanel(
          b + (((first + column) * bColumn + depth * bInner) << 2),
          bColumn << 2,
          bInner << 2,
          width - column,
          deep,
          right + ((column * deep) << 2),
        );
      multiply(
        rows,
        deep,
        width,
        a + ((depth * aInner) << 2),
        aRow,
        aInner,
        right,
        out + (first << 2),
        columns,
        depth === 0 && bias ? bias + (first << 2) : 0,
        depth === 0 ? mode : ADD,
        scratch,
      );
    }
  }
}

/**
 * One block of a product: out[rows, width of columns] (+)= a[rows, deep] · right[deep, width] (+ bias)
 *
 * @param right packed in panels
 */
function multiply(
  rows: i32,
  deep: i32,
  width: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  right: usize,
  out: usize,
  columns: i32,
  bias: usize,
  mode: i32,
  scratch: usize,
): void {
  const left = scratch + TILE_FLOATS * 4;
  const stride: usize = columns << 2;
  for (let top = 0; top < rows; top += HEIGHT) {
    const height = min(HEIGHT, rows - top);
    for (let row = 0; row < height; row += TALL)
      packTall(a + (((top + row) * aRow) << 2), aRow << 2, aInner << 2, height - row, deep, left + ((row * deep) << 2));
    for (let column = 0; column < width; column += COLUMNS)
      for (let row = 0; row < height; row += TALL)
        tallTile(
          left + ((row * deep) << 2),
          right + ((column * deep) << 2),
          deep,
          out + (((top + row) * columns + column) << 2),
          stride,
          mode,
          bias ? bias + (column << 2) : 0,
          height - row,
          width - column,
          scratch,
        );
  }
}

/** Bytes of a right side that is packed whole, so that several threads can read it. */
export function packedBytes(inner: i32, columns: i32): usize {
  return (<usize>inner * <usize>((columns + COLUMNS - 1) & -COLUMNS)) << 2;
}

/** Where the block at column `first` and depth `depth` of a packed right side begins; blocks lie as `product` meets them. */
function packedBlock(packed: usize, inner: i32, columns: i32, first: i32, depth: i32): usize {
  const width = (min(WIDTH, columns - first) + COLUMNS - 1) & -COLUMNS;
  return packed + ((first * inner + depth * width) << 2);
}

/** Packs the panels [from, to) of b[inner, columns], each of 8 columns. */
export function packRight(
  from: i32,
  to: i32,
  inner: i32,
  columns: i32,
  b: usize,
  bInner: i32,
  bColumn: i32,
  packed: usize,
): void {
  for (let column = from * COLUMNS; column < min(columns, to * COLUMNS); column += COLUMNS) {
    const first = column & -WIDTH;
    for (let depth = 0; depth < inner; depth += DEPTH) {
      const deep = min(DEPTH, inner - depth);
      packPanel(
        b + ((column * bColumn + depth * bInner) << 2),
        bColumn << 2,
        bInner << 2,
        columns - column,
        deep,
        packedBlock(packed, inner, columns, first, depth) + (((column - first) * deep) << 2),
      );
    }
  }
}

/** `product` with a right side that `packRight` has packed: to the bit the same, however the rows are shared out. */
export function packedProduct(
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  packed: usize,
  out: usize,
  bias: usize,
  mode: i32,
  scratch: usize,
): void {
  for (let first = 0; first < columns; first += WIDTH)
    for (let depth = 0; depth < inner; depth += DEPTH)
      multiply(
        rows,
        min(DEPTH, inner - depth),
        min(WIDTH, columns - first),
        a + ((depth * aInner) << 2),
        aRow,
        aInner,
        packedBlock(packed, inner, columns, first, depth),
        out + (first << 2),
        columns,
        depth === 0 && bias ? bias + (first << 2) : 0,
        depth === 0 ? mode : ADD,
        scratch,
      );
}

/** out[columns] = the sum of the rows of x[rows, columns], for the columns [from, to) alone */
export function sumColumns(rows: i32, columns: i32, from: i32, to: i32, x: usize, out: usize): void {
  const count = to - from;
  x += from << 2;
  out += from << 2;
  memory.fill(out, 0, count << 2);
  for (let row = 0; row < rows; row++) {
    addTo(count, x, out);
    x += columns << 2;
  }
}

/** out[columns] = the sum of the rows of x[rows, columns] */
export function sumRows(rows: i32, columns: i32, x: usize, out: usize): void {
  sumColumns(rows, columns, 0, columns, x, out);
}

/** out[count] += x[count] */
export function addTo(count: i32, x: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4)
    v128.store(out + (i << 2), f32x4.add(v128.load(out + (i << 2)), v128.load(x + (i << 2))));
  for (; i < count; i++) store<f32>(out + (i << 2), load<f32>(out + (i << 2)) + load<f32>(x + (i << 2)));
}
