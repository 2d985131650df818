/** @file One backend and size: all engines in alternating rounds, and our own two other kinds of step. */
import { initWeights } from '../../src/core/nn/init';
import type { DeviceLimits } from '../../src/core/trace/messages/commands';
import { boundMs, bytesPerStep } from '../../src/core/train/measureDevice';
import { flopsPerStep } from '../../src/core/train/measureSpeed';
import { rng } from '../../src/core/util/rng';
import { median } from '../../src/core/util/statistics';
import { threadWords } from '../../src/engine/backends/threadedWasm';
import { counting } from '../support/gpuCalls';
import type { Batch, BenchEngine } from './engine';
import { jaxJsEngine } from './jaxJs';
import { ourEngine, ourSelectiveEngine, ourThinkingEngine } from './ours';
import { plainTfjsEngine } from './plainTfjs';
import type { Peer, Row } from './result';
import { OPTIMIZER, type BenchSize, tokensPerStep } from './sizes';

export interface Patience {
  readonly rounds: number;
  /** About so long for one engine in one round. */
  readonly seconds: number;
  /** Processor seconds so far, where the processor does all the work. */
  readonly processorSeconds?: (() => number) | undefined;
  /** Names of the engines to compare with. */
  readonly against: readonly string[];
}

const COMPARED_STEPS = 3;

// Places in the list of engines; the others follow.
const [OURS, SELECTIVE, THINKING, OTHERS] = [0, 1, 2, 3] as const;

export async function compare(
  where: Pick<Row, 'place' | 'backend' | 'threads'>,
  size: BenchSize,
  limits: DeviceLimits,
  patience: Patience,
): Promise<Row> {
  const theta = initWeights(size.model, 1);
  const batches = Array.from({ length: 8 }, (_, i) => randomBatch(size, i));
  const ours = ourEngine(size, theta);
  const others: BenchEngine[] = [];
  if (patience.against.includes('plain tfjs')) others.push(plainTfjsEngine(size, theta));
  if (patience.against.includes('jax-js') && where.backend !== 'cpu') {
    const engine = await jaxJsEngine(where.backend, size, theta);
    if (engine) others.push(engine);
  }
  const engines = [ours, ourSelectiveEngine(size, theta), ourThinkingEngine(size, theta), ...others];
  const unrecorded = where.backend === 'webgpu' ? engines.length : undefined;
  if (unrecorded !== undefined) engines.push(ourThinkingEngine(size, theta, 'unrecorded'));

  const check = batches.slice(0, COMPARED_STEPS);
  const losses: Float32Array[] = [];
  for (const engine of engines) losses.push(await engine.train(check));
  const calls: Awaited<ReturnType<typeof counting>>[] = [];
  for (const engine of engines) calls.push(await counting(() => engine.train(batches.slice(0, 1))));

  const measured = await rounds(engines, batches, patience, [
    THINKING,
    ...(unrecorded === undefined ? [] : [unrecorded]),
  ]);
  const seconds = measured.map((round) => round.map((each) => each.seconds));
  for (const engine of engines) engine.dispose();
  const own = seconds.map((round) => round[OURS] as number);
  const ourSeconds = median(own);
  const ratiosOf = (engine: number, kind: keyof Timed, by: number = OURS) =>
    measured.map((round) => (round[engine] as Timed)[kind] / (round[by] as Timed)[kind]);
  const spread = (each: readonly number[]) => [median(each), Math.min(...each), Math.max(...each)] as const;
  const hasProcessor = patience.processorSeconds !== undefined;
  const task = { model: size.model, optimizer: OPTIMIZER, batch: size.batch };
  const dispatches = calls[OURS]?.dispatches ?? 0;
  return {
    ...where,
    size: size.name,
    tokensPerSecond: tokensPerStep(size) / ourSeconds,
    msPerStep: 1000 * ourSeconds,
    achievedGflops: flopsPerStep(size.model, size.batch) / ourSeconds / 1e9,
    dispatches,
    submits: withoutReading(calls[OURS]?.submits),
    bytesMoved: bytesPerStep(size.model, size.batch),
    shareOfBound: boundMs(task, limits, dispatches) / (1000 * ourSeconds),
    peers: others.map(({ name }, i): Peer => ({
      name,
      tokensPerSecond: tokensPerStep(size) / median(seconds.map((round) => round[i + OTHERS] as number)),
      ratio: spread(ratiosOf(i + OTHERS, 'seconds')),
      ...(hasProcessor ? { processorRatio: spread(ratiosOf(i + OTHERS, 'processorSeconds')) } : {}),
      dispatches: calls[i + OTHERS]?.dispatches ?? 0,
      submits: calls[i + OTHERS]?.submits ?? 0,
      worstLossDifference: worst(losses[OURS] as Float32Array, losses[i + OTHERS] as Float32Array),
    })),
    slmOverClm: median(ratiosOf(SELECTIVE, 'seconds')),
    ...(hasProcessor ? { slmOverClmProcessor: median(ratiosOf(SELECTIVE, 'processorSeconds')) } : {}),
    thoughtsMsPerStep: 1000 * median(seconds.map((round) => round[THINKING] as number)),
    thoughtsDispatches: calls[THINKING]?.dispatches ?? 0,
    thoughtsSubmits: withoutReading(calls[THINKING]?.submits),
    ...(unrecorded === undefined
      ? {}
      : {
          thoughtsOverUnrecorded: spread(ratiosOf(THINKING, 'seconds', unrecorded)),
          ...(hasProcessor
            ? { thoughtsOverUnrecordedProcessor: spread(ratiosOf(THINKING, 'processorSeconds', unrecorded)) }
            : {}),
        }),
  };
}

