/** @file Cross entropy of each token, and its gradient. The selection of RHO-1 is the gradient's `dy`. [RHO-1 Eq. 1, 4] */

import { TOKEN_ENTROPY, TOKEN_LOSS, TOKEN_LOSS_GRADIENT } from '../../kernel';
import { runRows } from '../program';
import { webgpuKernel } from '../webgpuKernel';

// The largest logit and Σ exp(logit - largest) of a row.
const SUM = `
    let vocab = uniforms.logitsShape[1];
    let begin = row * vocab;
    var own = -3.4e38;
    for (var id = lane; id < vocab; id = id + LANES) { own = max(own, logits[begin + id]); }
    let top = maxOf(own);
    var mass = 0.0;
    for (var id = lane; id < vocab; id = id + LANES) { mass = mass + exp(logits[begin + id] - top); }
    let total = sumOf(mass);`;

export const tokenLossKernels = [
  webgpuKernel(TOKEN_LOSS, ({ backend, input }) => {
    const [logits, targets] = [input('logits'), input('targets')];
    const [rows = 0] = logits.shape;
    return runRows(backend, rows, {
      key: 'tokenLoss',
      inputs: { logits, targets },
      output: [rows],
      body: `${SUM}
    if (lane == 0) { result[row] = log(total) + top - logits[begin + targets[row]]; }`,
    });
  }),
  webgpuKernel(TOKEN_ENTROPY, ({ backend, input }) => {
    const logits = input('logits');
    const [rows = 0] = logits.shape;
    return runRows(backend, rows, {
      key: 'tokenEntropy',
      inputs: { logits },
      output: [rows],
      body: `${SUM}
    // log Σ e^s - Σ e^s s / Σ e^s, where s = logit - top.
    var lean = 0.0;
    for (var id = lane; id < vocab; id = id + LANES) {
      let s = logits[begin + id] - top;
      lean = lean + exp(s) * s;
    }
    let leaning = sumOf(lean);
    if (lane == 0) { result[row] = log(total) - leaning / total; }`,
    });
  }),
  webgpuKernel(TOKEN_LOSS_GRADIENT, ({ backend, input }) => {
    const [logits, targets, dy] = [input('logits'), input('targets'), input('dy')];
    const [rows = 0] = logits.shape;
    return runRows(backend, rows, {
      key: 'tokenLossGradient',
      inputs: { logits, targets, dy },
      output: logits.shape,
      body: `${SUM}
    let weight = dy[row];
    let answer = targets[row];
    for (var id = lane; id < vocab; id = id + LANES) {
      result[begin + id] = weight * (exp(logits[begin + id] - top) / total - select(0.0, 1.0, id == answer));
    }`,
    });
  }),
];
