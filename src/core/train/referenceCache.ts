/** @file What the reference model thinks of the training text: each window is scored when it is first met, and kept. */

import type { TrainConfig } from '../trace/config/config';
import type { OpenModel } from './ports';
import type { PreparedTexts } from './prepareTexts';
import { checkSameReading, loadScorer, type LoadedScorer, scoreRows } from './scoring/scorer';
import type { ReferenceScores } from './selection';
import { gather } from './windows';

export class ReferenceCache {
  readonly scorer: LoadedScorer;
  readonly #texts: PreparedTexts;
  readonly #batch: number;
  readonly #isScored: Uint8Array;
  /** [token] of the whole training windows. */
  readonly #lossNats: Float32Array;
  readonly #entropyNats: Float32Array;

  constructor(scorer: LoadedScorer, texts: PreparedTexts, batch: number) {
    this.scorer = scorer;
    this.#texts = texts;
    this.#batch = batch;
    this.#isScored = new Uint8Array(texts.windows);
    this.#lossNats = new Float32Array(texts.windows * scorer.config.seq);
    this.#entropyNats = new Float32Array(texts.windows * scorer.config.seq);
  }

  /** Scores those of the windows that are new. */
  async fill(windows: readonly number[]): Promise<void> {
    const { seq } = this.scorer.config;
    const fresh = [...new Set(windows)].filter((window) => !this.#isScored[window]);
    for (let i = 0; i < fresh.length; i += this.#batch) {
      const some = fresh.slice(i, i + this.#batch);
      const begins = some.map((window) => window * seq);
      const rows = gather(this.#texts.ids, begins, this.#batch, seq, this.#texts.endOfText);
      const { lossNats, entropyNats } = await scoreRows(this.scorer, rows, { entropy: true });
      for (const [row, window] of some.entries()) {
        this.#lossNats.set(lossNats.subarray(row * seq, (row + 1) * seq), window * seq);
        if (entropyNats) this.#entropyNats.set(entropyNats.subarray(row * seq, (row + 1) * seq), window * seq);
        this.#isScored[window] = 1;
      }
    }
  }

  /** @returns each [batch, seq], of windows that `fill` has seen */
  scores(windows: readonly number[]): ReferenceScores {
    const { seq } = this.scorer.config;
    const columns = (all: Float32Array) => {
      const batch = new Float32Array(windows.length * seq);
      windows.forEach((window, row) => batch.set(all.subarray(window * seq, (window + 1) * seq), row * seq));
      return batch;
    };
    return { lossNats: columns(this.#lossNats), entropyNats: columns(this.#entropyNats) };
  }

  dispose(): void {
    this.scorer.dispose();
  }
}

/** Opens the last checkpoint of the reference model. Refuses one that reads other tokens. */
export async function openReference(
  model: OpenModel,
  config: TrainConfig,
  texts: PreparedTexts,
): Promise<ReferenceCache> {
  checkSameReading(model, texts.tokenizerJson, config.model.seq);
  return new ReferenceCache(await loadScorer(model, model.checkpoints.length - 1), texts, config.batch);
}
