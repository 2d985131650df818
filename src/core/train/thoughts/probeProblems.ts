/**
 * @file Asks a model problems after forced numbers of thoughts, as a run like any other: its events fill a trace.
 *
 * Events, in order: started, tokenizer, asked, pinned; then for each checkpoint and each problem probed for each number of
 * thoughts, and where it is read in full thoughtsRead; then graded, ended where a head is asked for, and intervened for each intervention; finished. The
 * first problem comes alone, so that a page shows it at once; the others come in batches.
 */

import { METHODS } from '../../coconut/curriculum/methods';
import { vocabularyFromTokenizerJson } from '../../coconut/curriculum/vocabularyJson';
import { Recorder } from '../../nn/recorder';
import * as tf from '../../nn/tf';
import type { ProbeConfig } from '../../trace/config/config';
import type { Run, RunEvent } from '../../trace/events';
import { InputError } from '../../util/assert';
import type { OpenModel, RunPorts, WeightsAt } from '../ports';
import { type Answer, batchSize, readProblems, type Thinker, writeAnswers } from './ask';
import { formatOf, type ThoughtsCard } from './card';
import { gradedEvent } from './figures';
import { checkInterventions, type Donors, interveneOn, thoughtVectors } from './interveneOn';
import { valuesAfter } from './nodeValues';
import { type AskedProblem, problemsToProbe, type ProblemsToProbe } from './probedProblems';
import { enoughChances, fitStoppingHead } from './stopping';
import { readThoughtFacts } from './thoughtFacts';

/** Alternatives told for each written token. */
const TOPS = 3;

/** See the file's head. Refuses with an `InputError` what cannot be probed. */
export async function* probeProblems(config: ProbeConfig, ports: RunPorts): Run {
  const model = await ports.models.open(config.model);
  const card = cardOf(model);
  yield { kind: 'started', config, stamp: ports.stamp };
  yield { kind: 'tokenizer', json: model.tokenizerJson };
  const vocabulary = vocabularyFromTokenizerJson(model.tokenizerJson, 'The vocabulary of the model');
  const { method, style, thoughts: trainedThoughts } = card;
  yield { kind: 'asked', method, style, trainedThoughts, words: vocabulary.words };
  const problems = problemsToProbe(config.problems, card, ports.texts);
  const donors = config.donors && problemsToProbe(config.donors, card, ports.texts);
  const stopping = config.stopping && problemsToProbe(config.stopping, card, ports.texts);
  yield problems.pinned;
  await tf.ready();
  const recorder = new Recorder();
  const same = { config: model.config, method, format: formatOf(card, vocabulary), recorder };
  try {
    for (const point of pointsOf(model, config.checkpoints)) {
      const weights = await point.weights();
      const theta = tf.tensor1d(weights);
      try {
        const thinker: Thinker = { ...same, theta: () => theta };
        yield* new Probe(config, thinker, weights, point.step, { problems, donors, stopping }).run();
      } finally {
        theta.dispose();
      }
    }
  } finally {
    recorder.dispose();
  }
  yield { kind: 'finished', reason: 'done' };
}

function cardOf({ card }: OpenModel): ThoughtsCard {
  if (!card) throw new InputError('This model was not trained with thoughts: choose one made by lab train thoughts.');
  return card;
}

function pointsOf(model: OpenModel, checkpoints: ProbeConfig['checkpoints']): readonly WeightsAt[] {
  if (checkpoints === 'all') return model.checkpoints;
  const found =
    checkpoints === 'last'
      ? (model.final ?? model.checkpoints.at(-1))
      : model.checkpoints.find(({ step }) => step === checkpoints);
  if (found) return [found];
  const steps = model.checkpoints.map(({ step }) => step).join(', ');
  throw new InputError(`The model has no checkpoint after ${checkpoints} steps; there are ${steps}.`);
}

interface ProblemSets {
  readonly problems: ProblemsToProbe;
  readonly donors: ProblemsToProbe | undefined;
  readonly stopping: ProblemsToProbe | undefined;
}

/** One checkpoint. */
class Probe {
  readonly #config: ProbeConfig;
  readonly #thinker: Thinker;
  /** [P] */
  readonly #weights: Float32Array;
  readonly #step: number;
  readonly #asked: readonly AskedProblem[];
  readonly #donors: readonly AskedProblem[] | undefined;
  readonly #stopping: readonly AskedProblem[] | undefined;
  /** Forced numbers of thoughts. */
  readonly #forced: readonly number[];
  /** [thoughts index][asked problem] */
  readonly #answers: readonly Answer[][];

