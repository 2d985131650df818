/**
 * @file A computation of fixed shapes, taken down once and played again: its command list goes to the GPU in one submission,
 * without the walk through the graph that made it.
 *
 * Whatever the computation made of numbers of the CPU's is a constant of the recording. What differs from play to play comes
 * in through the inputs, or through tensors that are written in place.
 */

import * as tf from '@tensorflow/tfjs-core';
import { Arena, type RoutedBuffers } from './buffers';
import { encode, type GpuCommand, listen } from './commands';

/** What a recording asks of the backend that it was taken on. */
export interface RecordedOn {
  readonly device: GPUDevice;
  readonly buffers: RoutedBuffers;
  /** Sends what was encoded so far. */
  readonly flush: () => void;
  /** A tensor on the device whose numbers are still to be written. The caller owns it. */
  readonly emptyLike: (tensor: tf.Tensor) => tf.Tensor;
  readonly copyCommand: (from: tf.Tensor, to: tf.Tensor) => GpuCommand;
  /** Writes other numbers into a tensor, in the order of the queue. */
  readonly overwrite: (tensor: tf.Tensor, values: Float32Array | Int32Array) => void;
}

export class Recording {
  readonly #backend: RecordedOn;
  readonly #inputs: readonly tf.Tensor[];
  readonly #outputs: readonly tf.Tensor[];
  readonly #commands: readonly GpuCommand[];
  readonly #arena: Arena;

  /**
   * Runs the computation and takes it down; its results are those of the first `play`.
   *
   * @param inputs on the device and kept; the recording owns them from here on
   * @param compute reads nothing back; what it returns is what `play` gives
   */
  constructor(backend: RecordedOn, inputs: readonly tf.Tensor[], compute: () => readonly tf.Tensor[]) {
    const commands: GpuCommand[] = [];
    const arena = new Arena(backend.device);
    backend.flush();
    this.#outputs = backend.buffers.during(arena, () =>
      listen(backend.device, commands, () => {
        const outputs = tf.tidy(() => compute().map((tensor) => tf.keep(tensor)));
        backend.flush();
        return outputs;
      }),
    );
    this.#backend = backend;
    this.#inputs = inputs;
    this.#commands = commands;
    this.#arena = arena;
  }

  get dispatches(): number {
    return this.#commands.filter(({ kind }) => kind === 'dispatch').length;
  }

  /** The results of the recorded run itself, as tensors of the caller's. */
  first(): tf.Tensor[] {
    return this.#submit([]);
  }

  /** @param values of each input, in order. @returns new tensors, which the caller owns */
  play(values: readonly (Float32Array | Int32Array | tf.Tensor)[]): tf.Tensor[] {
    this.#backend.flush();
    const copies: GpuCommand[] = [];
    for (const [i, input] of this.#inputs.entries()) {
      const given = values[i];
      if (given instanceof tf.Tensor) copies.push(this.#backend.copyCommand(given, input));
      else if (given) this.#backend.overwrite(input, given);
    }
    return this.#submit([...copies, ...this.#commands]);
  }

  /** A copy is made of each result: the next play writes to the same place. */
  #submit(commands: readonly GpuCommand[]): tf.Tensor[] {
    const { device } = this.#backend;
    const copies = this.#outputs.map((output) => this.#backend.emptyLike(output));
    const encoder = device.createCommandEncoder();
    encode(encoder, [
      ...commands,
      ...this.#outputs.map((output, i) => this.#backend.copyCommand(output, copies[i] ?? output)),
    ]);
    device.queue.submit([encoder.finish()]);
    return copies;
  }

  dispose(): void {
    tf.dispose([...this.#inputs, ...this.#outputs]);
    this.#backend.flush();
    this.#backend.buffers.forget(this.#arena);
  }
}
