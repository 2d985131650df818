/** @file Rotary positions on packed queries and keys; the values pass. Its gradient is the turn back: the sign. */

import { ROTATE } from '../../kernel';
import { runCells } from '../program';
import { webgpuKernel } from '../webgpuKernel';

export const rotateKernels = [
  webgpuKernel(ROTATE, ({ backend, input, number }) => {
    const [qkv, cosine, sine] = [input('qkv'), input('cosine'), input('sine')];
    const [batch = 0, seq = 0, width = 0] = qkv.shape;
    // Angles come from a table: WGSL's own sine may be off by 2^-11.
    return runCells(backend, batch * seq * width, {
      key: 'rotate',
      inputs: { qkv, cosine, sine },
      numbers: { sign: number('sign') },
      output: qkv.shape,
      body: `
    let width = uniforms.qkvShape[2];
    let headDim = uniforms.cosineShape[1];
    let half = headDim / 2;
    let channel = cell % width;
    let own = qkv[cell];
    if (channel >= 2 * (width / 3)) {
      result[cell] = own;
      return;
    }
    let i = channel % headDim;
    let at = ((cell / width) % uniforms.qkvShape[1]) * headDim + i;
    var other = 0.0;
    if (i < half) { other = -qkv[cell + half]; } else { other = qkv[cell - half]; }
    result[cell] = own * cosine[at] + f32(uniforms.sign) * other * sine[at];`,
    });
  }),
];
