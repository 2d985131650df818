/**
 * @file A shape of one's own for a model and its training. Presets are named points in this space; the page and the command line
 * change one, and both check what comes out before anything is computed.
 */

import type { ModelConfig, TrainConfig } from './config/config';

/** What may be changed; what is absent stays the preset's. */
export interface OwnShape {
  readonly layers?: number;
  readonly embed?: number;
  readonly heads?: number;
  readonly vocab?: number;
  readonly seq?: number;
  readonly position?: ModelConfig['position'];
  readonly batch?: number;
  readonly warmupSteps?: number;
  readonly weightDecay?: number;
}

export type ShapeField = keyof OwnShape;

/** The fields that make the model: a model that training goes on from brings its own. */
export const MODEL_FIELDS = ['layers', 'embed', 'heads', 'vocab', 'seq', 'position'] as const satisfies ShapeField[];

/** Every byte is a token, and so is the end of a text. */
const FEWEST_TOKENS = 257;
const LIMITS: Readonly<Partial<Record<ShapeField, readonly [low: number, high: number]>>> = {
  layers: [1, 48],
  embed: [2, 4096],
  heads: [1, 256],
  vocab: [FEWEST_TOKENS, 65_536],
  seq: [2, 4096],
  batch: [1, 1024],
  warmupSteps: [0, 1_000_000],
  weightDecay: [0, 10],
};

export function withShape(config: TrainConfig, shape: OwnShape): TrainConfig {
  const { batch = config.batch, warmupSteps, weightDecay, ...model } = shape;
  const { optimizer } = config;
  return {
    ...config,
    model: { ...config.model, ...model },
    batch,
    optimizer: {
      ...optimizer,
      warmupSteps: warmupSteps ?? optimizer.warmupSteps,
      weightDecay: weightDecay ?? optimizer.weightDecay,
    },
  };
}

export interface ShapeFault {
  readonly field: ShapeField;
  /** Completes the field's name: `must …`. */
  readonly must: string;
}

/** The first thing that cannot be trained; undefined where all fits together. */
export function shapeFault({ model, batch, optimizer, steps }: TrainConfig): ShapeFault | undefined {
  const { warmupSteps, weightDecay } = optimizer;
  const values = { ...model, batch, warmupSteps, weightDecay };
  for (const [field, [low, high]] of Object.entries(LIMITS) as [ShapeField, readonly [number, number]][]) {
    const value = Number(values[field]);
    const isWhole = field === 'weightDecay' || Number.isInteger(value);
    if (isWhole && value >= low && value <= high) continue;
    const kind = field === 'weightDecay' ? 'a number' : 'a whole number';
    return { field, must: `must be ${kind} from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}` };
  }
  const { embed, heads, position } = model;
  if (embed % heads !== 0) return { field: 'heads', must: `must divide the width of ${embed}` };
  if (position === 'rotary' && (embed / heads) % 2 !== 0)
    return { field: 'heads', must: `must leave each head an even width, for rotary positions turn pairs` };
  if (warmupSteps > steps) return { field: 'warmupSteps', must: `must be at most the ${steps} steps` };
  return undefined;
}
