/**
 * @file tfjs's WebGPU backend, with two things that it lacks: several tensors in one buffer, and a word on the shape that
 * programs should have on this adapter.
 *
 * A program has one output in tfjs; a kernel of several outputs writes them side by side into one buffer, and each is a
 * view of it. The buffer lives as long as one of its views.
 */

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import { assert } from '../../../util/assert';
import { RoutedBuffers } from './buffers';
import { encode, type GpuCommand } from './commands';
import { Recording } from './recording';
import { FLOAT_BYTES, productOf } from './sizes';

/**
 * How the invocations of a program share a row: a whole workgroup with barriers, for graphics cards; or one invocation, for
 * drivers that compute in software, where a barrier costs more than the work between two of them.
 */
export type ProgramShape = 'workgroup' | 'row';

/** Elements of buffers, by their names in a shader. */
export type Lengths = Readonly<Record<string, number>>;

interface View {
  readonly whole: DataId;
  readonly byteOffset: number;
  readonly byteLength: number;
}

export class FusedBackend extends WebGPUBackend {
  shape: ProgramShape;
  /** May four neighbouring invocations exchange numbers? */
  readonly hasQuads: boolean;
  readonly buffers: RoutedBuffers;
  /** Elements of each buffer of the program that is being compiled, by its name in the shader. */
  #lengths: Lengths | undefined;
  readonly #views = new WeakMap<DataId, View>();

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.hasQuads = device.features.has('subgroups');
    editShaders(device, () => this.#lengths);
    this.buffers = new RoutedBuffers(this.bufferManager);
    // All that tfjs calls is there; its class has private fields, which no other can have.
    this.bufferManager = this.buffers as unknown as WebGPUBackend['bufferManager'];
    this.shape = isSoftwareAdapter(info) ? 'row' : 'workgroup';
  }

  /**
   * Is something being recorded for a driver in software? There each clamp of an index costs, so that a program is worth compiling
   * for its sizes; and moving numbers costs as much as computing with them, unless they are copied.
   */
  get recordsInSoftware(): boolean {
    return this.shape === 'row' && this.buffers.isRecording;
  }

  /** @param run compiles and runs a program whose key names these lengths */
  withLengths<T>(lengths: Lengths, run: () => T): T {
    this.#lengths = lengths;
    try {
      return run();
    } finally {
      this.#lengths = undefined;
    }
  }

