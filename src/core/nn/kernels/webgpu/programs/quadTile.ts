/**
 * @file The WGSL of a matrix product for drivers that compute in software: four neighbouring invocations share a tile.
 *
 * SwiftShader runs four invocations in the lanes of one register. There a number from a buffer costs some 10 ns, whatever its
 * place (each lane checks its bounds and reads by itself), a product and its sum .3 ns, an exchange between the lanes .4 ns,
 * a variable carried through a loop 1.6 ns a turn, and code beyond the first cache of instructions is slow. So: each lane reads
 * a quarter of the lines and its own columns, lines are passed around by swaps, and four steps of the depth are summed before
 * a variable is written. Against a tile of eight by eight in one invocation this halves the time.
 *
 * A swap gives lane l what lane l ^ 1, l ^ 2 or l ^ 3 has: the same sum belongs to another line in each lane.
 */

import type { ProductForm } from './tile';
import { PARTS, range, swapped } from '../wgslText';

/** Lines of a tile. */
const LINES = 16;
/** Columns of one of its four lanes: one vec4 of the result. */
const COLUMNS = 4;
/** Steps of the depth in one turn of the loop. */
const STEPS = 4;

/** Invocations that a product takes. */
export const quadCells = (m: number, n: number): number => 4 * Math.ceil(m / LINES) * Math.ceil(n / (4 * COLUMNS));

/** Can the operands be read in fours? */
export function fitsQuads({ transposeA, transposeB }: ProductForm, m: number, k: number, n: number): boolean {
  return k % STEPS === 0 && n % 4 === 0 && !(transposeA && (transposeB || m % 4 !== 0));
}

const part = (i: number): string => PARTS[i & 3] ?? 'x';

/** Four neighbouring invocations, one tile. Body of `runCells`. */
export function quadTile(form: ProductForm): string {
  const { transposeA, storeSum } = form;
  return `
    let m = uniforms.m; let k = uniforms.k; let n = uniforms.n;
    let n4 = n / 4; let k4 = k / 4; let m4 = m / 4;
    let lane = cell & 3;
    let across = (n4 + 3) / 4;
    let line = (cell / 4 / across) * ${LINES};
    let column = ((cell / 4) % across) * 4 + lane;
    let columnRead = min(column, n4 - 1);
    ${range(LINES)
      .map((i) =>
        range(COLUMNS)
          .map((q) => `var sum${i}_${q} = 0.0;`)
          .join(' '),
      )
      .join(' ')}
    ${storeSum ? 'var along = vec4<f32>();' : ''}
    ${loopOf(form)}
    ${storeSum ? `if (column == lane && line + 4 * lane < m) { ${storeSum('along', '(line / 4 + lane)', 4)} }` : ''}
    var sums = array<vec4<f32>, ${LINES}>(${range(LINES)
      .map(
        (i) =>
          `vec4<f32>(${range(COLUMNS)
            .map((q) => `sum${i}_${q}`)
            .join(', ')})`,
      )
      .join(', ')});
    for (var i = 0; i < ${LINES}; i = i + 1) {
      let own = line + ${transposeA ? '4 * (lane ^ (i >> 2)) + (i & 3)' : '4 * (i >> 2) + (lane ^ (i & 3))'};
      if (own < m && column < n4) { ${form.store('sums[i]', 'own', 'column', 4)} }
    }`;
}

function loopOf({ transposeA, transposeB, storeSum }: ProductForm): string {
  // Sum i belongs to line 4 * (i >> 2) + (lane ^ (i & 3)), or where A is transposed to line 4 * (lane ^ (i >> 2)) + (i & 3).
  const readA = transposeA
    ? range(STEPS).map((step) => `let a${step} = a[(4 * step + ${step}) * m4 + lines];`)
    : range(LINES / 4).map((j) => `let a${j} = a[lines${j} + step];`);
  const ofA = (i: number, step: number): string =>
    transposeA ? swapped(`a${step}.${part(i)}`, i >> 2) : swapped(`a${i >> 2}.${part(step)}`, i & 3);
  const readB = transposeB
    ? range(COLUMNS).map((q) => `let b${q} = b[(4 * columnRead + ${q}) * k4 + step];`)
    : range(STEPS).map((step) => `let b${step} = b[(4 * step + ${step}) * n4 + columnRead];`);
  const ofB = (q: number, step: number): string => (transposeB ? `b${q}.${part(step)}` : `b${step}.${part(q)}`);
  const add = (i: number): string =>
    `{ ${range(STEPS)
      .map((step) => `let v${step} = ${ofA(i, step)};`)
      .join(' ')} ${range(COLUMNS)
      .map(
        (q) =>
          `sum${i}_${q} = sum${i}_${q} + ${range(STEPS)
            .map((step) => `v${step} * ${ofB(q, step)}`)
            .join(' + ')};`,
      )
      .join(' ')} }`;
  return `
    ${
      transposeA
        ? 'let lines = min(line / 4 + lane, m4 - 1);'
        : range(LINES / 4)
            .map((j) => `let lines${j} = min(line + ${4 * j} + lane, m - 1) * k4;`)
            .join(' ')
    }
    for (var step = 0; step < k4; step = step + 1) {
      ${readA.join(' ')}
      ${readB.join(' ')}
      ${
        storeSum
          ? `along = along + ${range(STEPS)
              .map((step) => `a${step}`)
              .join(' + ')};`
          : ''
      }
      ${range(LINES).map(add).join('\n      ')}
    }`;
}
