/** @file One backend, which is already the current one: its limits, and a row for each size. The same in Node and in a page. */
import type { FusedBackend } from '../../src/core/nn/kernels/webgpu/fusedBackend';
import * as tf from '../../src/core/nn/tf';
import type { BackendName, DeviceLimits } from '../../src/core/trace/messages/commands';
import { measureLimits } from '../../src/core/train/measureDevice';
import { compare, say } from './compare';
import type { Place, Row, ScoringRow } from './result';
import { measureScoring, sayScoring } from './scoring';
import { SIZES } from './sizes';

export interface Wanted {
  readonly backends: readonly string[];
  /** Of WASM, each in turn. */
  readonly threads: readonly number[];
  readonly sizes: readonly string[];
  readonly against: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  /** No training: the rows of scoring alone. */
  readonly onlyScoring: boolean;
}

/** What a backend is in this place. */
export interface Opened {
  readonly place: Place;
  readonly backend: BackendName;
  /** In its own words. */
  readonly adapter: string;
  /** Of WASM. */
  readonly threads?: number;
  /** Processor seconds so far, all threads. */
  readonly processorSeconds?: () => number;
}

export interface Measured {
  readonly limits: DeviceLimits;
  readonly rows: readonly Row[];
  readonly scoring: readonly ScoringRow[];
}

export async function measure(opened: Opened, wanted: Wanted, print: (line: string) => void): Promise<Measured> {
  const { place, backend, adapter, threads, processorSeconds } = opened;
  const limits = await measureLimits(() => performance.now());
  print(
    `${backend} in ${place} (${adapter}): ${(limits.flopsPerSecond / 1e9).toFixed(2)} GFLOP/s, ${(limits.bytesPerSecond / 1e9).toFixed(2)} GB/s, ${(1000 * limits.dispatchMs).toFixed(0)} µs an operation`,
  );
  const rows: Row[] = [];
  const scoring: ScoringRow[] = [];
  for (const size of SIZES.filter(({ name }) => wanted.sizes.includes(name))) {
    const where = { place, backend, ...(threads ? { threads } : {}) };
    const patience = { ...wanted, processorSeconds: worksOnProcessor(backend) ? processorSeconds : undefined };
    if (!wanted.onlyScoring) {
      const row = await compare(where, size, limits, patience);
      rows.push(row);
      print(say(row));
    }
    if (backend === 'cpu') continue; // minutes, and nobody scores with it
    const scored = await measureScoring(where, size, patience);
    scoring.push(scored);
    print(sayScoring(scored));
  }
  return { limits, rows, scoring };
}

const worksOnProcessor = (backend: BackendName): boolean =>
  backend !== 'webgpu' || (tf.backend() as FusedBackend).shape === 'row';
