/** @file Layer norm, and its three gradients in one program: a row of dx, or a column of the sums over rows. */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BRANCH_NORM_GRADIENT, LAYER_NORM, LAYER_NORM_GRADIENT } from '../../kernel';
import { runRows } from '../program';
import { type Call, webgpuKernel } from '../webgpuKernel';
import { vectorText, widthOf } from '../wgslText';

function normGradient({ backend, input, maybeInput }: Call): readonly TensorInfo[] {
  const [x, gain, statistics, dy] = [input('x'), input('gain'), input('statistics'), input('dy')];
  const residual = maybeInput('residual');
  const [rows = 0, embed = 0] = x.shape;
  const { whole, offsets, parts } = backend.makePacked([x.shape, [embed], [embed]]);
  const width = widthOf(embed);
  const { type, zero, sum, each } = vectorText(width);
  runRows(backend, rows + embed / width, {
    key: `layerNormGradient${width}${residual ? '.residual' : ''}`,
    inputs: { x, gain, statistics, dy, ...(residual ? { residual } : {}) },
    components: { inputs: [width, width, 1, width, ...(residual ? [width] : [])], output: width },
    numbers: { rows, size: embed / width, gains: (offsets[1] ?? 0) / width, biases: (offsets[2] ?? 0) / width },
    output: whole,
    body: `
    let rows = uniforms.rows;
    let size = uniforms.size;
    var one = ${zero};
    var other = ${zero};
    if (row < rows) {
      let begin = row * size;
      let mean = statistics[2 * row];
      let scale = statistics[2 * row + 1];
      for (var i = lane; i < size; i = i + LANES) {
        let scaled = dy[begin + i] * gain[i];
        one = one + scaled;
        other = other + scaled * (x[begin + i] - mean) * scale;
      }
      let level = sumOf(${sum('one')}) / f32(size * ${width});
      let along = sumOf(${sum('other')}) / f32(size * ${width});
      for (var i = lane; i < size; i = i + LANES) {
        result[begin + i] = ${residual ? 'residual[begin + i] + ' : ''}scale
          * (dy[begin + i] * gain[i] - level - (x[begin + i] - mean) * scale * along);
      }
    } else {
      let column = row - rows;
      for (var r = lane; r < rows; r = r + LANES) {
        let slope = dy[r * size + column];
        one = one + slope * (x[r * size + column] - statistics[2 * r]) * statistics[2 * r + 1];
        other = other + slope;
      }
      let gains = ${type}(${each((part) => `sumOf(one${part})`)});
      let biases = ${type}(${each((part) => `sumOf(other${part})`)});
      if (lane == 0) {
        result[uniforms.gains + column] = gains;
        result[uniforms.biases + column] = biases;
      }
    }`,
  });
  return parts;
}

export const layerNormKernels = [
  webgpuKernel(LAYER_NORM, ({ backend, input, number }) => {
    const [x, gain, bias] = [input('x'), input('gain'), input('bias')];
    const [rows = 0, embed = 0] = x.shape;
    const { whole, offsets, parts } = backend.makePacked([x.shape, [rows, 2]]);
    const width = widthOf(embed);
    const { zero, sum, store } = vectorText(width);
    runRows(backend, rows, {
      key: `layerNorm${width}.${number('epsilon')}`,
      inputs: { x, gain, bias },
      components: { inputs: [width, width, width], output: width },
      numbers: { size: embed / width, statistics: offsets[1] ?? 0 },
      output: whole,
      body: `
    let size = uniforms.size;
    let begin = row * size;
    var total = ${zero};
    for (var i = lane; i < size; i = i + LANES) { total = total + x[begin + i]; }
    let mean = sumOf(${sum('total')}) / f32(size * ${width});
    var squares = ${zero};
    for (var i = lane; i < size; i = i + LANES) { let away = x[begin + i] - mean; squares = squares + away * away; }
    let scale = inverseSqrt(sumOf(${sum('squares')}) / f32(size * ${width}) + ${number('epsilon')});
    for (var i = lane; i < size; i = i + LANES) {
      result[begin + i] = (x[begin + i] - mean) * scale * gain[i] + bias[i];
    }
    if (lane == 0) {
      let at = uniforms.statistics + 2 * row;
      ${store('at', 'mean')}
      ${store('at + 1', 'scale')}
    }`,
    });
    return parts;
  }),
  webgpuKernel(LAYER_NORM_GRADIENT, normGradient),
  webgpuKernel(BRANCH_NORM_GRADIENT, normGradient),
];