  /** Room for several tensors in one buffer: what a program writes, and what the tensors are. */
  makePacked(shapes: readonly (readonly number[])[]): PackedTensors {
    const alignment = this.device.limits.minStorageBufferOffsetAlignment / FLOAT_BYTES;
    let end = 0;
    const offsets = shapes.map((shape) => {
      const offset = Math.ceil(end / alignment) * alignment;
      end = offset + productOf(shape);
      return offset;
    });
    // Whoever writes it by fours must reach its last numbers too.
    const whole = this.makeTensorInfo([4 * Math.ceil(end / 4)], 'float32');
    this.uploadToGPU(whole.dataId);
    const parts = shapes.map((shape, i) => this.#view(whole.dataId, offsets[i] ?? 0, shape));
    this.disposeData(whole.dataId); // from here on its views hold it
    return { whole, offsets, parts };
  }

  /** Where a tensor's numbers stand: the buffer, named by its id, and the first element in it. */
  placeOf({ dataId }: TensorInfo): { readonly buffer: DataId; readonly offset: number } {
    const view = this.#views.get(dataId);
    return view ? { buffer: view.whole, offset: view.byteOffset / FLOAT_BYTES } : { buffer: dataId, offset: 0 };
  }

  /** Sends what tfjs has encoded so far. */
  flush(): void {
    if (!this['commandEncoder']) return;
    this.endComputePassEncoder();
    this.submitQueue();
  }

  /** Runs a computation and sends all of it in one submission, where tfjs would send every fifteen programs. */
  atOnce<T>(compute: () => T): T {
    const flag = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';
    const before = tf.env().getNumber(flag);
    this.flush();
    tf.env().set(flag, Number.MAX_SAFE_INTEGER);
    try {
      return compute();
    } finally {
      tf.env().set(flag, before);
      this.flush();
    }
  }

  /** Takes down a computation. @param inputs on the device and kept; the recording owns them from here on */
  record(inputs: readonly tf.Tensor[], compute: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[]): Recording {
    return new Recording(this, inputs, () => compute(inputs));
  }

  /** Sees to it that the numbers of a new tensor are in a buffer. */
  onDevice<T extends tf.Tensor>(tensor: T): T {
    this.uploadToGPU(tensor.dataId);
    return tensor;
  }

  /** A tensor on the device whose numbers are still to be written. The caller owns it. */
  emptyLike({ shape, dtype }: tf.Tensor): tf.Tensor {
    const info = this.makeTensorInfo(shape, dtype);
    this.uploadToGPU(info.dataId);
    return tf.engine().makeTensorFromTensorInfo(info, this);
  }

  /** A new tensor with the numbers of another. The caller owns it. */
  copyOf(tensor: tf.Tensor): tf.Tensor {
    const copy = this.emptyLike(tensor);
    const encoder = this.device.createCommandEncoder();
    encode(encoder, [this.copyCommand(tensor, copy)]);
    this.queue.submit([encoder.finish()]);
    return copy;
  }

  copyCommand(from: tf.Tensor, to: tf.Tensor): GpuCommand {
    this.onDevice(from);
    this.flush(); // a new tensor may have been uploaded just now
    const [source, target] = [this.bindingOf(from), this.bindingOf(to)];
    return {
      kind: 'copy',
      from: source.buffer,
      fromByte: source.offset,
      to: target.buffer,
      toByte: target.offset,
      bytes: from.size * FLOAT_BYTES,
    };
  }

  /** Tensors side by side in one buffer, with these numbers. The caller owns them. */
  makeColumns(columns: readonly Float32Array[]): tf.Tensor1D[] {
    const { parts } = this.makePacked(columns.map(({ length }) => [length]));
    const tensors = parts.map((part) => tf.engine().makeTensorFromTensorInfo(part, this) as tf.Tensor1D);
    for (const [i, tensor] of tensors.entries()) this.overwrite(tensor, columns[i] ?? new Float32Array());
    return tensors;
  }

  /** Copies the first `size` numbers from where a part begins, in the order of what tfjs has encoded. For recordings alone. */
  copyInto(
    flat: TensorInfo,
    parts: readonly { readonly tensor: TensorInfo; readonly start: number; readonly size: number }[],
  ) {
    // Nothing of a recording's arena is written by the CPU while it is encoded, so no buffer need wait for its turn.
    assert(this.buffers.isRecording, 'copies are encoded while recording');
    this.uploadToGPU(flat.dataId);
    const target = this.bindingOf(flat);
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    for (const { tensor, start, size } of parts) {
      const source = this.bindingOf(tensor);
      const place = target.offset + start * FLOAT_BYTES;
      this['commandEncoder'].copyBufferToBuffer(source.buffer, source.offset, target.buffer, place, size * FLOAT_BYTES);
    }
  }

  /** Are the numbers in its buffer floats? Whole numbers that were cast to floats still stand there as they were. */
  holdsFloats({ dataId }: TensorInfo): boolean {
    return this.tensorMap.get(dataId).dtype === 'float32';
  }

  /** Writes other numbers into a tensor, in the order of the queue. */
  overwrite(tensor: TensorInfo, values: Float32Array | Int32Array): void {
    const { buffer, offset } = this.bindingOf(tensor);
    this.flush();
    this.queue.writeBuffer(buffer, offset, values as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>);
  }

  bindingOf({ dataId }: TensorInfo): { readonly buffer: GPUBuffer; readonly offset: number } {
    const view = this.#views.get(dataId);
    const buffer = this.tensorMap.get(view?.whole ?? dataId).resource;
    assert(buffer instanceof GPUBuffer, 'the tensor is on the device');
    return { buffer, offset: view?.byteOffset ?? 0 };
  }

  /** What a view is part of, from its first number on. */
  wholeOf({ dataId }: TensorInfo): TensorInfo {
    const view = this.#views.get(dataId);
    assert(view, 'only a view is part of a buffer');
    const { shape, dtype } = this.tensorMap.get(view.whole);
    return { dataId: view.whole, shape, dtype };
  }

  /** Pieces of a flat tensor as views of it, where each begins at a place that can be bound; otherwise undefined. */
  cutInPlace(flat: TensorInfo, sizes: readonly number[]): readonly TensorInfo[] | undefined {
    const alignment = this.device.limits.minStorageBufferOffsetAlignment / FLOAT_BYTES;
    const { buffer, offset } = this.placeOf(flat);
    const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, offset));
    if (starts.some((start) => start % alignment !== 0)) return undefined;
    this.uploadToGPU(flat.dataId);
    return sizes.map((size, i) => this.#view(buffer, starts[i] ?? 0, [size]));
  }

