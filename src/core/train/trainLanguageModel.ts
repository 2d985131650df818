/**
 * @file Trains one or more language models on the same batches, in step. [RHO-1 §2.2]
 *
 * Events, in order: started, tokenizer, document; then at each checkpoint, per arm: checkpoint, measured, scored; between
 * checkpoints steps, one read-back for many; a state when asked for and at the end; finished or failed.
 */

import type { TrainConfig } from '../trace/config/config';
import type { Run, RunEvent } from '../trace/events';
import { finiteLength, notANumber } from './finiteSteps';
import { type HeldOut, prepareHeldOut } from './scoring/heldOut';
import { type Arms, openArms } from './openArms';
import type { RunPorts } from './ports';
import { prepareTexts, type PreparedTexts } from './prepareTexts';
import { Requests } from './requests';
import { checkpointSteps } from './schedule';
import type { Scorer } from './scoring/scorer';
import { MOST_TOKENS_WITH_PREDICTIONS, type ScoredChunk, scoreTokens } from './scoring/scoreTokens';
import { batchWindows } from './windows';

/** Steps between events where nobody asks for fewer. */
const STEPS_PER_EVENT = 16;

/** See the file's head. Refuses with an `InputError` what cannot be trained. */
export async function* trainLanguageModel(asked: TrainConfig, ports: RunPorts): Run {
  const requests = new Requests(STEPS_PER_EVENT);
  const base = asked.base && (await ports.models.open(asked.base));
  const config: TrainConfig = base ? { ...asked, model: base.config } : asked;
  requests.take(yield { kind: 'started', config, stamp: ports.stamp });
  const texts = prepareTexts(config, ports, base);
  requests.take(yield { kind: 'tokenizer', json: texts.tokenizerJson });
  requests.take(yield texts.document);
  const arms = await openArms(config, ports, texts, base);
  try {
    yield* new Training(config, texts, arms, requests, ports.resume?.step ?? 0).run(ports);
  } finally {
    arms.dispose();
  }
}

class Training {
  readonly #config: TrainConfig;
  readonly #texts: PreparedTexts;
  readonly #arms: Arms;
  readonly #requests: Requests;
  readonly #heldOut: HeldOut | undefined;
  /** Optimisation steps done. */
  #step: number;

  constructor(config: TrainConfig, texts: PreparedTexts, arms: Arms, requests: Requests, step: number) {
    this.#config = config;
    this.#texts = texts;
    this.#arms = arms;
    this.#requests = requests;
    this.#step = step;
    this.#heldOut = prepareHeldOut(config, texts.tokenizer);
  }

  async *run({ resume }: RunPorts): Run {
    const { steps, checkpoints } = this.#config;
    for (const { setting } of resume?.settings ?? []) this.#arms.set(setting);
    const due = checkpointSteps(steps, checkpoints);
    for (const [checkpoint, at] of due.entries()) {
      if (checkpoint < (resume?.checkpointsDone ?? 0)) continue;
      while (this.#step < at) {
        yield* this.#answer();
        const failure = yield* this.#train(Math.min(this.#requests.steps, at - this.#step));
        if (failure) return;
      }
      yield* this.#checkpoint(checkpoint);
    }
    yield await this.#state();
    yield { kind: 'finished', reason: 'done' };
  }

  /** What was asked for since the last event. */
  async *#answer(): Run {
    for (let setting = this.#requests.nextSetting(); setting; setting = this.#requests.nextSetting()) {
      if (!this.#arms.set(setting)) continue;
      this.#requests.take(yield { kind: 'set', step: this.#step, setting });
    }
    if (!this.#requests.isSaveDue) return;
    this.#requests.isSaveDue = false;
    this.#requests.take(yield await this.#state());
  }

  /** `count` steps of every arm on the same batches, read back once. Tells whether the run has failed. */
  async *#train(count: number): AsyncGenerator<RunEvent, boolean, Parameters<Requests['take']>[0]> {
    const { seed, batch } = this.#config;
    const first = this.#step;
    const windows = Array.from({ length: count }, (_, i) => batchWindows(seed, first + i, this.#texts.windows, batch));
    const trained = await this.#arms.train(windows, first);
    const finite = Math.min(...trained.map(({ lossNats }) => finiteLength(lossNats)));
    for (const [arm, columns] of trained.entries())
      if (finite > 0)
        this.#requests.take(
          yield {
            kind: 'steps',
            arm,
            first,
            lossNats: columns.lossNats.slice(0, finite),
            gradientNorm: columns.gradientNorm.slice(0, finite),
            learningRate: columns.learningRate.slice(0, finite),
          },
        );
    this.#step += finite;
    if (finite === count) return false;
    yield { kind: 'failed', step: this.#step, sentence: notANumber(this.#step) };
    return true;
  }

  /** Weights, then what they know: held-out figures, and the watched text from the top. */
  async *#checkpoint(checkpoint: number): Run {
    const step = this.#step;
    // First, so that a checkpoint whose watched text is scored to its end has nothing left to do.
    if (checkpoint === 0) yield* this.#referenceScores();
    for (const [index, trainer] of this.#arms.trainers.entries()) {
      const weights = await trainer.readWeights();
      const scorer = this.#arms.scorer(index);
      this.#requests.take(yield { kind: 'checkpoint', arm: index, checkpoint, step, weights });
      yield* this.#answer();
      if (this.#heldOut) yield* this.#figures(this.#heldOut, index, scorer);
      for await (const chunk of this.#scores(scorer)) {
        this.#requests.take(yield { kind: 'scored', arm: index, checkpoint, step, ...chunk });
        yield* this.#answer();
      }
    }
  }

  async *#figures(heldOut: HeldOut, arm: number, scorer: Scorer): Run {
    for await (const figure of heldOut(scorer, this.#step)) {
      this.#requests.take(yield { kind: 'measured', arm, step: this.#step, ...figure });
      yield* this.#answer();
    }
  }

  #scores(scorer: Scorer): AsyncGenerator<ScoredChunk> {
    const { ids } = this.#texts.document;
    return scoreTokens(scorer, ids, this.#texts.endOfText, {
      predictions: ids.length <= MOST_TOKENS_WITH_PREDICTIONS,
    });
  }

  async *#referenceScores(): Run {
    const { reference } = this.#arms;
    if (!reference) return;
    for await (const { first, lossNats, entropyNats } of scoreTokens(
      reference,
      this.#texts.document.ids,
      this.#texts.endOfText,
      { entropy: true },
    ))
      this.#requests.take(
        yield { kind: 'referenceScored', first, lossNats, entropyNats: entropyNats ?? new Float32Array(0) },
      );
  }

  async #state(): Promise<RunEvent> {
    const arms: Float32Array[] = [];
    for (const trainer of this.#arms.trainers) arms.push(await trainer.readState());
    return { kind: 'state', step: this.#step, arms };
  }
}
