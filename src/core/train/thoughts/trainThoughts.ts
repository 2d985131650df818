/**
 * @file Trains one model to answer problems by the curriculum of its method. [Coconut §3]
 *
 * Events, in order: started, tokenizer, pinned; then at each milestone (start, end of each stage, every so many steps)
 * graded and measured for each number of thoughts, probed for each pinned problem, and a checkpoint, which closes the
 * milestone; between milestones steps, one read-back for many; a state when asked for and at the end; finished or failed.
 */

import { METHODS } from '../../coconut/curriculum/methods';
import { problemToJson } from '../../coconut/problems/problemJson';
import { encodeProblem } from '../../coconut/curriculum/sequence';
import { vocabularyToTokenizerJson } from '../../coconut/curriculum/vocabulary';
import { vocabularyFromTokenizerJson } from '../../coconut/curriculum/vocabularyJson';
import { initWeights } from '../../nn/init';
import { Recorder } from '../../nn/recorder';
import * as tf from '../../nn/tf';
import { createTrainer, readScalars, type StepFigures, type Trainer } from '../../nn/trainer';
import type { ModelConfig, OptimizerConfig, Setting, ThoughtsConfig } from '../../trace/config/config';
import type { Pull, Run, RunEvent } from '../../trace/events';
import { rng } from '../../util/rng';
import { finiteLength, notANumber } from '../finiteSteps';
import type { OpenModel, RunPorts } from '../ports';
import { Requests } from '../requests';
import { askProblems, type Thinker } from './ask';
import { figuresOf, gradedEvent } from './figures';
import { batchLoss, lossBatch } from './lossBatch';
import { openProblems, type ProblemSet } from './problemSet';
import { nodeValues } from './nodeValues';
import { forcedThoughts, milestones, rateAt, stageAt, totalSteps } from './schedule';

/** Steps between events where nobody asks for fewer. */
const STEPS_PER_EVENT = 8;

/** See the file's head. Refuses with an `InputError` what cannot be trained. */
export async function* trainThoughts(asked: ThoughtsConfig, ports: RunPorts): Run {
  const requests = new Requests(STEPS_PER_EVENT);
  const base = asked.base && (await ports.models.open(asked.base));
  const vocabulary = base && vocabularyFromTokenizerJson(base.tokenizerJson, 'The tokenizer of the base');
  const problems = openProblems(asked, ports.texts, vocabulary);
  const config = { ...asked, model: base?.config ?? fittingModel(asked, problems) };
  requests.take(yield { kind: 'started', config, stamp: ports.stamp });
  requests.take(yield { kind: 'tokenizer', json: vocabularyToTokenizerJson(problems.format.codec) });
  const trainer = await openTrainer(config, ports, base);
  const recorder = new Recorder();
  const { model, method } = config;
  const thinker = { config: model, theta: () => trainer.theta, method, format: problems.format, recorder };
  try {
    yield* new ThoughtTraining(config, problems, trainer, thinker, requests, ports.resume?.step ?? 0).run(ports);
  } finally {
    recorder.dispose();
    trainer.dispose();
  }
}

/** The asked model with the vocabulary of its problems, and room for the longest of them with its thoughts. */
function fittingModel(config: ThoughtsConfig, { format, heldOut }: ProblemSet): ModelConfig {
  const lengths = config.stages
    .flatMap(({ levels }) => (levels.length > 0 ? levels : ['']))
    .flatMap((level) => heldOut(level, config.testProblems))
    .map((problem) => {
      const { question, steps, answer } = encodeProblem(problem, format);
      return question.length + steps.flat().length + answer.length;
    });
  const thoughts = Math.max(...forcedThoughts(config));
  const seq = Math.max(config.model.seq, Math.ceil((Math.max(...lengths) * SPARE_LENGTH + thoughts) / 16) * 16);
  return { ...config.model, vocab: format.codec.size, seq };
}

/** Training problems may be longer than those that are held out. */
const SPARE_LENGTH = 1.5;

async function openTrainer(
  config: ThoughtsConfig,
  { resume }: RunPorts,
  base: OpenModel | undefined,
): Promise<Trainer> {
  const theta = (await base?.checkpoints.at(-1)?.weights()) ?? initWeights(config.model, config.seed);
  await tf.ready();
  const trainer = createTrainer(config.model, config.optimizer, theta);
  const saved = resume?.arms[0];
  if (saved && resume) trainer.loadState(saved, optimizerSteps(config, resume.step));
  return trainer;
}

/** Steps that the optimizer's averages have seen after so many steps of the run. */
function optimizerSteps(config: ThoughtsConfig, step: number): number {
  if (!config.resetOptimizer || step === 0) return step;
  // The reset belongs to the first step of a stage: at its border the averages are still those of the stage before.
  return step - stageAt(config, step - 1).first;
}

class ThoughtTraining {
  readonly #config: ThoughtsConfig;
  readonly #problems: ProblemSet;
  readonly #trainer: Trainer;
  readonly #requests: Requests;
  readonly #thinker: Thinker;
  #optimizer: OptimizerConfig;
  /** Optimisation steps done. */
  #step: number;

  constructor(
    config: ThoughtsConfig,
    problems: ProblemSet,
    trainer: Trainer,
    thinker: Thinker,
    requests: Requests,
    step: number,
  ) {
    this.#config = config;
    this.#problems = problems;
    this.#trainer = trainer;
    this.#requests = requests;
    this.#step = step;
    this.#optimizer = config.optimizer;
    this.#thinker = thinker;
  }

