/** @file Listens to what tfjs encodes, and encodes it again: a list of dispatches and copies, all in the order of the queue. */

export type GpuCommand =
  | {
      readonly kind: 'dispatch';
      readonly pipeline: GPUComputePipeline;
      readonly bindGroup: GPUBindGroup;
      readonly groups: readonly [number, number, number];
    }
  | {
      readonly kind: 'copy';
      readonly from: GPUBuffer;
      readonly fromByte: number;
      readonly to: GPUBuffer;
      readonly toByte: number;
      readonly bytes: number;
    };

/** Runs `body`, and notes all that it encodes on encoders that this device makes meanwhile. */
export function listen<T>(device: GPUDevice, commands: GpuCommand[], body: () => T): T {
  const create = device.createCommandEncoder;
  device.createCommandEncoder = (descriptor) => listeningEncoder(create.call(device, descriptor), commands);
  try {
    return body();
  } finally {
    device.createCommandEncoder = create;
  }
}

/** Does what the encoder does, for the calls that tfjs makes of it. */
function listeningEncoder(encoder: GPUCommandEncoder, commands: GpuCommand[]): GPUCommandEncoder {
  const listening = {
    beginComputePass: (descriptor?: GPUComputePassDescriptor) =>
      listeningPass(encoder.beginComputePass(descriptor), commands),
    copyBufferToBuffer: (from: GPUBuffer, fromByte: number, to: GPUBuffer, toByte: number, bytes: number) => {
      commands.push({ kind: 'copy', from, fromByte, to, toByte, bytes });
      encoder.copyBufferToBuffer(from, fromByte, to, toByte, bytes);
    },
    finish: () => encoder.finish(),
  };
  return listening as GPUCommandEncoder;
}

function listeningPass(pass: GPUComputePassEncoder, commands: GpuCommand[]): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | undefined;
  let bindGroup: GPUBindGroup | undefined;
  const listening = {
    setPipeline: (next: GPUComputePipeline) => {
      pipeline = next;
      pass.setPipeline(next);
    },
    setBindGroup: (index: number, next: GPUBindGroup) => {
      bindGroup = next;
      pass.setBindGroup(index, next);
    },
    dispatchWorkgroups: (x: number, y = 1, z = 1) => {
      if (pipeline && bindGroup) commands.push({ kind: 'dispatch', pipeline, bindGroup, groups: [x, y, z] });
      pass.dispatchWorkgroups(x, y, z);
    },
    end: () => pass.end(),
  };
  return listening as GPUComputePassEncoder;
}

/** Encodes a list again: one pass for each run of dispatches. */
export function encode(encoder: GPUCommandEncoder, commands: readonly GpuCommand[]): void {
  let pass: GPUComputePassEncoder | undefined;
  for (const command of commands) {
    if (command.kind === 'dispatch') {
      pass ??= encoder.beginComputePass();
      pass.setPipeline(command.pipeline);
      pass.setBindGroup(0, command.bindGroup);
      pass.dispatchWorkgroups(...command.groups);
    } else {
      pass?.end();
      pass = undefined;
      encoder.copyBufferToBuffer(command.from, command.fromByte, command.to, command.toByte, command.bytes);
    }
  }
  pass?.end();
}
