/** @file Σ losses * weights in one program. */

import { WEIGHTED_SUM } from '../../kernel';
import { runRows } from '../program';
import { productOf } from '../sizes';
import { webgpuKernel } from '../webgpuKernel';

export const weightedSumKernels = [
  webgpuKernel(WEIGHTED_SUM, ({ backend, input }) => {
    const [losses, weights] = [input('losses'), input('weights')];
    return runRows(backend, 1, {
      key: 'weightedSum',
      inputs: { losses, weights },
      numbers: { size: productOf(losses.shape) },
      output: [],
      body: `
    var own = 0.0;
    for (var i = lane; i < uniforms.size; i = i + LANES) { own = own + losses[i] * weights[i]; }
    let sum = sumOf(own);
    if (lane == 0) { result[row] = sum; }`,
    });
  }),
];
