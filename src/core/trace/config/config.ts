/** @file What a person chooses. A config is plain JSON: it goes into the address, the trace and the worker alike. */

/** A decoder-only transformer. Every matrix and vector follows from these numbers. */
export interface ModelConfig {
  /** Tokens in the vocabulary. */
  readonly vocab: number;
  /** Positions in one window: the longest context. */
  readonly seq: number;
  readonly layers: number;
  /** Width of the residual stream. */
  readonly embed: number;
  readonly heads: number;
  readonly position: 'none' | 'rotary' | 'learned';
  readonly rotaryBase: number;
  /** x_t += s * x_{t-1} on the embeddings, s a learned vector ("smear"). */
  readonly tokenShift: boolean;
  /** Taps of a causal depthwise convolution on the normed attention input, at offsets 1..taps; 0 for none. */
  readonly convolutionTaps: number;
  /** Biases on the attention's matrices (the feed-forward always has them). */
  readonly attentionBias: boolean;
  /** `standard`: N(0, 1/fan_in). `lookup`: keys = queries and a copying value path, so that induction is found at once. */
  readonly init: 'standard' | 'lookup';
  readonly initEmbedStd: number;
  /** Initial gain of the final norm. Small, so that a thought has the norm of an embedding. */
  readonly finalNormGain: number;
}

export interface OptimizerConfig {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Decoupled, on every parameter. */
  readonly weightDecay: number;
  /** Global gradient norm above which gradients are scaled down. */
  readonly clipNorm: number;
  readonly warmupSteps: number;
  /** Cosine from the peak to this fraction of it at the last step. */
  readonly finalFraction: number;
}

/** Which text. Bytes never stand in a config: texts travel beside it, generated corpora follow from the seed. */
export type TextSource =
  | { readonly kind: 'generated'; readonly recipe: CorpusRecipe; readonly tokens: number; readonly noise: number }
  | { readonly kind: 'text'; readonly name: string };

/** `tool`: worked solutions that call a calculator. */
export type CorpusRecipe = 'noisy' | 'clean' | 'base' | 'tool';

/** Where weights come from: shipped with the page, or left behind by a run. */
export type ModelRef =
  | { readonly kind: 'shipped'; readonly name: string }
  | { readonly kind: 'run'; readonly run: string; readonly arm: number }
  /** Trained elsewhere: its losses are here, its weights are not. */
  | { readonly kind: 'foreign'; readonly name: string };

/** How one of the models trained side by side chooses its tokens. All arms see the same batches. */
export type Objective =
  /** Every token. [RHO-1 §2.2, CLM] */
  | { readonly kind: 'clm' }
  /** The top `keepFraction` by score. [RHO-1 §2.2, Eq. 4] */
  | {
      readonly kind: 'slm';
      readonly score: SelectionScore;
      readonly keepFraction: number;
      readonly per: SelectionPer;
    };

/** Whose tokens are ranked against each other. [RHO-1 §2.2: the text says a batch, Eq. 4 a sequence] */
export type SelectionPer = 'batch' | 'sequence';

export type SelectionScore =
  | 'excess'
  | 'random'
  | 'highestLoss'
  | 'lowestExcess'
  | 'referenceLoss'
  | 'referenceEntropy'
  | 'intersection'
  | 'union';

export interface ArmConfig {
  readonly name: string;
  readonly objective: Objective;
  /** Goes on from these weights instead of the run's base; they read the same tokens. */
  readonly start?: ModelRef;
}

export type PresetName = 'tiny' | 'micro' | 'small';

/** `official`: problems of the size of the authors' files. */
export const THOUGHT_PRESETS = ['tiny', 'micro', 'small', 'official'] as const;
export type ThoughtPreset = (typeof THOUGHT_PRESETS)[number];

/** Trains one or more language models on the same batches. */
export interface TrainConfig {
  readonly kind: 'train';
  readonly preset: PresetName;
  readonly seed: number;
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly corpus: TextSource;
  /** The text whose tokens are scored at every checkpoint: the first `watchTokens` tokens of it. */
  readonly watch: TextSource;
  readonly watchTokens: number;
  /** Go on from these weights, with their tokenizer; otherwise start from `seed` and train a tokenizer on the corpus. */
  readonly base?: ModelRef;
  /** Scores tokens for selection, and fills the reference loss of the watched text. */
  readonly reference?: ModelRef;
  readonly arms: readonly ArmConfig[];
  readonly steps: number;
  readonly batch: number;
  /** Checkpoints of weights, evenly spaced, the start and the end included. */
  readonly checkpoints: number;
}

/** Scores a text with every checkpoint of a model. */
export interface ScoreConfig {
  readonly kind: 'score';
  readonly text: TextSource;
  readonly model: ModelRef;
  readonly reference?: ModelRef;
  /** Score at most so many tokens from the start of the text. */
  readonly maxTokens: number;
}

/** A row of the paper's table. [Coconut §4.2, Table 1] */
export type ThoughtMethod =
  'coconut' | 'cot' | 'no-cot' | 'icot' | 'pause' | 'coconut-no-curriculum' | 'coconut-no-thought' | 'pause-as-thought';

export type ThoughtTask = 'prosqa' | 'prontoqa' | 'arithmetic';