  async *run({ resume }: RunPorts): Run {
    for (const { setting } of resume?.settings ?? []) this.#apply(setting);
    const pinned = this.#testProblems(this.#config.pinnedProblems);
    this.#requests.take(yield { kind: 'pinned', json: JSON.stringify(pinned.map(problemToJson)) });
    for (const [checkpoint, at] of milestones(this.#config).entries()) {
      if (checkpoint < (resume?.checkpointsDone ?? 0)) continue;
      while (this.#step < at) {
        yield* this.#answer();
        const failure = yield* this.#train(Math.min(this.#requests.steps, at - this.#step));
        if (failure) return;
      }
      yield* this.#milestone(checkpoint);
    }
    yield await this.#state();
    yield { kind: 'finished', reason: 'done' };
  }

  /** What was asked for since the last event. */
  async *#answer(): Run {
    for (let setting = this.#requests.nextSetting(); setting; setting = this.#requests.nextSetting()) {
      this.#apply(setting);
      this.#requests.take(yield { kind: 'set', step: this.#step, setting });
    }
    if (!this.#requests.isSaveDue) return;
    this.#requests.isSaveDue = false;
    this.#requests.take(yield await this.#state());
  }

  /** `count` steps, read back once. Tells whether the run has failed. */
  async *#train(count: number): AsyncGenerator<RunEvent, boolean, Pull | undefined> {
    const first = this.#step;
    const steps = Array.from({ length: count }, (_, i) => first + i);
    const rates = steps.map((step) => rateAt(this.#config, this.#optimizer, step));
    const figures = steps.map((step, i) => this.#trainStep(step, rates[i] ?? 0));
    const scalars = await readScalars(figures.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
    const lossNats = scalars.filter((_, i) => i % 2 === 0);
    const gradientNorm = scalars.filter((_, i) => i % 2 === 1);
    const finite = finiteLength(lossNats);
    if (finite > 0)
      this.#requests.take(
        yield {
          kind: 'steps',
          arm: 0,
          first,
          lossNats: lossNats.slice(0, finite),
          gradientNorm: gradientNorm.slice(0, finite),
          learningRate: Float32Array.from(rates.slice(0, finite)),
        },
      );
    this.#step += finite;
    if (finite === count) return false;
    yield { kind: 'failed', step: this.#step, sentence: notANumber(this.#step) };
    return true;
  }

  #trainStep(step: number, rate: number): StepFigures {
    const { stage, index, first } = stageAt(this.#config, step);
    if (step === first && index > 0) {
      this.#trainer.forgetRecordings(); // those of the stage before
      if (this.#config.resetOptimizer) this.#trainer.resetOptimizer();
    }
    const { seed, batch, model } = this.#config;
    const level = stage.levels[rng(seed, 'level', step).integer(stage.levels.length)] ?? '';
    const problems = this.#problems.draw(level, step, batch);
    const ids = lossBatch(this.#config, this.#problems.format, problems, stage, step, rng(seed, 'stage', step));
    return this.#trainer.minimise(batchLoss(model, ids), rate);
  }

  /** Answers and values of held-out problems, then the weights. */
  async *#milestone(checkpoint: number): Run {
    const step = this.#step;
    const { testProblems, finalProblems, pinnedProblems } = this.#config;
    const count = step === totalSteps(this.#config) ? finalProblems : testProblems;
    const problems = this.#testProblems(count);
    const thoughts = METHODS[this.#config.method].slots === 'none' ? [0] : forcedThoughts(this.#config);
    const answers = await askProblems(this.#thinker, problems, thoughts);
    for (const [index, forced] of thoughts.entries()) {
      const row = answers[index] ?? [];
      this.#requests.take(yield gradedEvent(step, forced, row));
      for (const figure of figuresOf(row, forced, forced === this.#trainedThoughts()))
        this.#requests.take(yield { kind: 'measured', arm: 0, step, ...figure });
    }
    const pinned = problems.slice(0, pinnedProblems);
    const values = await nodeValues(this.#thinker, pinned, thoughts);
    for (const [index, forced] of thoughts.entries())
      for (const problem of pinned.keys()) {
        const nodeValue = values[index]?.[problem] ?? new Float32Array(0);
        const written = answers[index]?.[problem]?.written ?? '';
        this.#requests.take(yield { kind: 'probed', step, problem, thoughts: forced, nodeValue, written });
      }
    const weights = await this.#trainer.readWeights();
    this.#requests.take(yield { kind: 'checkpoint', arm: 0, checkpoint, step, weights });
    yield* this.#answer();
  }

  /** The number of thoughts that the last stage trains. */
  #trainedThoughts(): number {
    const { method } = this.#config;
    return METHODS[method].slots === 'none' ? 0 : Math.max(...forcedThoughts(this.#config));
  }

  /** Of the last stage's first level: what the whole run is for. */
  #testProblems(count: number) {
    return this.#problems.heldOut(this.#config.stages.at(-1)?.levels[0] ?? '', count);
  }

  async #state(): Promise<RunEvent> {
    return { kind: 'state', step: this.#step, arms: [await this.#trainer.readState()] };
  }

  #apply(setting: Setting): void {
    if (setting.name === 'learningRate') this.#optimizer = { ...this.#optimizer, learningRate: setting.value };
  }
}
