/**
 * @file Steps that are the same but for their numbers: on WebGPU each kind is recorded once and then replayed; elsewhere, and
 * for what was never declared, the computation simply runs.
 */

import { kept, tensorsOf, withTensors } from './held';
import type { FusedBackend } from './kernels/webgpu/fusedBackend';
import type { Recording } from './kernels/webgpu/recording';
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

interface Recorded {
  readonly recording: Recording;
  /** The results of the recorded run, in the form in which each play gives its own. */
  readonly results: unknown;
}

export class Recorder {
  /** The one that was played last stands last. */
  readonly #recorded = new Map<string, Recorded>();
  readonly #most: number;
  #backend: FusedBackend | undefined;

  /** @param most kinds that are kept at once */
  constructor(most = MOST) {
    this.#most = most;
  }

  /**
   * @param kind names the computation: two runs of one kind and of equal shapes differ in their columns alone
   * @param compute gets a tensor for each column, and returns what the caller is to own: a structure of tensors, of which all
   *   but the tensors is the same for all runs of the kind
   */
  run<T>(kind: string, columns: readonly Column[], compute: (tensors: readonly tf.Tensor[]) => T): T {
    const backend = recordingBackend();
    if (!backend) return runOnce(columns, compute);
    if (this.#backend !== backend) this.#recorded.clear(); // with their device they are gone
    this.#backend = backend;
    const key = [kind, ...columns.map(({ shape }) => shape.join('x'))].join(' ');
    const known = this.#recorded.get(key);
    if (known) {
      this.#recorded.delete(key);
      this.#recorded.set(key, known);
      const tensors = known.recording.play(columns.map(({ values }) => values));
      return withTensors(known.results as T, tensors); // recorded by the same function
    }
    const [oldest] = this.#recorded.keys();
    if (oldest !== undefined && this.#recorded.size === this.#most) {
      this.#recorded.get(oldest)?.recording.dispose();
      this.#recorded.delete(oldest);
    }
    const { recording, results } = record(backend, columns, compute);
    this.#recorded.set(key, { recording, results });
    return withTensors(results, recording.first());
  }

  /** Dispatches of a run of each kind that was recorded; the last is that which was run last. */
  dispatches(): ReadonlyMap<string, number> {
    return new Map([...this.#recorded].map(([key, { recording }]) => [key, recording.dispatches]));
  }

  /** Gives up all that was recorded, with its memory. What comes after is recorded anew. */
  dispose(): void {
    if (this.#backend === recordingBackend()) for (const { recording } of this.#recorded.values()) recording.dispose();
    this.#recorded.clear();
  }
}

function record<T>(
  backend: FusedBackend,
  columns: readonly Column[],
  compute: (tensors: readonly tf.Tensor[]) => T,
): { readonly recording: Recording; readonly results: T } {
  const made: T[] = [];
  const inputs = columns.map((column) => tf.keep(ownInput(backend, column)));
  const recording = backend.record(inputs, (tensors) => {
    const results = compute(tensors);
    made.push(results);
    return tensorsOf(results);
  });
  return { recording, results: made[0] as T }; // the computation has run
}

/** Runs a computation that is not to be recorded. @returns what the caller owns */
export function runOnce<T>(columns: readonly Column[], compute: (tensors: readonly tf.Tensor[]) => T): T {
  const run = () => kept(() => compute(columns.map(tensorOf)));
  const backend = recordingBackend();
  return backend ? backend.atOnce(run) : run();
}

/**
 * A length that varies from batch to batch, rounded up to one of four in each doubling where computations are recorded, so
 * that a few recordings serve all batches and no more than a quarter is added. Elsewhere it stays as it is.
 */
export function paddedLength(length: number): number {
  if (!recordingBackend()) return length;
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2(length)) - 3);
  return Math.ceil(length / unit) * unit;
}

/** The numbers of a column as a tensor, which the caller owns. */
export function tensorOf({ values, shape }: Column): tf.Tensor {
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
