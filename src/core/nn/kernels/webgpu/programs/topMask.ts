/** @file Which scores are among the highest of their row: each counts those ahead of it. */

import { TOP_MASK } from '../../kernel';
import { runRows } from '../program';
import { productOf } from '../sizes';
import { webgpuKernel } from '../webgpuKernel';

export const topMaskKernels = [
  webgpuKernel(TOP_MASK, ({ backend, input, number }) => {
    const scores = input('scores');
    return runRows(backend, productOf(scores.shape), {
      key: 'topMask',
      inputs: { scores },
      numbers: { keep: number('keep'), share: number('share') },
      output: scores.shape,
      body: `
    let tokens = uniforms.scoresShape[1];
    let begin = (row / tokens) * tokens;
    let score = scores[row];
    var own = 0.0;
    for (var i = begin + lane; i < begin + tokens; i = i + LANES) {
      let other = scores[i];
      if (other > score || (other == score && i < row)) { own = own + 1.0; }
    }
    let ahead = sumOf(own);
    if (lane == 0) { result[row] = select(0.0, 1.0 / f32(uniforms.share), ahead < f32(uniforms.keep)); }`,
    });
  }),
];