  constructor(
    config: ProbeConfig,
    thinker: Thinker,
    weights: Float32Array,
    step: number,
    { problems: { asked }, donors, stopping }: ProblemSets,
  ) {
    this.#config = config;
    this.#thinker = thinker;
    this.#weights = weights;
    this.#step = step;
    this.#asked = asked;
    this.#donors = donors?.asked;
    this.#stopping = stopping?.asked;
    const most = METHODS[thinker.method].slots === 'none' ? 0 : config.thoughts;
    this.#forced = Array.from({ length: most + 1 }, (_, thoughts) => thoughts);
    this.#answers = this.#forced.map(() => []);
  }

  async *run(): Run {
    const { interventions, detailed } = this.#config;
    checkInterventions(this.#thinker, interventions, this.#most, (this.#donors ?? this.#asked).length);
    for (const some of this.#batches(1, detailed)) yield* this.#ask(some);
    for (const [at, thoughts] of this.#forced.entries())
      yield gradedEvent(this.#step, thoughts, this.#answers[at] ?? []);
    if (this.#stopping) yield await this.#end(this.#stopping);
    if (interventions.length > 0) yield* this.#intervene();
  }

  get #most(): number {
    return this.#forced.length - 1;
  }

  /** Batches that fit into memory, none across a border. */
  #batches(...borders: readonly number[]): readonly (readonly AskedProblem[])[] {
    const atOnce = batchSize(
      this.#thinker,
      this.#asked.map(({ problem }) => problem),
    );
    const part = ({ index }: AskedProblem): number => borders.filter((border) => index >= border).length;
    const batches: AskedProblem[][] = [];
    for (const problem of this.#asked) {
      const open = batches.at(-1);
      if (open?.[0] && open.length < atOnce && part(open[0]) === part(problem)) open.push(problem);
      else batches.push([problem]);
    }
    return batches;
  }

  /** Values and answers of some problems, and what their thoughts are. */
  async *#ask(some: readonly AskedProblem[]): Run {
    const step = this.#step;
    const problems = some.map(({ problem }) => problem);
    const isDetailed = (some[0]?.index ?? 0) < this.#config.detailed;
    const reading = readProblems(this.#thinker, problems, this.#most, {
      asked: this.#forced,
      withAttention: isDetailed,
    });
    try {
      for (const [at, thoughts] of this.#forced.entries()) {
        const values = await valuesAfter(this.#thinker, reading, problems, thoughts);
        const answers = await writeAnswers(this.#thinker, reading, problems, thoughts, isDetailed ? TOPS : 0);
        this.#answers[at]?.push(...answers);
        for (const [row, { index }] of some.entries()) {
          const { written = '', topIds = [], topProbability = [] } = answers[row] ?? {};
          const nodeValue = values[row] ?? new Float32Array(0);
          const fact = { kind: 'probed', step, problem: index, thoughts, nodeValue, written } as const;
          const tops = { topIds: Int32Array.from(topIds), topProbability: Float32Array.from(topProbability) };
          yield isDetailed ? { ...fact, ...tops } : fact;
        }
      }
      if (!isDetailed) return;
      const read = await readThoughtFacts(this.#thinker, this.#weights, reading, problems, this.#most);
      for (const [row, { index }] of some.entries()) {
        const facts = read[row];
        if (facts) yield { kind: 'thoughtsRead', step, problem: index, ...facts };
      }
    } finally {
      reading.dispose();
    }
  }

  /** What a head says that was fitted on other problems. */
  async #end(others: readonly AskedProblem[]): Promise<RunEvent> {
    const { method } = this.#thinker;
    if (METHODS[method].slots !== 'feedback')
      throw new InputError(
        `A model of method ${method} has no continuous thoughts, so there is nothing to learn about when to stop.`,
      );
    const plain = (asked: readonly AskedProblem[]) => asked.map(({ problem }) => problem);
    const head = await fitStoppingHead(this.#thinker, plain(others), this.#most);
    const enough = await enoughChances(this.#thinker, head, plain(this.#asked), this.#most);
    return { kind: 'ended', step: this.#step, thoughts: this.#most, enough };
  }

  async *#intervene(): Run {
    const { interventions, seed } = this.#config;
    const donors = await this.#donorThoughts();
    for (const some of this.#batches(1))
      for (const intervention of interventions)
        for (const { index, ...facts } of await interveneOn(
          this.#thinker,
          some,
          intervention,
          this.#most,
          donors,
          seed,
        ))
          yield { kind: 'intervened', step: this.#step, problem: index, intervention, ...facts };
  }

  /** Only where someone else's thoughts are asked for. */
  async #donorThoughts(): Promise<Donors> {
    const { interventions } = this.#config;
    const needed = interventions.filter(({ kind }) => kind === 'mean' || kind === 'transplant');
    const most = Math.max(0, ...needed.map(({ thought }) => thought));
    const from = (this.#donors ?? this.#asked).map(({ problem }) => problem);
    return {
      thoughts: most > 0 ? await thoughtVectors(this.#thinker, from, most) : [],
      areAsked: this.#donors === undefined,
    };
  }
}
