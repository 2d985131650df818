/**
 * @file The WGSL of a matrix product: out = A · B, either side stored transposed, with what may follow each element.
 *
 * Two shapes. On graphics cards a workgroup shares tiles of both operands. On software adapters there is no barrier: four
 * invocations share a tile (`quadTile.ts`), or, where sizes are odd, one keeps a small tile to itself. Sizes are uniforms: a
 * batch of another length needs no new shader.
 */

import { range } from '../wgslText';

/** Invocations of a workgroup along each side of a shared tile, and the results of one along each side. */
const SIDE = 8;
const OWN = 4;
export const SHARED_TILE = SIDE * OWN;
/** Depth of a shared tile. */
const DEPTH = 32;

/** What is stored how: A is [m, k], or [k, m] where transposed; B is [k, n], or [n, k]. */
export interface ProductForm {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** WGSL that stores a result: `at(i)`, `value`, `line`, `column` as the epilogue of the caller says. */
  readonly store: (value: string, line: string, column: string, width: 1 | 4) => string;
  /** WGSL functions that `store` needs, for f32 or vec4. */
  readonly head: (type: 'f32' | 'vec4<f32>') => string;
  /** WGSL that stores Σ A over the depth for the lines of the result, where it is wanted. */
  readonly storeSum?: (value: string, line: string, width: 1 | 4) => string;
}

/** Where an element of each operand stands. */
const scalarReads = ({ transposeA, transposeB }: ProductForm): string => `
  fn readA(line : i32, depth : i32) -> f32 { return a[${transposeA ? 'depth * uniforms.m + line' : 'line * uniforms.k + depth'}]; }
  fn readB(depth : i32, column : i32) -> f32 { return b[${transposeB ? 'column * uniforms.k + depth' : 'depth * uniforms.n + column'}]; }`;

/** One invocation, one tile, single numbers: any sizes. Head and body of `runCells`. */
export function scalarTile(form: ProductForm): { readonly head: string; readonly body: string } {
  const lines = range(OWN);
  const columns = range(OWN);
  return {
    head: scalarReads(form),
    body: `
    let m = uniforms.m; let n = uniforms.n;
    let across = (n + ${OWN - 1}) / ${OWN};
    let line = (cell / across) * ${OWN};
    let column = (cell % across) * ${OWN};
    ${lines.map((i) => `var sum${i} = vec4<f32>(); ${form.storeSum ? `var along${i} = 0.0;` : ''}`).join(' ')}
    for (var step = 0; step < uniforms.k; step = step + 1) {
      let b = vec4<f32>(${columns.map((q) => `readB(step, min(column + ${q}, n - 1))`).join(', ')});
      ${lines.map((i) => `let a${i} = readA(min(line + ${i}, m - 1), step); sum${i} += a${i} * b; ${form.storeSum ? `along${i} += a${i};` : ''}`).join('\n      ')}
    }
    ${lines.map((i) => `if (line + ${i} < m) { ${form.storeSum ? `if (column == 0) { ${form.storeSum(`along${i}`, `(line + ${i})`, 1)} }` : ''} ${columns.map((q) => `if (column + ${q} < n) { ${form.store(`sum${i}[${q}]`, `(line + ${i})`, `(column + ${q})`, 1)} }`).join(' ')} }`).join('\n    ')}`,
  };
}

export const SCALAR_TILE = OWN;

/** A workgroup, one tile of both operands in shared memory: any sizes. Head and body of `runRows`, a row being a tile. */
export function sharedTile(form: ProductForm): { readonly head: string; readonly body: string } {
  const own = range(OWN);
  return {
    head: `${scalarReads(form)}
  var<workgroup> tileA : array<f32, ${DEPTH * SHARED_TILE}>;
  var<workgroup> tileB : array<f32, ${DEPTH * SHARED_TILE}>;`,
    body: `
    let m = uniforms.m; let k = uniforms.k; let n = uniforms.n;
    let across = (n + ${SHARED_TILE - 1}) / ${SHARED_TILE};
    let top = (row / across) * ${SHARED_TILE};
    let left = (row % across) * ${SHARED_TILE};
    let ownLine = (lane / ${SIDE}) * ${OWN};
    let ownColumn = (lane % ${SIDE}) * ${OWN};
    ${own.map((i) => `var sum${i} = vec4<f32>(); ${form.storeSum ? `var along${i} = 0.0;` : ''}`).join(' ')}
    for (var begin = 0; begin < k; begin = begin + ${DEPTH}) {
      for (var i = lane; i < ${DEPTH * SHARED_TILE}; i = i + LANES) {
        // Neighbouring lanes read neighbouring numbers of each operand.
        let aDepth = begin + ${form.transposeA ? `i / ${SHARED_TILE}` : `i % ${DEPTH}`};
        let aLine = ${form.transposeA ? `i % ${SHARED_TILE}` : `i / ${DEPTH}`};
        var a = 0.0;
        if (aDepth < k && top + aLine < m) { a = readA(top + aLine, aDepth); }
        tileA[(aDepth - begin) * ${SHARED_TILE} + aLine] = a;
        let bDepth = begin + ${form.transposeB ? `i % ${DEPTH}` : `i / ${SHARED_TILE}`};
        let bColumn = ${form.transposeB ? `i / ${DEPTH}` : `i % ${SHARED_TILE}`};
        var b = 0.0;
        if (bDepth < k && left + bColumn < n) { b = readB(bDepth, left + bColumn); }
        tileB[(bDepth - begin) * ${SHARED_TILE} + bColumn] = b;
      }
      workgroupBarrier();
      for (var step = 0; step < ${DEPTH}; step = step + 1) {
        let at = step * ${SHARED_TILE};
        let b = vec4<f32>(${own.map((q) => `tileB[at + ownColumn + ${q}]`).join(', ')});
        ${own.map((i) => `let a${i} = tileA[at + ownLine + ${i}]; sum${i} += a${i} * b; ${form.storeSum ? `along${i} += a${i};` : ''}`).join('\n        ')}
      }
      workgroupBarrier();
    }
    let line = top + ownLine;
    let column = left + ownColumn;
    ${own.map((i) => `if (line + ${i} < m) { ${form.storeSum ? `if (column == 0) { ${form.storeSum(`along${i}`, `(line + ${i})`, 1)} }` : ''} ${own.map((q) => `if (column + ${q} < n) { ${form.store(`sum${i}[${q}]`, `(line + ${i})`, `(column + ${q})`, 1)} }`).join(' ')} }`).join('\n    ')}`,
  };
}
