/** @file AdamW in place on [θ | m | v] in one buffer, after the gradient's norm. [Loshchilov and Hutter 2019, Algorithm 2] */

import { ADAMW_ONE_BUFFER, CLIP } from '../../kernel';
import { runCells, runRows } from '../program';
import { productOf } from '../sizes';
import { webgpuKernel } from '../webgpuKernel';

/** Parts that the squares are summed in; fixed, so that the sum is the same on each run. */
const PARTS = 256;

export const adamwKernels = [
  webgpuKernel(CLIP, ({ backend, input }) => {
    const [gradient, numbers] = [input('gradient'), input('numbers')];
    const squares = runRows(backend, PARTS, {
      key: 'squares',
      inputs: { gradient },
      numbers: { size: productOf(gradient.shape) },
      output: [PARTS],
      body: `
    let size = uniforms.size;
    let width = (size + ${PARTS - 1}) / ${PARTS};
    let end = min(size, (row + 1) * width);
    var own = 0.0;
    for (var i = row * width + lane; i < end; i = i + LANES) { own = own + gradient[i] * gradient[i]; }
    let sum = sumOf(own);
    if (lane == 0) { result[row] = sum; }`,
    });
    const { whole, offsets, parts } = backend.makePacked([[], []]);
    runRows(backend, 1, {
      key: 'clip',
      inputs: { squares, numbers },
      numbers: { scale: offsets[1] ?? 0 },
      output: whole,
      body: `
    var own = 0.0;
    for (var i = lane; i < ${PARTS}; i = i + LANES) { own = own + squares[i]; }
    let norm = sqrt(sumOf(own));
    if (lane == 0) {
      result[row] = norm;
      result[uniforms.scale] = min(1.0, numbers[7] / (norm + numbers[8]));
    }`,
    });
    backend.disposeData(squares.dataId);
    return parts;
  }),
  webgpuKernel(ADAMW_ONE_BUFFER, ({ backend, input }) => {
    const [theta, m, v] = [input('theta'), input('m'), input('v')];
    const [gradient, scale, numbers] = [input('gradient'), input('scale'), input('numbers')];
    const count = productOf(theta.shape);
    const width = count % 4 === 0 ? 4 : 1; // by fours, the settings are read once for four parameters
    runCells(backend, count / width, {
      key: `adamw${width}`,
      inputs: { gradient, scale, numbers },
      components: { inputs: [width, 1, 1], output: width },
      numbers: { m: backend.placeOf(m).offset / width, v: backend.placeOf(v).offset / width },
      output: backend.wholeOf(theta),
      body: `
    let slope = gradient[cell] * scale[0];
    let m = numbers[3] * result[uniforms.m + cell] + numbers[4] * slope;
    let v = numbers[5] * result[uniforms.v + cell] + numbers[6] * slope * slope;
    result[uniforms.m + cell] = m;
    result[uniforms.v + cell] = v;
    result[cell] = result[cell] * numbers[0] - numbers[1] * m / (sqrt(v) + numbers[2]);`,
    });
    return [];
  }),
];
