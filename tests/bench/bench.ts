/**
 * @file `npm run bench`: training speed of this engine against plain tfjs, on each backend that is here.
 *
 * Both start from the same weights and see the same batches; their losses must agree. Rounds alternate (ours, plain,
 * ours, …), so that a machine whose speed drifts moves both, and the ratio is taken pair by pair.
 */
import { cpus } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { initWeights } from '../../src/core/nn/init';
import { flopsPerStep } from '../../src/core/train/measureSpeed';
import { rng } from '../../src/core/util/rng';
import { median } from '../../src/core/util/statistics';
import { BACKENDS, useBackend, type BackendName } from '../support/backends';
import type { Batch, BenchEngine } from './engine';
import { ourEngine } from './ours';
import { plainTfjsEngine } from './plainTfjs';
import { SIZES, tokensPerStep, type BenchSize } from './sizes';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', multiple: true, default: [...BACKENDS] },
    size: { type: 'string', multiple: true, default: ['XS', 'S'] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    save: { type: 'boolean', default: false },
  },
});

interface Row {
  readonly backend: BackendName;
  readonly size: string;
  readonly tokensPerSecond: number;
  readonly plainTokensPerSecond: number;
  /** Median over pairs of rounds, with the smallest and the largest. */
  readonly ratio: readonly [median: number, least: number, most: number];
  readonly msPerStep: number;
  readonly achievedGflops: number;
  /** Largest relative difference of the losses over the compared steps. */
  readonly worstLossDifference: number;
}

const rows: Row[] = [];
for (const backend of BACKENDS.filter((name) => options.backend.includes(name))) {
  const why = await useBackend(backend);
  if (why) {
    console.log(`${backend}: skipped. ${why}`);
    continue;
  }
  for (const size of SIZES.filter(({ name }) => options.size.includes(name))) {
    const row = await compare(backend, size);
    rows.push(row);
    const [ratio, least, most] = row.ratio;
    console.log(
      `${backend} ${size.name}: ${row.tokensPerSecond.toFixed(0)} tokens/s, ${row.msPerStep.toFixed(1)} ms a step, ${row.achievedGflops.toFixed(2)} GFLOP/s; ` +
        `plain tfjs ${row.plainTokensPerSecond.toFixed(0)} tokens/s; ratio ${ratio.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)}); losses within ${row.worstLossDifference.toExponential(1)}`,
    );
  }
}
if (options.save) {
  const device = cpus()[0]?.model ?? 'unknown processor';
  mkdirSync('tests/bench/results', { recursive: true });
  const file = `tests/bench/results/${device.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`;
  writeFileSync(
    file,
    `${JSON.stringify({ device, cores: cpus().length, node: process.version, rows }, undefined, 2)}\n`,
  );
  console.log(`Written to ${file}.`);
}
process.exit(0); // Dawn keeps the process alive.

async function compare(backend: BackendName, size: BenchSize): Promise<Row> {
  const theta = initWeights(size.model, 1);
  const ours = ourEngine(size, theta);
  const plain = plainTfjsEngine(size, theta);
  const batches = Array.from({ length: 16 }, (_, i) => randomBatch(size, i));

  const check = batches.slice(0, 3);
  const worstLossDifference = worst(await ours.train(check), await plain.train(check));
  const stepsOfOurs = await stepsThatFill(ours, batches);
  const stepsOfPlain = await stepsThatFill(plain, batches);

  const seconds: { ours: number; plain: number }[] = [];
  for (let round = 0; round < Number(options.rounds); round++)
    seconds.push({
      ours: (await secondsFor(ours, batches, stepsOfOurs)) / stepsOfOurs,
      plain: (await secondsFor(plain, batches, stepsOfPlain)) / stepsOfPlain,
    });
  ours.dispose();
  plain.dispose();

  const ourSeconds = median(seconds.map((pair) => pair.ours));
  const ratios = seconds.map((pair) => pair.plain / pair.ours);
  return {
    backend,
    size: size.name,
    tokensPerSecond: tokensPerStep(size) / ourSeconds,
    plainTokensPerSecond: tokensPerStep(size) / median(seconds.map((pair) => pair.plain)),
    ratio: [median(ratios), Math.min(...ratios), Math.max(...ratios)],
    msPerStep: 1000 * ourSeconds,
    achievedGflops: flopsPerStep(size.model, size.batch) / ourSeconds / 1e9,
    worstLossDifference,
  };
}

/** So many steps that a round lasts about as long as asked, after one warm step. */
async function stepsThatFill(engine: BenchEngine, batches: readonly Batch[]): Promise<number> {
  await secondsFor(engine, batches, 1);
  return Math.max(1, Math.round(Number(options.seconds) / (await secondsFor(engine, batches, 1))));
}

async function secondsFor(engine: BenchEngine, batches: readonly Batch[], steps: number): Promise<number> {
  const wanted = Array.from({ length: steps }, (_, i) => batches[i % batches.length] as Batch);
  const start = performance.now();
  await engine.train(wanted);
  return (performance.now() - start) / 1000;
}

function randomBatch(size: BenchSize, index: number): Batch {
  const random = rng(1, 'bench', index);
  const ids = () => Int32Array.from({ length: tokensPerStep(size) }, () => random.integer(size.model.vocab));
  return { inputIds: ids(), targetIds: ids() };
}

function worst(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number)) / Math.abs(value)));
}
