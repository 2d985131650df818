import { expect, test } from 'vitest';
import { adamwState, updateColumn, updateNumbers } from '../../../../../../src/core/nn/adamw';
import * as tf from '../../../../../../src/core/nn/tf';
import { trainPreset } from '../../../../../../src/core/trace/config/presets';
import { rng } from '../../../../../../src/core/util/rng';
import { tensorsLeaked, useBackend } from '../../../../../support/backends';
import { inShape } from '../../../../../support/twins';

const { optimizer } = trainPreset('tiny');
const SIZE = 611;

const normals = (stream: number, size: number): Float32Array => {
  const chance = rng(5, 'adamw', stream);
  return Float32Array.from({ length: SIZE }, () => size * chance.normal());
};

/** Three updates, a new start for the averages, and one more; theta, m, v, then the norms. */
async function trajectory(): Promise<number[]> {
  const state = adamwState(normals(0, 1));
  const norms: number[] = [];
  const update = async (stream: number, step: number) => {
    const numbers = updateNumbers(optimizer, 0.01, step);
    const norm = tf.tidy(() => {
      // A large gradient, which is clipped, and small ones, which are not.
      const gradient = tf.tensor1d(normals(stream, stream === 1 ? 3 : 0.01));
      return state.update(gradient, numbers, tf.tensor1d(updateColumn(numbers)));
    });
    norms.push(...(await norm.data()));
    norm.dispose();
  };
  for (const step of [1, 2, 3]) await update(step, step);
  state.write('m', new Float32Array(SIZE));
  await update(4, 1);
  const columns = [];
  for (const tensor of [state.theta, state.m, state.v]) columns.push(...(await tensor.data()));
  state.dispose();
  return [...columns, ...norms];
}

test('AdamW in place takes the steps of its plain twin', async () => {
  await useBackend('cpu');
  const expected = await trajectory();
  if (await useBackend('webgpu')) return;
  for (const shape of ['row', 'workgroup'] as const) {
    const leaked = await tensorsLeaked(async () => {
      const ours = await inShape(shape, trajectory);
      const worst = Math.max(
        ...ours.map((value, i) => Math.abs(value - expected[i]!) / Math.max(Math.abs(expected[i]!), 1e-3)),
      );
      expect(worst, shape).toBeLessThan(1e-5);
    });
    expect(leaked).toBe(0);
  }
});
