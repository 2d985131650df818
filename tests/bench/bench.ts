/**
 * @file `npm run bench`: training speed of this engine against plain tfjs and jax-js, on each backend that is here.
 *
 * All start from the same weights and see the same batches; their losses must agree. Rounds alternate (ours, plain, jax-js,
 * ours, …), so that a machine whose speed drifts moves all, and ratios are taken round by round.
 */
import { cpus } from 'node:os';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { FusedBackend } from '../../src/core/nn/kernels/fusedBackend';
import * as tf from '../../src/core/nn/tf';
import { measureLimits } from '../../src/core/train/measureDevice';
import { BACKENDS, useBackend, type BackendName } from '../support/backends';
import { compare, say } from './compare';
import { withPicture } from './picture';
import type { Result, Row } from './result';
import { SIZES } from './sizes';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', multiple: true, default: [...BACKENDS] },
    size: { type: 'string', multiple: true, default: ['XS', 'S'] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    against: { type: 'string', multiple: true, default: ['plain tfjs', 'jax-js'] },
    /** Written to tests/bench/results, and drawn there. */
    save: { type: 'boolean', default: false },
  },
});

const rows: Row[] = [];
const limits: Result['limits'] = {};
const adapters: Result['adapters'] = {};
for (const backend of BACKENDS.filter((name) => options.backend.includes(name))) {
  const why = await useBackend(backend);
  if (why) {
    console.log(`${backend}: skipped. ${why}`);
    continue;
  }
  adapters[backend] = await adapterOf(backend);
  const measured = await measureLimits(() => performance.now());
  limits[backend] = measured;
  console.log(
    `${backend} (${adapters[backend]}): ${(measured.flopsPerSecond / 1e9).toFixed(2)} GFLOP/s, ${(measured.bytesPerSecond / 1e9).toFixed(2)} GB/s, ${(1000 * measured.dispatchMs).toFixed(0)} µs an operation`,
  );
  for (const size of SIZES.filter(({ name }) => options.size.includes(name))) {
    const row = await compare(backend, size, measured, {
      rounds: Number(options.rounds),
      seconds: Number(options.seconds),
      against: options.against,
      processorSeconds: worksOnProcessor(backend) ? processorSeconds : undefined,
    });
    rows.push(row);
    console.log(say(row));
  }
}
if (options.save) save();
process.exit(0); // Dawn keeps the process alive.

/** All threads of this process. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function worksOnProcessor(backend: BackendName): boolean {
  return backend !== 'webgpu' || (tf.backend() as FusedBackend).shape === 'row';
}

function save(): void {
  const device = cpus()[0]?.model ?? 'unknown processor';
  const folder = 'tests/bench/results';
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${device.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  // Backends and sizes that were not measured this time keep their rows.
  const before = readResult(`${file}.json`);
  const isNew = (row: Row) => rows.some(({ backend, size }) => backend === row.backend && size === row.size);
  const result: Result = {
    device,
    cores: cpus().length,
    node: process.version,
    adapters: { ...before?.adapters, ...adapters },
    limits: { ...before?.limits, ...limits },
    rows: [...(before?.rows ?? []).filter((row) => !isNew(row)), ...rows],
  };
  writeFileSync(`${file}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(`${file}.svg`, withPicture(result));
  console.log(`Written to ${file}.json and ${file}.svg.`);
}

function readResult(file: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Result;
  } catch {
    return undefined; // the first on this device
  }
}

async function adapterOf(backend: BackendName): Promise<string> {
  if (backend !== 'webgpu') return 'one thread';
  const adapter = await navigator.gpu.requestAdapter();
  return [adapter?.info.vendor, adapter?.info.architecture].filter(Boolean).join(' ');
}
