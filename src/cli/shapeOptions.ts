/** @file The flags of `lab train` for a shape of one's own. */

import type { TrainConfig } from '../core/trace/config/config';
import { MODEL_FIELDS, type OwnShape, shapeFault, type ShapeField, withShape } from '../core/trace/ownShape';
import { InputError } from '../core/util/assert';
import type { Options, OptionSpec } from './command';

const FLAGS: Readonly<Record<ShapeField, { readonly flag: string } & OptionSpec>> = {
  layers: { flag: 'layers', value: 'N', help: 'transformer blocks (default: the preset’s, as for all of the shape)' },
  embed: { flag: 'embed', value: 'N', help: 'width of the residual stream' },
  heads: { flag: 'heads', value: 'N', help: 'attention heads; they divide the width' },
  vocab: { flag: 'vocab', value: 'N', help: 'tokens in the vocabulary that is learned from the corpus' },
  seq: { flag: 'seq', value: 'N', help: 'tokens in one window: the longest context' },
  position: { flag: 'position', value: 'P', help: 'rotary, learned or none' },
  batch: { flag: 'batch', value: 'N', help: 'windows in one step' },
  warmupSteps: { flag: 'warmup', value: 'N', help: 'steps over which the rate rises to its peak' },
  weightDecay: { flag: 'weight-decay', value: 'X', help: 'decoupled, on every parameter' },
};

export const SHAPE_OPTIONS: Readonly<Record<string, OptionSpec>> = Object.fromEntries(
  Object.values(FLAGS).map(({ flag, ...spec }) => [flag, spec]),
);

/** The config with the shape that was asked for. Refuses by the flag what does not fit together. */
export function withShapeOptions(config: TrainConfig, options: Options): TrainConfig {
  const shape = shapeOf(options);
  const [fixed] = MODEL_FIELDS.filter((field) => shape[field] !== undefined);
  if (config.base && fixed)
    throw new InputError(
      `--${FLAGS[fixed].flag} goes with a new model: leave it out, for --base brings its own shape.`,
    );
  const shaped = withShape(config, shape);
  const fault = shapeFault(shaped);
  if (fault) throw new InputError(`--${FLAGS[fault.field].flag} ${fault.must}.`);
  return shaped;
}

function shapeOf(options: Options): OwnShape {
  const position = options.choice('position', ['rotary', 'learned', 'none']);
  const numbers = (Object.keys(FLAGS) as ShapeField[])
    .filter((field) => field !== 'position')
    .map((field) => [field, options.number(FLAGS[field].flag, 0, Number.MAX_SAFE_INTEGER)] as const)
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(numbers), ...(position ? { position } : {}) };
}
