/** @file `lab bench`: how fast a backend trains. `npm run bench` compares engines; this measures the one. */

import type { ModelConfig } from '../../core/trace/config/config';
import { trainPreset } from '../../core/trace/config/presets';
import { parameterCount } from '../../core/nn/layout';
import { flopsPerStep, measureSpeed } from '../../core/train/measureSpeed';
import type { Command } from '../command';
import { openBackendFor, THREADS_OPTION } from '../nodeBackend';

/** Layers, width, heads, vocabulary, sequence, batch. */
const SIZES = {
  XS: [2, 32, 2, 64, 32, 4],
  S: [2, 128, 4, 256, 64, 16],
  M: [4, 256, 8, 1024, 128, 8],
  L: [6, 512, 8, 4096, 256, 8],
} as const;

const MEASURE_MS = 5000;

interface BenchResult {
  readonly backend: string;
  readonly adapter: string;
  readonly size: string;
  readonly parameters: number;
  readonly steps: number;
  readonly msPerStep: number;
  readonly tokensPerSecond: number;
  /** Compute passes sent to the GPU in one step; null off the GPU. */
  readonly dispatchesPerStep: number | null;
  readonly flopsPerStep: number;
  readonly achievedFlops: number;
  /** null: the limits of this device were not measured. `npm run bench` measures them. */
  readonly shareOfLimit: null;
  /** Held by tensors after a step. */
  readonly memoryBytes: number;
}

export const benchCommand: Command = {
  name: 'bench',
  summary: 'Training speed of this engine on random tokens.',
  options: {
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
    size: { value: 'S', help: `${Object.keys(SIZES).join(', ')} (default: S)` },
  },
  run: async (options, terminal): Promise<BenchResult> => {
    const size = options.choice('size', ['XS', 'S', 'M', 'L']) ?? 'S';
    const { name, adapter } = await openBackendFor(options);
    terminal.say(`measuring ${size} on ${name} (${adapter}) …`);
    const [layers, embed, heads, vocab, seq, batch] = SIZES[size];
    const { model: micro, optimizer } = trainPreset('micro');
    // The sizes are those of the published comparisons: learned positions and no token shift.
    const model: ModelConfig = { ...micro, layers, embed, heads, vocab, seq, position: 'learned', tokenShift: false };
    const dispatches = countDispatches();
    const speed = await measureSpeed({ model, optimizer, batch, forMs: MEASURE_MS, stepsPerRead: 4 }, () =>
      performance.now(),
    );
    const flops = flopsPerStep(model, batch);
    return {
      backend: name,
      adapter,
      size,
      parameters: parameterCount(model),
      ...speed,
      // The first step, which is not measured, dispatches too.
      dispatchesPerStep: name === 'webgpu' ? dispatches() / (speed.steps + 1) : null,
      flopsPerStep: flops,
      achievedFlops: (flops * 1000) / speed.msPerStep,
      shareOfLimit: null,
    };
  },
  print: (result) => {
    const { backend, adapter, size, tokensPerSecond, msPerStep, achievedFlops } = result as BenchResult;
    return `${size} on ${backend} (${adapter}): ${Math.round(tokensPerSecond)} tokens/s, ${msPerStep.toFixed(1)} ms a step, ${(achievedFlops / 1e9).toFixed(2)} GFLOP/s\n`;
  },
};

/** Counts calls of `dispatchWorkgroups` from now on. @returns a reading of the counter */
function countDispatches(): () => number {
  let count = 0;
  if (typeof GPUComputePassEncoder === 'undefined') return () => count;
  const prototype = GPUComputePassEncoder.prototype;
  const dispatch = prototype.dispatchWorkgroups;
  prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, x, y, z) {
    count++;
    return dispatch.call(this, x, y, z);
  };
  return () => count;
}
