/**
 * @file Scores a text with every checkpoint of a model, as a run like any other: its events fill a trace.
 *
 * Chunk by chunk from the top, and within a chunk all checkpoints: the reader sees whole colours at once, from the first
 * line on, instead of one checkpoint for the whole text.
 */

import type { ScoreConfig } from '../trace/config';
import type { Run } from '../trace/events';
import { Recorder } from '../nn/recorder';
import { openTokenizer } from './tokenizer';
import type { RunPorts } from './ports';
import { sourceText, documentOf } from './sourceText';
import { checkSameReading, loadScorer, type LoadedScorer } from './scorer';
import { chunksOf, MOST_TOKENS_WITH_PREDICTIONS, scoreChunk } from './scoreTokens';

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
  const { ids } = document;
  const wanted = { predictions: ids.length <= MOST_TOKENS_WITH_PREDICTIONS };
  const recorder = new Recorder();
  const scorers: LoadedScorer[] = [];
  let reference: LoadedScorer | undefined;
  try {
    for (const index of model.checkpoints.keys()) scorers.push(await loadScorer(model, index, recorder));
    if (config.reference) {
      const other = await ports.models.open(config.reference);
      checkSameReading(other, model.tokenizerJson, model.config.seq);
      reference = await loadScorer(other, other.checkpoints.length - 1, recorder);
    }
    for (const chunk of chunksOf(ids.length, model.config.seq)) {
      for (const [checkpoint, scorer] of scorers.entries()) {
        const scored = await scoreChunk(scorer, ids, tokenizer.endOfText, chunk, wanted);
        yield { kind: 'scored', arm: 0, checkpoint, step: scorer.step, ...scored };
      }
      if (!reference) continue;
      const { first, lossNats, entropyNats } = await scoreChunk(reference, ids, tokenizer.endOfText, chunk, {
        entropy: true,
      });
      if (entropyNats) yield { kind: 'referenceScored', first, lossNats, entropyNats };
    }
    yield { kind: 'finished', reason: 'done' };
  } finally {
    for (const scorer of scorers) scorer.dispose();
    reference?.dispose();
    recorder.dispose();
  }
}
