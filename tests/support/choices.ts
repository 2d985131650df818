/** @file The choice of tokens that a GPU makes, as a function of the losses alone. */
import * as tf from '../../src/core/nn/tf';
import { deviceChoice, type hostWeights } from '../../src/core/train/selection';

export const deviceWeights: typeof hostWeights = (objective, inputs) => {
  const { columns, weigh } = deviceChoice(objective, inputs);
  return (lossNats) =>
    tf.tidy(() =>
      weigh(
        lossNats,
        columns.map((column) => tf.tensor2d(column, lossNats.shape)),
      ),
    );
};
