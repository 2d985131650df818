/**
 * @file The WGSL of a matrix product: out = A · B, either side stored transposed, with what may follow each element.
 *
 * Two shapes. On software adapters one invocation keeps a tile of the result in registers and needs no barrier; on graphics
 * cards a workgroup shares tiles of both operands. Sizes are uniforms: a batch of another length needs no new shader.
 */

/** Invocations of a workgroup along each side of a shared tile, and the results of one along each side. */
const SIDE = 8;
const OWN = 4;
export const SHARED_TILE = SIDE * OWN;
/** Depth of a shared tile. */
const DEPTH = 32;

/** Rows and columns of a register tile; columns come in fours. */
export const TILE_ROWS = 8;
export const TILE_COLUMNS = 8;

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

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const PARTS = ['x', 'y', 'z', 'w'] as const;

/** Can the operands be read in fours? Then the columns, and the inner side of each operand, are multiples of 4. */
export function fitsVectors(
  form: Pick<ProductForm, 'transposeA' | 'transposeB'>,
  m: number,
  k: number,
  n: number,
): boolean {
  const depthIsRead = !form.transposeA || form.transposeB;
  return n % 4 === 0 && (!form.transposeA || m % 4 === 0) && (!depthIsRead || k % 4 === 0);
}

/** One invocation, one tile, operands in fours. Body of `runCells`. */
export function vectorTile(form: ProductForm): string {
  const lines = range(TILE_ROWS);
  const columns = range(TILE_COLUMNS / 4);
  return `
    let m = uniforms.m; let k = uniforms.k; let n4 = uniforms.n / 4;
    let across = (n4 + ${columns.length - 1}) / ${columns.length};
    let line = (cell / across) * ${TILE_ROWS};
    let column = (cell % across) * ${columns.length};
    ${lines.map((i) => `let line${i} = min(line + ${i}, m - 1);`).join(' ')}
    ${columns.map((q) => `let column${q} = min(column + ${q}, n4 - 1);`).join(' ')}
    ${lines.flatMap((i) => columns.map((q) => `var sum${i}_${q} = vec4<f32>();`)).join(' ')}
    ${
      form.storeSum
        ? range(TILE_ROWS / 4)
            .map((j) => `var along${j} = vec4<f32>();`)
            .join(' ')
        : ''
    }
    ${vectorLoop(form)}
    ${form.storeSum ? storeSums(form.storeSum) : ''}
    ${lines.map((i) => `if (line + ${i} < m) { ${columns.map((q) => `if (column + ${q} < n4) { ${form.store(`sum${i}_${q}`, `(line + ${i})`, `(column + ${q})`, 4)} }`).join(' ')} }`).join('\n    ')}`;
}

/** The lines of A come in fours, for A is transposed wherever its sums are wanted. */
function storeSums(storeSum: NonNullable<ProductForm['storeSum']>): string {
  const all = range(TILE_ROWS / 4).map(
    (j) => `if (line + ${4 * j} < m) { ${storeSum(`along${j}`, `(line / 4 + ${j})`, 4)} }`,
  );
  return `if (column == 0) { ${all.join(' ')} }`;
}

function vectorLoop({ transposeA, transposeB, storeSum }: ProductForm): string {
  const lines = range(TILE_ROWS);
  const columns = range(TILE_COLUMNS / 4);
  // In fours of the depth: B as rows of the result's columns, or as columns of its own rows.
  const bAlong = (q: number): string =>
    PARTS.map((_, j) =>
      transposeB
        ? `let b${q}_${j} = b[(4 * column${q} + ${j}) * (k / 4) + step];`
        : `let b${q}_${j} = b[(4 * step + ${j}) * n4 + column${q}];`,
    ).join(' ');
  const addAlong = (i: number, q: number): string =>
    transposeB
      ? `sum${i}_${q} += vec4<f32>(${PARTS.map((_, j) => `dot(a${i}, b${q}_${j})`).join(', ')});`
      : `sum${i}_${q} += ${PARTS.map((part, j) => `a${i}.${part} * b${q}_${j}`).join(' + ')};`;
  if (!transposeA)
    return `for (var step = 0; step < k / 4; step = step + 1) {
      ${columns.map(bAlong).join('\n      ')}
      ${lines.map((i) => `let a${i} = a[line${i} * (k / 4) + step]; ${columns.map((q) => addAlong(i, q)).join(' ')}`).join('\n      ')}
    }`;
  const fours = range(TILE_ROWS / 4);
  const readA = (row: string): string =>
    fours.map((j) => `let a${j} = a[(${row}) * (m / 4) + min(line / 4 + ${j}, m / 4 - 1)];`).join(' ');
  const addSums = storeSum ? fours.map((j) => `along${j} += a${j};`).join(' ') : '';
  if (!transposeB)
    return `for (var step = 0; step < k; step = step + 1) {
      ${readA('step')} ${addSums}
      ${columns.map((q) => `let b${q} = b[step * n4 + column${q}];`).join(' ')}
      ${lines.map((i) => columns.map((q) => `sum${i}_${q} += a${i >> 2}.${PARTS[i & 3] ?? 'x'} * b${q};`).join(' ')).join('\n      ')}
    }`;
  return `for (var step = 0; step < k / 4; step = step + 1) {
      ${columns.map(bAlong).join('\n      ')}
      ${PARTS.map(
        (part, e) =>
          `{ ${readA(`4 * step + ${e}`)} ${addSums} ${lines.map((i) => columns.map((q) => `sum${i}_${q} += a${i >> 2}.${PARTS[i & 3] ?? 'x'} * vec4<f32>(${PARTS.map((_, j) => `b${q}_${j}.${part}`).join(', ')});`).join(' ')).join(' ')} }`,
      ).join('\n      ')}
    }`;
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
