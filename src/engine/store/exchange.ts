/** @file Runs in and out of the store as files. */

import { isArchive, packArchive } from '../../core/trace/archive';
import type { Command, RunId } from '../../core/trace/messages/commands';
import { trainedModel } from '../../core/trace/config/configFacts';
import { decodeTrace } from '../../core/trace/traceCodec';
import { InputError } from '../../core/util/assert';
import { StorageFullError } from './fileTree';
import { type Experiment, modelFiles, packExperiment, unpackExperiment } from './experiment';
import type { RunRecord, RunStore } from './store';

type Export = Extract<Command, { kind: 'export' }>;

/** Refuses with a sentence what was never saved. */
export async function exportRun(store: RunStore, { run, what, arm, view }: Export): Promise<Uint8Array<ArrayBuffer>> {
  const record = await store.load(run);
  if (!record) throw new InputError('This run is not saved in this browser yet: pause it, then export it again.');
  const kept = await store.weightsOf(run);
  const weights: Experiment['weights'][number][] = [];
  for (const { read, ...key } of kept)
    if (what === 'experiment' || key.arm === arm) weights.push({ ...key, theta: await read() });
  if (what === 'experiment')
    return packExperiment({ record, weights, card: await store.cardOf(run), ...(view === undefined ? {} : { view }) });
  const { config } = decodeTrace(record.trace);
  const model = config && trainedModel(config);
  if (!model || record.tokenizerJson === undefined)
    throw new InputError('This run trains no model: export its tokens or its trace instead.');
  return packArchive(modelFiles(model, record.tokenizerJson, weights));
}

/** Keeps a file as a run. Refuses with one sentence, and then leaves nothing behind. */
export async function importRun(
  store: RunStore,
  run: RunId,
  bytes: Uint8Array,
  fileName: string,
  nowMs: number,
): Promise<Pick<Experiment, 'record' | 'view'>> {
  // A broken archive is refused as one, not as a trace that it never claimed to be.
  const { record, weights, card, view } =
    isArchive(bytes) || /\.zip”?$/i.test(fileName)
      ? unpackExperiment(bytes, fileName)
      : traceAlone(bytes, fileName, nowMs);
  try {
    for (const { theta, ...key } of weights) await store.saveWeights(run, key, theta);
    await store.describe(run, card);
    await store.save(run, record);
  } catch (error) {
    await store.delete(run);
    if (!(error instanceof StorageFullError)) throw error;
    throw new InputError(`There is no room for ${fileName} in this browser: delete runs, then import it again.`);
  }
  return { record, ...(view === undefined ? {} : { view }) };
}

function traceAlone(trace: Uint8Array, fileName: string, nowMs: number): Experiment {
  const { config, end } = decodeTrace(trace, fileName);
  if (!config) throw new InputError(`${fileName} does not contain the settings of the run: export the run again.`);
  const state: RunRecord['state'] = end?.reason ?? 'done';
  const record: RunRecord = { config, state, step: 0, savedAtMs: nowMs, trace, arms: [], texts: {} };
  return { record, weights: [], card: {} };
}
