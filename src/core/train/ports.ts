/** @file What a run needs from outside: models by reference, texts by name, and what was saved before. */

import type { ModelConfig, ModelRef, Setting, Stamp } from '../trace/config/config';
import type { ThoughtsCard } from './thoughts/card';

/** A model with its tokenizer and the weights it left behind, in the order of its training. */
export interface OpenModel {
  readonly config: ModelConfig;
  /** Hugging Face `tokenizer.json`. */
  readonly tokenizerJson: string;
  readonly checkpoints: readonly WeightsAt[];
  /** The model as it ended, where that is kept more exactly than as its last checkpoint. */
  readonly final?: WeightsAt;
  /** Of a model that thinks. */
  readonly card?: ThoughtsCard;
}

export interface WeightsAt {
  readonly step: number;
  /** Loads the flat parameters, [P] in the order of `parameterLayout`. */
  readonly weights: () => Promise<Float32Array>;
}

export interface ModelLibrary {
  /** Refuses with an `InputError` that names the model. */
  readonly open: (ref: ModelRef) => Promise<OpenModel>;
}

/** Where a run was when it was saved: with it, the run goes on as if it had never stopped. */
export interface ResumePoint {
  /** Optimisation steps done. */
  readonly step: number;
  /** One flat [theta | m | v] per arm. */
  readonly arms: readonly Float32Array[];
  readonly tokenizerJson: string;
  /** Settings changed in flight, in order. */
  readonly settings: readonly { readonly step: number; readonly setting: Setting }[];
  /** Checkpoints whose watched text is scored to its end. */
  readonly checkpointsDone: number;
}

export interface RunPorts {
  readonly models: ModelLibrary;
  /** By `TextSource.name`. */
  readonly texts: Readonly<Record<string, Uint8Array>>;
  readonly stamp: Stamp;
  readonly resume?: ResumePoint;
}
