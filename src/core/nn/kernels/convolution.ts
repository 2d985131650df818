/** @file The causal convolution of each channel, and both gradients in one program: a position of dPadded, or a tap's channel. */

import { CONVOLUTION, CONVOLUTION_GRADIENT } from './kernel';
import { runCells, runRows } from './program';
import { webgpuKernel } from './webgpuKernel';

export const convolutionKernels = [
  webgpuKernel(CONVOLUTION, ({ backend, input }) => {
    const [padded, kernel] = [input('padded'), input('kernel')];
    const [batch = 0, length = 0, embed = 0] = padded.shape;
    const seq = length - (kernel.shape[0] ?? 0);
    return runCells(backend, batch * seq * embed, {
      key: 'convolution',
      inputs: { padded, kernel },
      output: [batch, seq, embed],
      body: `
    let taps = uniforms.kernelShape[0];
    let embed = uniforms.kernelShape[1];
    let length = uniforms.paddedShape[1];
    let seq = length - taps;
    let item = cell / (seq * embed);
    let at = cell + (item + 1) * taps * embed;
    var sum = padded[at];
    for (var tap = 0; tap < taps; tap = tap + 1) {
      sum = sum + kernel[tap * embed + cell % embed] * padded[at - (tap + 1) * embed];
    }
    result[cell] = sum;`,
    });
  }),
  webgpuKernel(CONVOLUTION_GRADIENT, ({ backend, input }) => {
    const [padded, kernel, dy] = [input('padded'), input('kernel'), input('dy')];
    const [batch = 0, length = 0] = padded.shape;
    const [taps = 0, embed = 0] = kernel.shape;
    const { whole, offsets, parts } = backend.makeTogether([padded.shape, kernel.shape]);
    runRows(backend, batch * length + taps * embed, {
      key: 'convolutionGradient',
      inputs: { padded, kernel, dy },
      numbers: { kernels: offsets[1] ?? 0 },
      output: whole,
      body: `
    let taps = uniforms.kernelShape[0];
    let embed = uniforms.kernelShape[1];
    let length = uniforms.paddedShape[1];
    let seq = length - taps;
    let items = uniforms.paddedShape[0];
    if (row < items * length) {
      let item = row / length;
      let place = row % length - taps;
      for (var i = lane; i < embed; i = i + LANES) {
        var sum = 0.0;
        if (place >= 0) { sum = dy[(item * seq + place) * embed + i]; }
        for (var tap = 0; tap < taps; tap = tap + 1) {
          let later = place + 1 + tap;
          if (later >= 0 && later < seq) { sum = sum + kernel[tap * embed + i] * dy[(item * seq + later) * embed + i]; }
        }
        result[row * embed + i] = sum;
      }
    } else {
      let weight = row - items * length;
      let tap = weight / embed;
      let channel = weight % embed;
      var own = 0.0;
      for (var at = lane; at < items * seq; at = at + LANES) {
        let before = (at / seq) * length + taps + at % seq - 1 - tap;
        own = own + dy[at * embed + channel] * padded[before * embed + channel];
      }
      let sum = sumOf(own);
      if (lane == 0) { result[uniforms.kernels + weight] = sum; }
    }`,
    });
    return parts;
  }),
];
