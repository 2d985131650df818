/** @file Layer norm, and its three gradients in one program: a row of dx, or a column of the sums over rows. */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BRANCH_NORM_GRADIENT, LAYER_NORM, LAYER_NORM_GRADIENT } from './kernel';
import { runRows } from './program';
import { type Call, webgpuKernel } from './webgpuKernel';

function normGradient({ backend, input, maybeInput }: Call): readonly TensorInfo[] {
  const [x, gain, statistics, dy] = [input('x'), input('gain'), input('statistics'), input('dy')];
  const residual = maybeInput('residual');
  const [rows = 0, embed = 0] = x.shape;
  const { whole, offsets, parts } = backend.makeTogether([x.shape, [embed], [embed]]);
  runRows(backend, rows + embed, {
    key: `layerNormGradient${residual ? '.residual' : ''}`,
    inputs: { x, gain, statistics, dy, ...(residual ? { residual } : {}) },
    numbers: { gains: offsets[1] ?? 0, biases: offsets[2] ?? 0 },
    output: whole,
    body: `
    let rows = uniforms.xShape[0];
    let embed = uniforms.xShape[1];
    var one = 0.0;
    var other = 0.0;
    if (row < rows) {
      let begin = row * embed;
      let mean = statistics[2 * row];
      let scale = statistics[2 * row + 1];
      for (var i = lane; i < embed; i = i + LANES) {
        let scaled = dy[begin + i] * gain[i];
        one = one + scaled;
        other = other + scaled * (x[begin + i] - mean) * scale;
      }
      let level = sumOf(one) / f32(embed);
      let along = sumOf(other) / f32(embed);
      for (var i = lane; i < embed; i = i + LANES) {
        result[begin + i] = ${residual ? 'residual[begin + i] + ' : ''}scale
          * (dy[begin + i] * gain[i] - level - (x[begin + i] - mean) * scale * along);
      }
    } else {
      let column = row - rows;
      for (var r = lane; r < rows; r = r + LANES) {
        let slope = dy[r * embed + column];
        one = one + slope * (x[r * embed + column] - statistics[2 * r]) * statistics[2 * r + 1];
        other = other + slope;
      }
      let gains = sumOf(one);
      let biases = sumOf(other);
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
    const [rows = 0] = x.shape;
    const { whole, offsets, parts } = backend.makeTogether([x.shape, [rows, 2]]);
    runRows(backend, rows, {
      key: `layerNorm${number('epsilon')}`,
      inputs: { x, gain, bias },
      numbers: { statistics: offsets[1] ?? 0 },
      output: whole,
      body: `
    let embed = uniforms.xShape[1];
    let begin = row * embed;
    var sum = 0.0;
    for (var i = lane; i < embed; i = i + LANES) { sum = sum + x[begin + i]; }
    let mean = sumOf(sum) / f32(embed);
    var squares = 0.0;
    for (var i = lane; i < embed; i = i + LANES) { let away = x[begin + i] - mean; squares = squares + away * away; }
    let scale = inverseSqrt(sumOf(squares) / f32(embed) + ${number('epsilon')});
    for (var i = lane; i < embed; i = i + LANES) {
      result[begin + i] = (x[begin + i] - mean) * scale * gain[i] + bias[i];
    }
    if (lane == 0) {
      result[uniforms.statistics + 2 * row] = mean;
      result[uniforms.statistics + 2 * row + 1] = scale;
    }`,
    });
    return parts;
  }),
  webgpuKernel(LAYER_NORM_GRADIENT, normGradient),
  webgpuKernel(BRANCH_NORM_GRADIENT, normGradient),
];
