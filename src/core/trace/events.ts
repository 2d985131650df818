/** @file Facts that go up. A run is a stream of these; nothing in them is an opinion. */

import type { Intervention, RunConfig, Setting, Stamp, ThoughtMethod } from './config/config';

export type RunEvent =
  | { readonly kind: 'started'; readonly config: RunConfig; readonly stamp: Stamp }
  /** The text whose tokens are watched, tokenised. Token i covers bytes [byteEnd[i-1], byteEnd[i]) of the text. */
  | {
      readonly kind: 'document';
      readonly name: string;
      /** Bytes of the text as it is, broken UTF-8 too. */
      readonly textBytes: Uint8Array;
      /** [token] */
      readonly ids: Int32Array;
      /** [token] */
      readonly byteEnd: Int32Array;
      /** [token] index into `kinds`: the true source of each token, where the text was generated. */
      readonly kindOf?: Uint8Array;
      readonly kinds?: readonly string[];
    }
  /** `count` optimisation steps of one arm, from step `first` (0-based): all were read back at once. */
  | {
      readonly kind: 'steps';
      readonly arm: number;
      readonly first: number;
      /** nats, [count]: mean over the tokens that were trained on. */
      readonly lossNats: Float32Array;
      /** [count] global norm before clipping. */
      readonly gradientNorm: Float32Array;
      /** [count] */
      readonly learningRate: Float32Array;
    }
  /** Weights of one arm after `step` steps. The weights go to the store; a trace keeps the step alone. */
  | {
      readonly kind: 'checkpoint';
      readonly arm: number;
      readonly checkpoint: number;
      readonly step: number;
      /** Flat parameters in the order of the layout. */
      readonly weights: Float32Array;
    }
  /** Everything that a run needs to go on exactly: [theta | m | v] per arm after `step` steps. For the store only. */
  | { readonly kind: 'state'; readonly step: number; readonly arms: readonly Float32Array[] }
  /** The tokenizer that the run reads with, as Hugging Face `tokenizer.json`. For the store, and for the words of any id; not in a trace. */
  | { readonly kind: 'tokenizer'; readonly json: string }
  /** Losses of `count` watched tokens from `first`, by the weights of a checkpoint. */
  | {
      readonly kind: 'scored';
      readonly arm: number;
      readonly checkpoint: number;
      readonly step: number;
      readonly first: number;
      /** nats, [count] */
      readonly lossNats: Float32Array;
      /** [count, 5], best first; absent where it was not asked for. */
      readonly topIds?: Int32Array;
      /** [count, 5] */
      readonly topProbability?: Float32Array;
    }
  | {
      readonly kind: 'referenceScored';
      readonly first: number;
      /** nats, [count] */
      readonly lossNats: Float32Array;
      /** nats, [count], of the next-token distribution. */
      readonly entropyNats: Float32Array;
    }
  /** A figure measured on held-out text or tasks after `step` steps. */
  | {
      readonly kind: 'measured';
      readonly arm: number;
      readonly step: number;
      readonly figure: string;
      readonly value: number;
      readonly count: number;
    }
  /** The model that a probe asks. */
  | {
      readonly kind: 'asked';
      readonly method: ThoughtMethod;
      /** How problems are written for it. */
      readonly style: 'compact' | 'marked' | 'official';
      /** Thoughts that its last stage trained. */
      readonly trainedThoughts: number;
      /** [id] words of its vocabulary; `@@` begins a piece that continues a word */
      readonly words: readonly string[];
    }
  /** The problems that are probed, as JSON in the official form: a list. */
  | {
      readonly kind: 'pinned';
      readonly json: string;
      /** The same in the names that the model knows, where those differ; nodes keep their numbers. */
      readonly askedJson?: string;
      /** One sentence for each item that could not be read, and for each that the model cannot be asked. */
      readonly refusals?: readonly string[];
    }
  /** Held-out problems after a forced number of thoughts, by the weights after `step` steps. */
  | {
      readonly kind: 'graded';
      readonly step: number;
      readonly thoughts: number;
      /** [problem] 1 where the answer is right */
      readonly answerRight: Uint8Array;
      /** [problem] index into the path classes; 255 where the task has none */
      readonly pathClass: Uint8Array;
      /** [problem] written before the end mark; thoughts are not counted */
      readonly generatedTokens: Int32Array;
    }
  /** One pinned problem after a forced number of thoughts. */
  | {
      readonly kind: 'probed';
      readonly step: number;
      /** index into the pinned problems */
      readonly problem: number;
      readonly thoughts: number;
      /** [node] of the task's search tree: 0..1, chance that the next step is about the node */
      readonly nodeValue: Float32Array;
      /** What was written, greedily. */
      readonly written: string;
      /** [token, 3] best first, so the first is what was written; the end mark's row too, where it came. */
      readonly topIds?: Int32Array;
      /** [token, 3] */
      readonly topProbability?: Float32Array;
    }
  /** The thoughts of one problem: the hidden states that are fed back. */
  | {
      readonly kind: 'thoughtsRead';
      readonly step: number;
      readonly problem: number;
      /** [thought] */
      readonly norm: Float32Array;
      /** [thought, 5] what the output head hears in it, best first */
      readonly wordIds: Int32Array;
      /** [thought, 5] */
      readonly wordProbability: Float32Array;
      /** [thought, node] inner product with the embedding of the node's name, by its first token. [arXiv 2505.12514 §5] */
      readonly nodeProduct: Float32Array;
      /** [node] length of that embedding */
      readonly nameNorm: Float32Array;
      /**
       * [thought, edge] attention of the last layer at the position whose state becomes the thought, summed over the
       * heads and over the tokens of the edge's sentence. [arXiv 2505.12514 §5]
       */
      readonly edgeAttention: Float32Array;
    }
  /** What a head that was fitted on the thoughts of other problems says: are the thoughts so far enough? */
  | {
      readonly kind: 'ended';
      readonly step: number;
      /** Forced at most. */
      readonly thoughts: number;
      /** [problem, thoughts + 1] after 0, 1, ... thoughts; problems as in `graded` */
      readonly enough: Float32Array;
    }
  /** One problem with one thought changed; later thoughts follow from the changed one. */
  | {
      readonly kind: 'intervened';
      readonly step: number;
      readonly problem: number;
      readonly intervention: Intervention;
      /** Forced, the changed one included. */
      readonly thoughts: number;
      /** [node] as in `probed` */
      readonly nodeValue: Float32Array;
      readonly written: string;
    }
  | { readonly kind: 'set'; readonly step: number; readonly setting: Setting }
  /** The run was away and went on after `step` steps. Told by the session, not by a generator. */
  | { readonly kind: 'resumed'; readonly step: number; readonly cause: ResumeCause; readonly awayMs: number }
  | { readonly kind: 'finished'; readonly reason: 'done' | 'stopped' }
  /** A sentence for a person, such as `The loss is not a number at step 31: lower the learning rate.` */
  | { readonly kind: 'failed'; readonly step: number; readonly sentence: string };

export type ResumeCause =
  /** From the store: the page was reloaded or closed, or the engine was ended. */
  | 'reopened'
  /** The graphics device was lost. */
  | 'device'
  /** The computer slept, or the browser froze the tab. */
  | 'sleep'
  /** It goes on from a saved moment of another run. */
  | 'branch';

/** What the consumer may ask of a generator as it pulls: `generator.next(pull)`. */
export interface Pull {
  /** Take at most so many optimisation steps before the next event. */
  readonly steps?: number;
  /** Change a setting first. */
  readonly set?: Setting;
  /** Yield a `state` event next. */
  readonly save?: boolean;
}

/** A run: pulled by its consumer. Pause is not pulling, step is pulling once, stop is `return()`. */
export type Run = AsyncGenerator<RunEvent, void, Pull | undefined>;
