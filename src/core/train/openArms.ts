/** @file The models of one run: trained side by side on the same batches, and the reference that scores for them. */

import { needsReference } from '../rho1/scores';
import type { ArmConfig, Objective, OptimizerConfig, Setting, TrainConfig } from '../trace/config/config';
import { withSetting } from '../trace/config/configFacts';
import { initWeights } from '../nn/init';
import { learningRateAt } from '../nn/adamw';
import { createTrainer, readScalars, type StepFigures, type TokenChoice, type Trainer } from '../nn/trainer';
import * as tf from '../nn/tf';
import { assert, InputError } from '../util/assert';
import type { OpenModel, RunPorts } from './ports';
import type { PreparedTexts } from './prepareTexts';
import { openReference, type ReferenceCache } from './referenceCache';
import { checkSameReading, type Scorer } from './scoring/scorer';
import { type SelectionInputs, selectiveWeights } from './selection';
import { gather } from './windows';

/** What one arm did in some steps, each [count]. */
export interface TrainedColumns {
  readonly lossNats: Float32Array;
  readonly gradientNorm: Float32Array;
  readonly learningRate: Float32Array;
}

interface Arm {
  objective: ArmConfig['objective'];
  readonly trainer: Trainer;
}

export class Arms {
  readonly #config: TrainConfig;
  readonly #texts: PreparedTexts;
  readonly #arms: readonly Arm[];
  readonly #cache: ReferenceCache | undefined;
  #optimizer: OptimizerConfig;

  constructor(config: TrainConfig, texts: PreparedTexts, arms: readonly Arm[], cache: ReferenceCache | undefined) {
    this.#config = config;
    this.#texts = texts;
    this.#arms = arms;
    this.#cache = cache;
    this.#optimizer = config.optimizer;
  }

  get trainers(): readonly Trainer[] {
    return this.#arms.map(({ trainer }) => trainer);
  }

  /** Scores with the live weights of an arm; nothing to free. */
  scorer(arm: number): Scorer {
    const trainer = this.#arms[arm]?.trainer;
    assert(trainer, `no arm ${arm}`);
    return { config: this.#config.model, theta: () => trainer.theta };
  }

  get reference(): Scorer | undefined {
    return this.#cache?.scorer;
  }

  /** Whether the setting was taken: a score that asks a reference is not, where the run has none. */
  set(setting: Setting): boolean {
    if (setting.name === 'learningRate') {
      this.#optimizer = { ...this.#optimizer, learningRate: setting.value };
      return true;
    }
    const arm = this.#arms[setting.arm];
    if (arm?.objective.kind !== 'slm') return false;
    const objective = withSetting(arm.objective, setting.arm, setting);
    if (asksReference(objective) && !this.#cache) return false;
    arm.objective = objective;
    return true;
  }

  /**
   * One optimisation step of every arm for each batch of windows, and one read-back for all.
   *
   * @param batches window indices, [step][batch]
   * @param first the first of the steps, 0-based
   * @returns by arm
   */
  async train(batches: readonly (readonly number[])[], first: number): Promise<TrainedColumns[]> {
    if (this.#arms.some(({ objective }) => asksReference(objective))) await this.#cache?.fill(batches.flat());
    const figures: StepFigures[][] = this.#arms.map(() => []);
    const rates = batches.map((_, i) => learningRateAt(this.#optimizer, first + i, this.#config.steps));
    const { seq } = this.#config.model;
    for (const [i, windows] of batches.entries()) {
      const begins = windows.map((window) => window * seq);
      const { inputs, targets } = gather(this.#texts.ids, begins, windows.length, seq, this.#texts.endOfText);
      const reference = this.#cache?.scores(windows);
      for (const [index, { trainer, objective }] of this.#arms.entries()) {
        const weigh = weightsOf(objective, {
          seed: this.#config.seed,
          step: first + i,
          tokens: inputs.length,
          seq,
          ...(reference ? { reference } : {}),
        });
        figures[index]?.push(trainer.step(inputs, targets, rates[i] ?? 0, weigh));
      }
    }
    const scalars = await readScalars(figures.flat().flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
    return figures.map((_, index) => columnsOf(scalars, index, batches.length, rates));
  }

  dispose(): void {
    for (const { trainer } of this.#arms) trainer.dispose();
    this.#cache?.dispose();
  }
}

const asksReference = (objective: Objective): boolean => objective.kind === 'slm' && needsReference(objective.score);

/** Which tokens an arm trains on: all where nothing is said. */
function weightsOf(objective: ArmConfig['objective'], inputs: SelectionInputs): TokenChoice | undefined {
  return objective.kind === 'clm' ? undefined : selectiveWeights(objective, inputs);
}

/** Scalars stand as loss and norm in turn, step by step, arm by arm. */
function columnsOf(scalars: Float32Array, arm: number, count: number, rates: readonly number[]): TrainedColumns {
  const at = (offset: number) =>
    Float32Array.from({ length: count }, (_, i) => scalars[(arm * count + i) * 2 + offset] ?? NaN);
  return { lossNats: at(0), gradientNorm: at(1), learningRate: Float32Array.from(rates) };
}

/** The arms at their first step, or where the run was saved. The caller disposes them. */
export async function openArms(
  config: TrainConfig,
  ports: RunPorts,
  texts: PreparedTexts,
  base: OpenModel | undefined,
): Promise<Arms> {
  const missing = config.arms.find(({ objective }) => asksReference(objective) && !config.reference);
  if (missing) throw new InputError(`The model ${missing.name} selects by a reference model: name one.`);
  const cache = config.reference && (await openReference(await ports.models.open(config.reference), config, texts));
  const shared = (await base?.checkpoints.at(-1)?.weights()) ?? initWeights(config.model, config.seed);
  const starts: Float32Array[] = [];
  for (const { start } of config.arms)
    starts.push(start ? await ownStart(await ports.models.open(start), config, texts) : shared);
  await tf.ready();
  const arms = config.arms.map(({ objective }, index) => {
    const trainer = createTrainer(config.model, config.optimizer, starts[index] ?? shared);
    const saved = ports.resume?.arms[index];
    if (saved && ports.resume) trainer.loadState(saved, ports.resume.step);
    return { objective, trainer };
  });
  return new Arms(config, texts, arms, cache);
}

/** The last weights of another model. Refuses one that reads other tokens. */
async function ownStart(
  model: OpenModel,
  { model: { seq } }: TrainConfig,
  texts: PreparedTexts,
): Promise<Float32Array> {
  checkSameReading(model, texts.tokenizerJson, seq);
  const last = model.checkpoints.at(-1);
  if (!last) throw new InputError('A model that an arm starts from has no weights: train it first.');
  return last.weights();
}
