/** @file What the reference model can do without any selection, on the tasks of the runs that it scored for. */

import type { ArmRow } from '../core/rho1/compareArms';
import type { TrainConfig } from '../core/trace/config/config';
import { prepareHeldOut } from '../core/train/scoring/heldOut';
import { loadScorer } from '../core/train/scoring/scorer';
import { openTokenizer } from '../core/train/tokenizer';
import { meanInterval95 } from '../core/util/statistics';
import { folderLibrary } from './modelFolders';

const ARM = 'reference alone';

/** @param folder of the model @param configs of runs that differ in their seed alone, and so in their questions */
export async function referenceRows(folder: string, configs: readonly TrainConfig[]): Promise<readonly ArmRow[]> {
  const model = await folderLibrary.open({ kind: 'shipped', name: folder });
  const scorer = await loadScorer(model, model.checkpoints.length - 1);
  const values = new Map<string, number[]>();
  try {
    for (const config of configs) {
      const heldOut = prepareHeldOut(config, openTokenizer(model.tokenizerJson));
      if (!heldOut) continue;
      for await (const { figure, value } of heldOut(scorer, scorer.step))
        values.set(figure, [...(values.get(figure) ?? []), value]);
    }
  } finally {
    scorer.dispose();
  }
  return [...values].map(([figure, each]) => ({ arm: ARM, figure, values: each, ...meanInterval95(each) }));
}
