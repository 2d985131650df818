/**
 * @file Scores a text with every checkpoint of a model, as a run like any other: its events fill a trace.
 *
 * Chunk by chunk from the top, and within a chunk all checkpoints: the reader sees whole colours at once, from the first
 * line on, instead of one checkpoint for the whole text.
 */

import type { ScoreConfig } from '../../trace/config/config';
import type { Run } from '../../trace/events';
import { Recorder } from '../../nn/recorder';
import { assert } from '../../util/assert';
import { openTokenizer } from '../tokenizer';
import type { OpenModel, RunPorts } from '../ports';
import { sourceText, documentOf } from '../sourceText';
import { checkSameReading } from './scorer';
import { scorePlan } from './scorePlan';
import { loadResident, type ResidentScorer, scoreTogether } from './scoreTogether';
import { chunkScores, chunksOf, MOST_TOKENS_WITH_PREDICTIONS, rowsOf, type ScoredChunk } from './scoreTokens';

/** A generated text that is scored is a page that no run with this seed has trained on. */
const WATCH_SEED = 1;

export async function* scoreText(config: ScoreConfig, ports: RunPorts): Run {
  const model = await ports.models.open(config.model);
  yield { kind: 'started', config, stamp: ports.stamp };
  yield { kind: 'tokenizer', json: model.tokenizerJson };
  const tokenizer = openTokenizer(model.tokenizerJson);
  const document = documentOf(
    sourceText(config.text, ports, WATCH_SEED, 'watch', config.maxTokens),
    tokenizer,
    config.maxTokens,
  );
  yield document;
  const scorers: ResidentScorer[] = [];
  try {
    const predictions = document.ids.length <= MOST_TOKENS_WITH_PREDICTIONS;
    for (const index of model.checkpoints.keys()) scorers.push(await loadResident(model, index, { predictions }));
    const reference = config.reference && (await ports.models.open(config.reference));
    if (reference) scorers.push(await openReference(reference, model));
    yield* scores(scorers, model.checkpoints.length, document.ids, {
      seq: model.config.seq,
      endOfText: tokenizer.endOfText,
    });
    yield { kind: 'finished', reason: 'done' };
  } finally {
    for (const scorer of scorers) scorer.dispose();
  }
}

function openReference(reference: OpenModel, { tokenizerJson, config }: OpenModel): Promise<ResidentScorer> {
  checkSameReading(reference, tokenizerJson, config.seq);
  return loadResident(reference, reference.checkpoints.length - 1, { entropy: true });
}

/** @param scorers the checkpoints, and after them the reference, where there is one */
async function* scores(
  scorers: readonly ResidentScorer[],
  checkpoints: number,
  ids: Int32Array,
  { seq, endOfText }: { readonly seq: number; readonly endOfText: number },
): Run {
  const { windowsPerChunk, first, rest } = scorePlan(scorers);
  const recorder = new Recorder(rest.length);
  try {
    for (const [place, chunk] of chunksOf(ids.length, seq, windowsPerChunk).entries()) {
      const rows = rowsOf(chunk, ids, endOfText);
      let index = 0;
      for (const group of place === 0 ? first : rest)
        for (const score of await scoreTogether(group, rows, recorder)) {
          const scored = chunkScores(chunk, rows, score);
          const { step } = scorers[index] ?? { step: 0 };
          if (index < checkpoints) yield { kind: 'scored', arm: 0, checkpoint: index, step, ...scored };
          else yield { kind: 'referenceScored', ...referenceScores(scored) };
          index++;
        }
    }
  } finally {
    recorder.dispose();
  }
}

function referenceScores({ first, lossNats, entropyNats }: ScoredChunk) {
  assert(entropyNats, 'the reference was asked for its entropy');
  return { first, lossNats, entropyNats };
}