  /** A whole view of several neighbours in one buffer. The caller disposes it. */
  spanning(first: TensorInfo, elements: number): TensorInfo {
    const view = this.#views.get(first.dataId);
    assert(view, 'only views have neighbours');
    return this.#view(view.whole, view.byteOffset / FLOAT_BYTES, [elements]);
  }

  #view(whole: DataId, offset: number, shape: readonly number[]): TensorInfo {
    const info = this.makeTensorInfo([...shape], 'float32');
    // tfjs binds whatever is no buffer as it stands, so a binding with an offset is a tensor; its types do not know.
    const data: { resource?: object } = this.tensorMap.get(info.dataId);
    const buffer = this.tensorMap.get(whole).resource;
    assert(buffer instanceof GPUBuffer, 'the buffer is on the device');
    const view = { whole, byteOffset: offset * FLOAT_BYTES, byteLength: productOf(shape) * FLOAT_BYTES };
    data.resource = { buffer, offset: view.byteOffset, size: view.byteLength };
    this.#views.set(info.dataId, view);
    this.incRef(whole);
    return info;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const isLast = force || this.refCount(dataId) === 1;
    const isGone = super.disposeData(dataId, force);
    const view = isLast ? this.#views.get(dataId) : undefined;
    if (view) {
      this.#views.delete(dataId);
      this.disposeData(view.whole);
    }
    return isGone;
  }

  override async read(dataId: DataId): ReturnType<WebGPUBackend['read']> {
    const view = this.#views.get(dataId);
    const values = this.tensorMap.get(dataId).values;
    if (!view || values) return super.read(dataId);
    const whole = this.tensorMap.get(view.whole).resource;
    assert(whole instanceof GPUBuffer, 'the buffer of a view is on the device');
    return new Float32Array(await this.getBufferData(whole), view.byteOffset, view.byteLength / FLOAT_BYTES);
  }
}

/** Several tensors in one buffer. */
export interface PackedTensors {
  /** What the program writes. Not to be disposed: its parts hold it. */
  readonly whole: TensorInfo;
  /** First element of each part. */
  readonly offsets: readonly number[];
  readonly parts: readonly TensorInfo[];
}

/** tfjs writes text of its own before ours, and arrays without a length; what it cannot say is put in here. */
function editShaders(device: GPUDevice, lengths: () => Lengths | undefined): void {
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => {
    const code = withLengths(descriptor.code, lengths() ?? {});
    return create({ ...descriptor, code: code.includes('quadSwap') ? NEEDS_QUADS + code : code });
  };
}

// A shader says first of all what it needs of the device. Quads leave early as a whole, or not at all; the analysis of the
// language cannot see that.
const NEEDS_QUADS = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';

/** An index into an array of known length is clamped by a constant, not by a question to the driver. */
function withLengths(code: string, lengths: Lengths): string {
  return code.replace(/(var<storage, \w+> (\w+): array<[^;]+)>;/g, (whole, start: string, name: string) => {
    const length = lengths[name];
    return length === undefined ? whole : `${start}, ${length}>;`;
  });
}

/** Does this adapter compute on the CPU? */
export function isSoftwareAdapter(info: GPUAdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.description].join(' ');
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software/i.test(words);
}
