/**
 * @file What threads may share: kernels whose outputs fall into independent rows, heads or columns. Each number is summed in the
 * same order whoever does it, so the results are those of one thread, to the bit.
 *
 * The numbers of a call stand at `a` as doubles, which hold a whole number, a place and a float alike: those of the kernel in its
 * order, but for the scratch at its end, of which each thread has its own.
 */

import { adamw } from './adamw';
import { attendHeads, attendHeadsGrad } from './attention';
import { crossEntropy, crossEntropyGrad, tokenEntropy } from './crossEntropy';
import { gelu, geluGrad } from './gelu';
import { addPositions, copy, pickRows, positionsColumns, rotate, scatterColumns } from './move';
import { gainGrad, layerNorm, layerNormGrad } from './norm';
import { packedProduct, packRight, sumColumns } from './product';

// As `core/nn/kernels/wasm/wasmJobs.ts` says them.
const PACK_RIGHT = 0;
const PRODUCT = 1;
const SUM_ROWS = 2;
const ATTENTION = 3;
const ATTENTION_GRAD = 4;
const LAYER_NORM = 5;
const LAYER_NORM_GRAD = 6;
const GAIN_GRAD = 7;
const GELU = 8;
const GELU_GRAD = 9;
const CROSS_ENTROPY = 10;
const CROSS_ENTROPY_GRAD = 11;
const ADAMW = 12;
const COPY = 13;
const PICK_ROWS = 14;
const SCATTER_ROWS = 15;
const ADD_POSITIONS = 16;
const POSITIONS_GRAD = 17;
const ROTATE = 18;
const TOKEN_ENTROPY = 19;

/** A whole number. */
function n(a: usize, index: i32): i32 {
  return <i32>load<f64>(a + (index << 3));
}

function f(a: usize, index: i32): f32 {
  return <f32>load<f64>(a + (index << 3));
}

/** A place, so many floats on. */
function at(a: usize, index: i32, floats: i32 = 0): usize {
  return <usize>load<f64>(a + (index << 3)) + ((<usize>floats) << 2);
}

/** Does [from, to) of a job. */
export function part(job: i32, from: i32, to: i32, a: usize, scratch: usize): void {
  const count = to - from;
  switch (job) {
    case PACK_RIGHT: // panels of 8 columns
      packRight(from, to, n(a, 1), n(a, 2), at(a, 6), n(a, 7), n(a, 8), at(a, 13));
      break;
    case PRODUCT: // rows
      productRows(from, count, a, scratch);
      break;
    case SUM_ROWS: // columns
      sumColumns(n(a, 0), n(a, 1), from, to, at(a, 2), at(a, 3));
      break;
    case ATTENTION: // heads of all rows
      attendHeads(
        from,
        to,
        n(a, 1),
        n(a, 2),
        n(a, 3),
        n(a, 4),
        f(a, 5),
        at(a, 6),
        at(a, 7),
        at(a, 8),
        at(a, 9),
        scratch,
      );
      break;
    case ATTENTION_GRAD: // heads of all rows
      attendHeadsGrad(
        from,
        to,
        n(a, 1),
        n(a, 2),
        n(a, 3),
        n(a, 4),
        f(a, 5),
        at(a, 6),
        at(a, 7),
        at(a, 8),
        at(a, 9),
        scratch,
      );
      break;
    case LAYER_NORM: // rows
      normRows(from, count, n(a, 1), a);
      break;
    case LAYER_NORM_GRAD: // rows
      normRowsGrad(from, count, n(a, 1), a, scratch);
      break;
    case GAIN_GRAD: // columns
      gainGrad(n(a, 0), n(a, 1), from, to, at(a, 2), at(a, 3), at(a, 5), at(a, 8), at(a, 9));
      break;
    case GELU: // elements
      gelu(count, at(a, 1, from), at(a, 2, from));
      break;
    case GELU_GRAD: // elements
      geluGrad(count, at(a, 1, from), at(a, 2, from), at(a, 3, from));
      break;
    case CROSS_ENTROPY: // rows
      crossEntropy(count, n(a, 1), at(a, 2, from * n(a, 1)), at(a, 3, from), at(a, 4, from), scratch);
      break;
    case CROSS_ENTROPY_GRAD: // rows
      crossEntropyGrad(
        count,
        n(a, 1),
        at(a, 2, from * n(a, 1)),
        at(a, 3, from),
        at(a, 4, from),
        at(a, 5, from * n(a, 1)),
      );
      break;
    case TOKEN_ENTROPY: // rows
      tokenEntropy(count, n(a, 1), at(a, 2, from * n(a, 1)), at(a, 3, from), scratch);
      break;
    case ADAMW: // elements
      adamw(
        count,
        at(a, 1, from),
        at(a, 2, from),
        at(a, 3, from),
        at(a, 4, from),
        f(a, 5),
        f(a, 6),
        f(a, 7),
        f(a, 8),
        f(a, 9),
        f(a, 10),
        f(a, 11),
        f(a, 12),
      );
      break;
    case COPY: // elements
      copy(count, at(a, 1, from), at(a, 2, from));
      break;
    case PICK_ROWS: // rows
      pickRows(count, n(a, 1), at(a, 2), at(a, 3, from), at(a, 4, from * n(a, 1)));
      break;
    case SCATTER_ROWS: // columns
      scatterColumns(n(a, 0), n(a, 1), from, to, n(a, 2), at(a, 3), at(a, 4), at(a, 5));
      break;
    case ADD_POSITIONS: // rows of the batch
      positionsRows(from, count, n(a, 1) * n(a, 2), a);
      break;
    case POSITIONS_GRAD: // columns
      positionsColumns(n(a, 0), n(a, 1), n(a, 2), from, to, n(a, 3), at(a, 4), at(a, 5), n(a, 6), at(a, 7));
      break;
    case ROTATE: // rows of the batch
      rotateRows(from, count, 3 * n(a, 1) * n(a, 2) * n(a, 3), a);
      break;
  }
}

/** `a` has the place of the packed right side after the scratch of the call. */
function productRows(from: i32, count: i32, a: usize, scratch: usize): void {
  const left = at(a, 3, from * n(a, 4));
  const out = at(a, 9, from * n(a, 2));
  packedProduct(count, n(a, 1), n(a, 2), left, n(a, 4), n(a, 5), at(a, 13), out, at(a, 10), n(a, 11), scratch);
}

function normRows(from: i32, count: i32, width: i32, a: usize): void {
  const skipped = from * width;
  layerNorm(count, width, at(a, 2, skipped), at(a, 3), at(a, 4), at(a, 5, skipped), at(a, 6, 2 * from));
}

function normRowsGrad(from: i32, count: i32, width: i32, a: usize, scratch: usize): void {
  const skipped = from * width;
  const residual = at(a, 6) ? at(a, 6, skipped) : 0;
  const stats = at(a, 5, 2 * from);
  const dx = at(a, 7, skipped);
  layerNormGrad(count, width, at(a, 2, skipped), at(a, 3, skipped), at(a, 4), stats, residual, dx, 0, 0, scratch);
}

function positionsRows(from: i32, count: i32, size: i32, a: usize): void {
  const starts = at(a, 6) ? at(a, 6, from) : 0;
  addPositions(count, n(a, 1), n(a, 2), n(a, 3), at(a, 4, from * size), at(a, 5), starts, at(a, 7, from * size));
}

function rotateRows(from: i32, count: i32, size: i32, a: usize): void {
  const x = at(a, 4, from * size);
  rotate(count, n(a, 1), n(a, 2), n(a, 3), x, at(a, 5), at(a, 6), f(a, 7), at(a, 8, from * size));
}
