/**
 * @file The causal convolution of each channel, and both gradients in one program: a position of dx, or a tap's channel. The
 * sequence follows `lead` positions that were before it: as many as there are taps, or none, which are as good as zeros.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CONVOLUTION, CONVOLUTION_GRADIENT, FIRST_CONVOLUTION, FIRST_CONVOLUTION_GRADIENT } from '../../kernel';
import { runCells, runRows } from '../program';
import { type Call, webgpuKernel } from '../webgpuKernel';

/** @param x [batch, lead + seq, embed] */
function convolve({ backend }: Call, x: TensorInfo, kernel: TensorInfo, lead: number): TensorInfo {
  const [batch = 0, length = 0, embed = 0] = x.shape;
  const seq = length - lead;
  return runCells(backend, batch * seq * embed, {
    key: 'convolution',
    inputs: { x, kernel },
    numbers: { lead },
    output: [batch, seq, embed],
    body: `
    let taps = uniforms.kernelShape[0];
    let embed = uniforms.kernelShape[1];
    let lead = uniforms.lead;
    let seq = uniforms.xShape[1] - lead;
    let item = cell / (seq * embed);
    let place = (cell / embed) % seq + lead;
    let at = cell + (item + 1) * lead * embed;
    var sum = x[at];
    for (var tap = 0; tap < min(taps, place); tap = tap + 1) {
      sum = sum + kernel[tap * embed + cell % embed] * x[at - (tap + 1) * embed];
    }
    result[cell] = sum;`,
  });
}

function gradients({ backend, input }: Call, x: TensorInfo, lead: number): readonly TensorInfo[] {
  const [kernel, dy] = [input('kernel'), input('dy')];
  const [batch = 0, length = 0] = x.shape;
  const [taps = 0, embed = 0] = kernel.shape;
  const { whole, offsets, parts } = backend.makePacked([x.shape, kernel.shape]);
  runRows(backend, batch * length + taps * embed, {
    key: 'convolutionGradient',
    inputs: { x, kernel, dy },
    numbers: { lead, kernels: offsets[1] ?? 0 },
    output: whole,
    body: `
    let taps = uniforms.kernelShape[0];
    let embed = uniforms.kernelShape[1];
    let length = uniforms.xShape[1];
    let lead = uniforms.lead;
    let seq = length - lead;
    let items = uniforms.xShape[0];
    if (row < items * length) {
      let item = row / length;
      let place = row % length - lead;
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
        let before = lead + at % seq - 1 - tap;
        if (before >= 0) {
          own = own + dy[at * embed + channel] * x[((at / seq) * length + before) * embed + channel];
        }
      }
      let sum = sumOf(own);
      if (lane == 0) { result[uniforms.kernels + weight] = sum; }
    }`,
  });
  return parts;
}

const tapsOf = ({ input }: Call): number => input('kernel').shape[0] ?? 0;

export const convolutionKernels = [
  webgpuKernel(CONVOLUTION, (call) => convolve(call, call.input('padded'), call.input('kernel'), tapsOf(call))),
  webgpuKernel(CONVOLUTION_GRADIENT, (call) => gradients(call, call.input('padded'), tapsOf(call))),
  webgpuKernel(FIRST_CONVOLUTION, (call) => convolve(call, call.input('x'), call.input('kernel'), 0)),
  webgpuKernel(FIRST_CONVOLUTION_GRADIENT, (call) => gradients(call, call.input('x'), 0)),
];
