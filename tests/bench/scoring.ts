/** @file How fast a text is scored by several checkpoints: together, as the product does it, and one after another. */
import { initWeights } from '../../src/core/nn/init';
import { Recorder } from '../../src/core/nn/recorder';
import * as tf from '../../src/core/nn/tf';
import type { Rows } from '../../src/core/train/scoring/judge';
import { scorePlan } from '../../src/core/train/scoring/scorePlan';
import { scoreRows, type Scorer } from '../../src/core/train/scoring/scorer';
import { loadResident, type ResidentScorer, scoreTogether } from '../../src/core/train/scoring/scoreTogether';
import { rng } from '../../src/core/util/rng';
import { median } from '../../src/core/util/statistics';
import { threadWords } from '../../src/engine/backends/threadedWasm';
import { counting } from '../support/gpuCalls';
import type { Patience } from './compare';
import type { ScoringRow } from './result';
import type { BenchSize } from './sizes';

const CHECKPOINTS = 12;

/** Scores the same rows by all checkpoints. */
type Pass = () => Promise<unknown>;

export async function measureScoring(
  where: Pick<ScoringRow, 'place' | 'backend' | 'threads'>,
  { name, model }: BenchSize,
  { rounds, seconds, processorSeconds = () => 0 }: Patience,
): Promise<ScoringRow> {
  const thetas = Array.from({ length: CHECKPOINTS }, (_, i) => initWeights(model, i + 1));
  const checkpoints = thetas.map((theta, step) => ({ step, weights: async () => theta }));
  const residents: ResidentScorer[] = [];
  for (const index of checkpoints.keys())
    residents.push(await loadResident({ config: model, tokenizerJson: '', checkpoints }, index, {}));
  const { windowsPerChunk, rest } = scorePlan(residents);
  const rows = randomRows(windowsPerChunk, model.seq, model.vocab);
  const [recorder, own] = [new Recorder(rest.length), new Recorder()];
  const flat = thetas.map((theta) => tf.tensor1d(theta));
  const scorers = flat.map((theta): Scorer => ({ config: model, theta: () => theta, recorder: own }));
  const together: Pass = async () => {
    for (const group of rest) await scoreTogether(group, rows, recorder);
  };
  const oneByOne: Pass = async () => {
    for (const scorer of scorers) await scoreRows(scorer, rows, {});
  };

  for (const pass of [together, oneByOne]) await pass(); // recorded now
  const { dispatches, submits } = await counting(async () => void (await together()));
  const timed = async (pass: Pass, count: number) => {
    const [begun, processorBegun] = [performance.now(), processorSeconds()];
    for (let i = 0; i < count; i++) await pass();
    return {
      seconds: (performance.now() - begun) / 1000 / count,
      processor: (processorSeconds() - processorBegun) / count,
    };
  };
  const count = Math.max(1, Math.round(seconds / (await timed(together, 1)).seconds));
  const pairs: (readonly [Awaited<ReturnType<typeof timed>>, Awaited<ReturnType<typeof timed>>])[] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await timed(together, count), await timed(oneByOne, count)]);
  const ratios = (kind: 'seconds' | 'processor') => pairs.map(([all, each]) => each[kind] / all[kind]);
  const spread = (each: readonly number[]) => [median(each), Math.min(...each), Math.max(...each)] as const;
  const judgedTokens = rows.targets.length * CHECKPOINTS;

  for (const each of [recorder, own, ...residents]) each.dispose();
  tf.dispose(flat);
  return {
    ...where,
    size: name,
    checkpoints: CHECKPOINTS,
    scoresPerSecond: judgedTokens / median(pairs.map(([all]) => all.seconds)),
    ...(processorSeconds() > 0
      ? { scoresPerProcessorSecond: judgedTokens / median(pairs.map(([all]) => all.processor)) }
      : {}),
    overOneByOne: spread(ratios('seconds')),
    ...(processorSeconds() > 0 ? { processorOverOneByOne: spread(ratios('processor')) } : {}),
    dispatches,
    submits,
  };
}

/** Whole windows whose second half is judged, as of a text. */
function randomRows(windows: number, seq: number, vocab: number): Rows {
  const chance = rng(1, 'bench scoring');
  const ids = (count: number) => Int32Array.from({ length: count }, () => chance.integer(vocab));
  const judged = seq >> 1;
  return { inputs: ids(windows * seq), targets: ids(windows * judged), judged };
}

/** A row in words. */
export function sayScoring(row: ScoringRow): string {
  const inWords = ([mid, least, most]: readonly [number, number, number]) =>
    `${mid.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
  const { processorOverOneByOne: processor, scoresPerProcessorSecond: perProcessor } = row;
  return [
    `${row.backend} ${row.size} in ${row.place}${row.threads ? `, ${threadWords(row.threads)}` : ''}: ${row.checkpoints} checkpoints score ${row.scoresPerSecond.toFixed(0)} tokens/s between them`,
    ...(perProcessor ? [`${perProcessor.toFixed(0)} a second of processor time`] : []),
    `${inWords(row.overOneByOne)} times one after another${processor ? `, of processor time ${inWords(processor)}` : ''}`,
    ...(row.dispatches > 0 ? [`${row.dispatches} dispatches, ${row.submits} submissions with the read-back`] : []),
  ].join('; ');
}
