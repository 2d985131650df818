/** @file What every kind of config can be asked. */

import { assertNever } from '../../util/assert';
import type { ModelConfig, ModelRef, Objective, RunConfig, Setting, TextSource, TrainConfig } from './config';

/** The text that a run shows; a run that thinks has problems instead. */
export function watchedText(config: RunConfig): TextSource | undefined {
  switch (config.kind) {
    case 'train':
      return config.watch;
    case 'score':
      return config.text;
    case 'thoughts':
    case 'probe':
      return undefined;
    default:
      return assertNever(config);
  }
}

/** Optimisation steps from beginning to end; undefined for a run that does not train. */
export function stepsOf(config: RunConfig): number | undefined {
  switch (config.kind) {
    case 'train':
      return config.steps;
    case 'score':
    case 'probe':
      return undefined;
    case 'thoughts':
      return config.stages.reduce((sum, { steps }) => sum + steps, 0);
    default:
      return assertNever(config);
  }
}

/** How an arm chooses its tokens once a setting has been changed in flight; settings of other things change nothing. */
export function withSetting(objective: Objective, arm: number, setting: Setting): Objective {
  if (objective.kind !== 'slm' || setting.name === 'learningRate' || setting.arm !== arm) return objective;
  return { ...objective, [setting.name]: setting.value };
}

/** The model that a run trains; undefined for a run that only asks one. */
export function trainedModel(config: RunConfig): ModelConfig | undefined {
  return config.kind === 'train' || config.kind === 'thoughts' ? config.model : undefined;
}

/** Whether all that a run needs follows from its config: no file of a person, no weights of another run. */
export function isSelfContained(config: RunConfig): boolean {
  return (
    sourcesOf(config).every((kind) => kind === 'generated') && modelsOf(config).every(({ kind }) => kind !== 'run')
  );
}

function sourcesOf(config: RunConfig): readonly string[] {
  switch (config.kind) {
    case 'train':
      return [config.corpus.kind, config.watch.kind];
    case 'score':
      return [config.text.kind];
    case 'thoughts':
      return [config.problems.kind];
    case 'probe':
      return [config.problems, config.donors, config.stopping].flatMap((problems) => problems?.kind ?? []);
    default:
      return assertNever(config);
  }
}

function modelsOf(config: RunConfig): readonly ModelRef[] {
  return modelsNamed(config).filter((model) => model !== undefined);
}

function modelsNamed(config: RunConfig): readonly (ModelRef | undefined)[] {
  switch (config.kind) {
    case 'train':
      return [config.base, config.reference, ...config.arms.map(({ start }) => start)];
    case 'score':
      return [config.model, config.reference];
    case 'thoughts':
      return [config.base];
    case 'probe':
      return [config.model];
    default:
      return assertNever(config);
  }
}

/** All that must agree for two runs to be seeds of one experiment. */
export function recipeOf({ seed: _seed, ...recipe }: TrainConfig): string {
  return JSON.stringify(recipe);
}