/** Which problems. Generated ones follow from the seed; a file travels beside the config. */
export type ProblemSource =
  | {
      readonly kind: 'generated';
      readonly task: ThoughtTask;
      /** Names in the vocabulary, of each kind. */
      readonly people: number;
      readonly concepts: number;
      readonly properties: number;
      /** How they are written; `compact` where it is absent. */
      readonly style?: 'compact' | 'marked';
    }
  | { readonly kind: 'file'; readonly name: string };

/** So many steps at one stage of the curriculum, on problems of these levels in turn. A file has no levels. */
export interface ThoughtStage {
  readonly levels: readonly string[];
  /** Steps of the chain that are replaced by thoughts. */
  readonly stage: number;
  readonly steps: number;
  /**
   * What the first word after `<eot>` is taught in ProsQA while the thoughts are fewer than the steps: the next node of a
   * shortest path [Coconut §3], which is meant where it is absent, or any node at that distance from the root, all alike.
   */
  readonly firstWord?: 'path' | 'frontier';
}

/** iCoT's own schedule: one token more goes after every so many steps. */
export interface TokenRemoval {
  readonly firstStep: number;
  readonly stepsPerToken: number;
}

/** Trains one model to answer problems, with thoughts, with words, or with neither. [Coconut §3] */
export interface ThoughtsConfig {
  readonly kind: 'thoughts';
  readonly preset: ThoughtPreset;
  readonly seed: number;
  readonly method: ThoughtMethod;
  readonly problems: ProblemSource;
  /** `vocab` and `seq` follow from the problems: the run tells the true ones as it starts. */
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig;
  /** The rate is held at its peak for this fraction of all steps, then falls in a straight line. */
  readonly heldFraction: number;
  readonly stages: readonly ThoughtStage[];
  /** c: thoughts that take the place of one step. */
  readonly thoughtsPerStep: number;
  /** What the loss of each earlier stage counts in a step; 0 trains the stage alone, as the paper does. */
  readonly earlierWeight: number;
  /** p: chance that a problem takes a stage drawn from all of its own. Only where `earlierWeight` is 0. */
  readonly mixProbability: number;
  /** Forget the optimizer's state at each new stage. */
  readonly resetOptimizer: boolean;
  readonly tokenRemoval: TokenRemoval;
  readonly batch: number;
  /** Go on from these weights, with their vocabulary. */
  readonly base?: ModelRef;
  /** Graded, probed and kept at the end of each stage, and after every so many steps. */
  readonly evaluateEvery: number;
  /** Held-out problems that are graded each time, and at the end. */
  readonly testProblems: number;
  readonly finalProblems: number;
  /** Held-out problems whose nodes are valued each time, of those that are graded. */
  readonly pinnedProblems: number;
}

/** What is fed in at a slot instead of the thought; `skip` leaves the slot out. */
export type InterventionKind = 'skip' | 'zero' | 'mean' | 'noise' | 'shuffle' | 'transplant' | 'twin';

export interface Intervention {
  readonly kind: InterventionKind;
  /** Counts from 1: thought 1 is the hidden state at `<bot>`. */
  readonly thought: number;
  /** For a transplant: whose thought, as an index into the donors; the next problem's where it is absent. */
  readonly donor?: number;
}

/** Held-out problems of a generator, in names that the model knows, or those of a file that travels beside the config. */
export type ProbedProblems =
  | {
      readonly kind: 'generated';
      readonly task: ThoughtTask;
      readonly level: string;
      readonly count: number;
      readonly seed: number;
    }
  | { readonly kind: 'file'; readonly name: string; /** The first so many of it. */ readonly limit: number };

/** Asks a model problems after forced numbers of thoughts, and reads the thoughts themselves. */
export interface ProbeConfig {
  readonly kind: 'probe';
  readonly model: ModelRef;
  /** The model as it ended, each checkpoint that is kept, or the one after so many steps. */
  readonly checkpoints: 'last' | 'all' | number;
  readonly problems: ProbedProblems;
  /** Asked after 0, 1, ... so many; a method without slots is asked once. */
  readonly thoughts: number;
  /** Of only this many problems from the start (default: all) the thoughts are read and the chances of the written words are told. */
  readonly detailed: number;
  readonly interventions: readonly Intervention[];
  /** Whose thoughts make up the means and are transplanted; the probed problems' own where absent. */
  readonly donors?: ProbedProblems;
  /** Fit a head that ends thinking on these, and ask it of the probed problems. */
  readonly stopping?: ProbedProblems;
  /** Of noise and shuffles. */
  readonly seed: number;
}

export type RunConfig = TrainConfig | ScoreConfig | ThoughtsConfig | ProbeConfig;

/** What may be changed while a run goes on. The session echoes it as an event, so that the trace tells the whole story. */
export type Setting =
  | { readonly name: 'learningRate'; readonly value: number }
  | { readonly name: 'keepFraction'; readonly arm: number; readonly value: number }
  | { readonly name: 'score'; readonly arm: number; readonly value: SelectionScore }
  | { readonly name: 'per'; readonly arm: number; readonly value: SelectionPer };

/** Where and by what a run was computed. */
export interface Stamp {
  readonly backend: string;
  /** The adapter's own words, such as `google swiftshader`; empty on wasm and cpu. */
  readonly adapter: string;
  /** Of the program that computed it. */
  readonly commit: string;
}
