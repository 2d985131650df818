/**
 * @file Steps that are the same but for their numbers: on WebGPU each kind is recorded once and then replayed; elsewhere, and
 * for what was never declared, the computation simply runs.
 */

import type { FusedBackend } from './kernels/fusedBackend';
import type { Recording } from './kernels/recording';
import * as tf from './tf';

/** The numbers of one run. */
export interface Column {
  /** A tensor stays the caller's: a recording reads a copy of it, made on the device. */
  readonly values: Float32Array | Int32Array | tf.Tensor;
  readonly shape: readonly number[];
}

/** Kinds that are kept where nothing else is said: a train step and a few shapes of scoring. Each holds the buffers of one run. */
const MOST = 4;

/** Where steps are recorded and replayed. */
export interface RecordingDevice {
  /** Does the processor do its work? */
  readonly isSoftware: boolean;
  /** The largest tensor that a program can read or write. */
  readonly mostBytes: number;
}

/** undefined where every computation simply runs. */
export function recordingDevice(): RecordingDevice | undefined {
  const backend = recordingBackend();
  if (!backend) return undefined;
  const { maxBufferSize, maxStorageBufferBindingSize } = backend.device.limits;
  return { isSoftware: backend.shape === 'row', mostBytes: Math.min(maxBufferSize, maxStorageBufferBindingSize) };
}

export class Recorder {
  readonly #recordings = new Map<string, Recording>();
  readonly #most: number;
  #backend: FusedBackend | undefined;

  /** @param most kinds that are kept at once */
  constructor(most = MOST) {
    this.#most = most;
  }

  /**
   * @param kind names the computation: two runs of one kind and of equal shapes differ in their columns alone
   * @param compute gets a tensor for each column, and returns what the caller is to own
   */
  run(
    kind: string,
    columns: readonly Column[],
    compute: (tensors: readonly tf.Tensor[]) => readonly tf.Tensor[],
  ): tf.Tensor[] {
    const backend = recordingBackend();
    if (!backend) return runOnce(columns, compute);
    if (this.#backend !== backend) this.#recordings.clear(); // with their device they are gone
    this.#backend = backend;
    const key = [kind, ...columns.map(({ shape }) => shape.join('x'))].join(' ');
    const known = this.#recordings.get(key);
    if (known) return known.play(columns.map(({ values }) => values));
    const [oldest] = this.#recordings.keys();
    if (oldest !== undefined && this.#recordings.size === this.#most) {
      this.#recordings.get(oldest)?.dispose();
      this.#recordings.delete(oldest);
    }
    const recording = backend.record(
      columns.map((column) => tf.keep(ownInput(backend, column))),
      compute,
    );
    this.#recordings.set(key, recording);
    return recording.first();
  }

  /** Dispatches of a run of each kind that was recorded. */
  dispatches(): ReadonlyMap<string, number> {
    return new Map([...this.#recordings].map(([key, recording]) => [key, recording.dispatches]));
  }

  dispose(): void {
    if (this.#backend === recordingBackend()) for (const recording of this.#recordings.values()) recording.dispose();
    this.#recordings.clear();
  }
}

/** Runs a computation that is not to be recorded. @returns what the caller owns */
export function runOnce(
  columns: readonly Column[],
  compute: (tensors: readonly tf.Tensor[]) => readonly tf.Tensor[],
): tf.Tensor[] {
  const run = () => tf.tidy(() => [...compute(columns.map(tensorOf))]);
  return recordingBackend()?.atOnce(run) ?? run();
}

function tensorOf({ values, shape }: Column): tf.Tensor {
  if (values instanceof tf.Tensor) return tf.reshape(values, [...shape]);
  return tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
}

/** A tensor of the recording's own with the numbers of a column. */
function ownInput(backend: FusedBackend, column: Column): tf.Tensor {
  if (column.values instanceof tf.Tensor) return backend.copyOf(column.values);
  return tf.tidy(() => backend.onDevice(tensorOf(column)));
}

/** The present backend where it records; named by its kind, for its class would bring WebGPU along to every backend. */
function recordingBackend(): FusedBackend | undefined {
  return tf.getBackend() === 'webgpu' ? (tf.backend() as FusedBackend) : undefined;
}
