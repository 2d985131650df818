/** @file Matrix products, each side transposed or not: blocks that stay in the caches, packed once, multiplied in tiles. */

import { ADD, COLUMNS, packPanel, packTall, tallTile, TALL, TILE_FLOATS } from './tile';

// A panel of 256 x 8 stays in the first cache, a block of 65 x 256 and one of 256 x 512 in the second.
const DEPTH = 256;
const HEIGHT = 65;
const WIDTH = 512;

/** Bytes that `product` needs at `scratch`. */
export const PRODUCT_SCRATCH: i32 = (TILE_FLOATS + HEIGHT * DEPTH + DEPTH * WIDTH) * 4;

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
  const spare = scratch;
  const left = spare + TILE_FLOATS * 4;
  const right = left + HEIGHT * DEPTH * 4;
  const stride: usize = columns << 2;
  for (let first = 0; first < columns; first += WIDTH) {
    const width = min(WIDTH, columns - first);
    for (let depth = 0; depth < inner; depth += DEPTH) {
      const deep = min(DEPTH, inner - depth);
      const isFirst = depth === 0;
      for (let column = 0; column < width; column += COLUMNS)
        packPanel(
          b + (((first + column) * bColumn + depth * bInner) << 2),
          bColumn << 2,
          bInner << 2,
          width - column,
          deep,
          right + ((column * deep) << 2),
        );
      for (let top = 0; top < rows; top += HEIGHT) {
        const height = min(HEIGHT, rows - top);
        for (let row = 0; row < height; row += TALL)
          packTall(
            a + (((top + row) * aRow + depth * aInner) << 2),
            aRow << 2,
            aInner << 2,
            height - row,
            deep,
            left + ((row * deep) << 2),
          );
        for (let column = 0; column < width; column += COLUMNS)
          for (let row = 0; row < height; row += TALL)
            tallTile(
              left + ((row * deep) << 2),
              right + ((column * deep) << 2),
              deep,
              out + (((top + row) * columns + first + column) << 2),
              stride,
              isFirst ? mode : ADD,
              bias && isFirst ? bias + ((first + column) << 2) : 0,
              height - row,
              width - column,
              spare,
            );
      }
    }
  }
}

/** out[columns] = the sum of the rows of x[rows, columns] */
export function sumRows(rows: i32, columns: i32, x: usize, out: usize): void {
  memory.fill(out, 0, columns << 2);
  for (let row = 0; row < rows; row++) {
    addTo(columns, x, out);
    x += columns << 2;
  }
}

/** out[count] += x[count] */
export function addTo(count: i32, x: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4)
    v128.store(out + (i << 2), f32x4.add(v128.load(out + (i << 2)), v128.load(x + (i << 2))));
  for (; i < count; i++) store<f32>(out + (i << 2), load<f32>(out + (i << 2)) + load<f32>(x + (i << 2)));
}
