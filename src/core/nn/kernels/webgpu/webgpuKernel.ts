/** @file A kernel of ours on WebGPU: a name and what it does with tensors on the device. */

import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { assert } from '../../../util/assert';
import type { FusedBackend } from './fusedBackend';

/** The inputs and attributes of one call. */
export interface Call {
  readonly backend: FusedBackend;
  readonly input: (name: string) => TensorInfo;
  /** All of them, in order, where they are named by number. */
  readonly inputs: readonly TensorInfo[];
  readonly maybeInput: (name: string) => TensorInfo | undefined;
  readonly number: (name: string) => number;
  readonly attributes: NamedAttrMap;
}

export function webgpuKernel(
  kernelName: string,
  compute: (call: Call) => TensorInfo | readonly TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const made = compute({
        backend: backend as FusedBackend, // registered together with it
        input: (name) => {
          const found = inputs[name];
          assert(found, `${kernelName} takes the input ${name}`);
          return found;
        },
        inputs: Object.values(inputs).filter((info) => info !== undefined),
        maybeInput: (name) => inputs[name],
        number: (name) => Number(attrs[name]),
        attributes: attrs as NamedAttrMap,
      });
      return Array.isArray(made) ? [...(made as readonly TensorInfo[])] : (made as TensorInfo);
    },
  };
}
