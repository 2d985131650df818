/**
 * @file How the model of the paper's size was taught: a ladder of trainings, each of which goes on from the one before.
 *
 * Looking up and the first frontier are learned on small graphs, where a step costs a fifth; the second frontier stood on a
 * plateau there, and left it on graphs of 22 and 28 nodes as the rate fell (docs/log.md, 2026-12-01).
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePlan } from '../core/coconut/curriculum/schedules';
import type { ThoughtsConfig } from '../core/trace/config/config';
import { thoughtsPreset } from '../core/trace/config/thoughtPresets';
import { trainThoughts } from '../core/train/thoughts/trainThoughts';
import { assert } from '../core/util/assert';
import { commitHere } from './commit';
import { checkRecipe, finishedTraining } from './finishedFolder';
import type { Kitchen } from './kitchen';
import { writeModelFolder } from './modelFolders';
import { finishRun, portsFor } from './runs';
import type { FinishedRun } from './finishedRun';

export interface LadderRung {
  readonly plan: string;
  readonly learningRate: number;
  /** Share of the rung's steps before the rate falls. */
  readonly heldFraction: number;
}

export const OFFICIAL_LADDER: readonly LadderRung[] = [
  { plan: 'official12:0:300,official12:1:500:frontier', learningRate: 3e-3, heldFraction: 1 },
  { plan: 'official16:2:800:frontier', learningRate: 2e-3, heldFraction: 1 },
  { plan: 'official16:2:700:frontier', learningRate: 2e-3, heldFraction: 1 },
  { plan: 'official16+official22:2:500:frontier', learningRate: 2e-3, heldFraction: 1 },
  { plan: 'official22+official:2:500:frontier', learningRate: 2e-3, heldFraction: 0.2 },
];

/** Each rung has a seed of its own, from 1 on, or it would see the problems of the one before again. */
function rungConfig(rung: number): ThoughtsConfig {
  const { plan, learningRate, heldFraction } = OFFICIAL_LADDER[rung] ?? {};
  assert(plan !== undefined && learningRate !== undefined && heldFraction !== undefined, 'the ladder has this rung');
  const choices = { seed: rung + 1, stages: parsePlan(plan), learningRate, heldFraction, evaluateEvery: 5000 };
  return thoughtsPreset('official', 'coconut', 'prosqa', choices);
}

/** The last rung: trained with all before it, or taken from its finished folder. */
export async function officialTraining(kitchen: Kitchen): Promise<FinishedRun> {
  if (kitchen.from === undefined) return climb(kitchen);
  const finished = await finishedTraining(kitchen.from);
  const { config } = finished.trace;
  if (config?.kind === 'thoughts') checkRecipe(config, rungConfig(OFFICIAL_LADDER.length - 1), kitchen.from);
  return finished;
}

async function climb({ backend, terminal }: Kitchen): Promise<FinishedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'ladder-'));
  try {
    let last: FinishedRun | undefined;
    for (const rung of OFFICIAL_LADDER.keys()) {
      const base = join(folder, String(rung - 1));
      const config: ThoughtsConfig = {
        ...rungConfig(rung),
        ...(last ? { base: { kind: 'shipped', name: base } } : {}),
      };
      last = await finishRun(trainThoughts(config, portsFor(backend, {}, commitHere())), config, terminal);
      const { trace, tokenizerJson, weights } = last;
      assert(trace.config?.kind === 'thoughts', 'a training tells its config');
      const model = { config: trace.config.model, tokenizerJson, checkpoints: weights[0] ?? [] };
      await writeModelFolder(join(folder, String(rung)), model, { withCheckpoints: false });
    }
    assert(last, 'the ladder has rungs');
    return last;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