/** The read-back at the end is a submission of its own. */
const withoutReading = (submits = 0): number => Math.max(0, submits - 1);

/** Of one step. */
interface Timed {
  readonly seconds: number;
  readonly processorSeconds: number;
}

/** @param first in turn. @returns [round][engine] */
async function rounds(
  engines: readonly BenchEngine[],
  batches: readonly Batch[],
  patience: Patience,
  first: readonly number[],
) {
  const processor = patience.processorSeconds ?? (() => 0);
  const steps: number[] = [];
  for (const engine of engines)
    steps.push(Math.max(1, Math.round(patience.seconds / (await timedSteps(engine, batches, 1, processor)).seconds)));
  // What another engine leaves for the collector falls to the next in turn: not to ours, nor to what is compared with it.
  const order = [...first, ...engines.map((_, i) => i).filter((i) => !first.includes(i))];
  const timed: Timed[][] = [];
  for (let round = 0; round < patience.rounds; round++) {
    const row: Timed[] = [];
    for (const i of order) row[i] = await timedSteps(engines[i] as BenchEngine, batches, steps[i] as number, processor);
    timed.push(row);
  }
  return timed;
}

async function timedSteps(
  engine: BenchEngine,
  batches: readonly Batch[],
  steps: number,
  processor: () => number,
): Promise<Timed> {
  const wanted = Array.from({ length: steps }, (_, i) => batches[i % batches.length] as Batch);
  const [start, processorStart] = [performance.now(), processor()];
  await engine.train(wanted);
  return {
    seconds: (performance.now() - start) / 1000 / steps,
    processorSeconds: (processor() - processorStart) / steps,
  };
}

function randomBatch(size: BenchSize, index: number): Batch {
  const random = rng(1, 'bench', index);
  const ids = () => Int32Array.from({ length: tokensPerStep(size) }, () => random.integer(size.model.vocab));
  return { inputIds: ids(), targetIds: ids() };
}

function worst(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number)) / Math.abs(value)));
}

const inWords = ([mid, least, most]: readonly [number, number, number]): string =>
  `${mid.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;

/** A row in words. */
export function say(row: Row): string {
  const peers = row.peers.map(
    ({ name, tokensPerSecond, ratio, processorRatio, dispatches, submits, worstLossDifference }) =>
      `  ${inWords(ratio)} times ${name}${processorRatio ? `, of processor time ${inWords(processorRatio)}` : ''}, which makes ${tokensPerSecond.toFixed(0)} tokens/s` +
      `${dispatches > 0 ? `, ${dispatches} dispatches, ${submits} submissions` : ''}; losses within ${worstLossDifference.toExponential(1)}`,
  );
  return [
    `${row.backend} ${row.size} in ${row.place}${row.threads ? `, ${threadWords(row.threads)}` : ''}: ${row.tokensPerSecond.toFixed(0)} tokens/s, ${row.msPerStep.toFixed(1)} ms a step, ${row.achievedGflops.toFixed(2)} GFLOP/s, ` +
      `${row.dispatches} dispatches, ${row.submits} submissions, ${(row.bytesMoved / 1e6).toFixed(1)} MB, ${(100 * row.shareOfBound).toFixed(0)} % of the bound`,
    ...peers,
    `  a selective step takes ${row.slmOverClm.toFixed(3)} of it${row.slmOverClmProcessor ? `, of processor time ${row.slmOverClmProcessor.toFixed(3)}` : ''}; a step with two thoughts ${row.thoughtsMsPerStep.toFixed(0)} ms${row.thoughtsDispatches ? `, ${row.thoughtsDispatches} dispatches, ${row.thoughtsSubmits ?? 0} submissions` : ''}${row.thoughtsOverUnrecorded ? `, ${inWords(row.thoughtsOverUnrecorded)} of the time of an unrecorded one${row.thoughtsOverUnrecordedProcessor ? `, of processor time ${inWords(row.thoughtsOverUnrecordedProcessor)}` : ''}` : ''}`,
  ].join('\n');
}
