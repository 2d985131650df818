/**
 * @file `npm run bench`: training speed of this engine against plain tfjs and jax-js, on each backend that is here.
 *
 * All start from the same weights and see the same batches; their losses must agree. Rounds alternate (ours, plain, jax-js,
 * ours, …), so that a machine whose speed drifts moves all, and ratios are taken round by round.
 */
import { cpus } from 'node:os';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { threadWords } from '../../src/engine/backends/threadedWasm';
import { BACKENDS, useBackend, type BackendName } from '../support/backends';
import { useWasmThreads } from '../support/wasmThreads';
import { benchInChromium } from './inChromium';
import { type Measured, measure, type Wanted } from './measure';
import { withPicture } from './picture';
import type { Place, Result, Row } from './result';

const HELP = `npm run bench -- [options]
  --in PLACE        Node or Chromium; may be given twice; Node
  --backend B       webgpu, wasm, cpu; may be given twice; all that are there
  --threads N       of wasm; may be given twice; 1, and as many as there are cores
  --size S          XS, S, M, L; may be given twice; XS and S
  --against ENGINE  "plain tfjs", "jax-js"; may be given twice; both
  --rounds N        alternating rounds; 5
  --seconds T       about so long for one engine in one round; 2
  --only-scoring    no training
  --gpu             Chromium on the graphics card of this machine
  --save            to tests/bench/results, and drawn there`;

const { values: options } = parseArgs({
  options: {
    in: { type: 'string', multiple: true, default: ['Node'] },
    backend: { type: 'string', multiple: true, default: [...BACKENDS] },
    threads: { type: 'string', multiple: true, default: ['1', String(cpus().length)] },
    size: { type: 'string', multiple: true, default: ['XS', 'S'] },
    against: { type: 'string', multiple: true, default: ['plain tfjs', 'jax-js'] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    'only-scoring': { type: 'boolean', default: false },
    gpu: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const wanted: Wanted = {
  backends: options.backend,
  threads: options.threads.map(Number),
  sizes: options.size,
  against: options.against,
  rounds: Number(options.rounds),
  seconds: Number(options.seconds),
  onlyScoring: options['only-scoring'],
};
const places = options.in.map((place) => place.toLowerCase());

interface Found extends Measured {
  readonly place: Place;
  readonly backend: BackendName;
  readonly threads?: number;
  readonly adapter: string;
}

const found: Found[] = [];
if (places.includes('node'))
  for (const backend of BACKENDS.filter((name) => wanted.backends.includes(name))) {
    const why = await useBackend(backend);
    if (why) {
      console.log(`${backend}: skipped. ${why}`);
      continue;
    }
    const opened = { place: 'Node', backend, processorSeconds } as const;
    for (const threads of backend === 'wasm' ? wanted.threads : [undefined]) {
      const running = threads && { threads: await useWasmThreads(threads) };
      const each = { ...opened, adapter: await adapterOf(backend, threads), ...running };
      found.push({ ...each, ...(await measure(each, wanted, console.log)) });
    }
  }
if (places.includes('chromium'))
  for (const measured of await benchInChromium(wanted, options.gpu)) found.push({ place: 'Chromium', ...measured });
if (options.save) save();
process.exit(0); // Dawn keeps the process alive.

/** All threads of this process. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function save(): void {
  const device = cpus()[0]?.model ?? 'unknown processor';
  const folder = 'tests/bench/results';
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${device.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const before = readResult(`${file}.json`);
  const rows = found.flatMap((each) => each.rows);
  const scoring = found.flatMap((each) => each.scoring);
  // The limits of a backend are those of one thread, of the time when its steps were measured.
  const alone = found.filter((each) => (each.threads ?? 1) === 1 && each.rows.length > 0);
  const result: Result = {
    device,
    cores: cpus().length,
    node: process.version,
    adapters: { ...before?.adapters, ...Object.fromEntries(alone.map(({ backend, adapter }) => [backend, adapter])) },
    limits: { ...before?.limits, ...Object.fromEntries(alone.map(({ backend, limits }) => [backend, limits])) },
    rows: merged(before?.rows ?? [], rows),
    scoring: merged(before?.scoring ?? [], scoring),
  };
  writeFileSync(`${file}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(`${file}.svg`, withPicture(result));
  console.log(`Written to ${file}.json and ${file}.svg.`);
}

/** Where a row was measured. */
type Placed = Pick<Row, 'place' | 'backend' | 'size' | 'threads'>;

/** Places, backends, sizes and numbers of threads that were not measured this time keep their rows. */
function merged<R extends Placed>(before: readonly R[], now: readonly R[]): R[] {
  const keyOf = ({ place, backend, size, threads = 1 }: Placed) => [place, backend, size, threads].join(' ');
  const isNew = new Set(now.map(keyOf));
  return [...before.filter((row) => !isNew.has(keyOf(row))), ...now];
}

function readResult(file: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Result;
  } catch {
    return undefined; // the first on this device
  }
}

async function adapterOf(backend: BackendName, threads = 1): Promise<string> {
  if (backend !== 'webgpu') return threadWords(threads);
  const adapter = await navigator.gpu.requestAdapter();
  return [adapter?.info.vendor, adapter?.info.architecture].filter(Boolean).join(' ');
}
