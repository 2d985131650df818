/** A step that goes back over the chosen rows alone against one that goes back over all of them. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { createTrainer, readScalars, type TokenChoice } from '../../../src/core/nn/trainer';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { selectiveWeights } from '../../../src/core/train/selection';
import { rng } from '../../../src/core/util/rng';
import { onEachBackend, tensorsLeaked } from '../../support/backends';

const { model: tiny, optimizer } = trainPreset('tiny');
const model = { ...tiny, vocab: 96, seq: 16 };
const BATCH = 3;
const TOKENS = BATCH * model.seq;
const chance = rng(3, 'chosen');
const ids = (): Int32Array => Int32Array.from({ length: TOKENS }, () => chance.integer(model.vocab));
const [inputs, targets] = [ids(), ids()];
const lossNats = Float32Array.from({ length: TOKENS }, () => 3 + 2 * chance.uniform());

function choiceOf(per: 'batch' | 'sequence'): TokenChoice {
  const objective = { kind: 'slm', score: 'excess', keepFraction: 0.15, per } as const;
  const reference = { lossNats, entropyNats: lossNats };
  return selectiveWeights(objective, { reference, seed: 1, step: 0, tokens: TOKENS, seq: model.seq });
}

/** Loss and norm of three steps, then the weights. */
async function trained(choice: TokenChoice): Promise<Float32Array> {
  const trainer = createTrainer(model, optimizer, initWeights(model, 5));
  const figures = Array.from({ length: 3 }, () => trainer.step(inputs, targets, 1e-3, choice));
  const scalars = await readScalars(figures.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
  const weights = await trainer.readWeights();
  trainer.dispose();
  return Float32Array.of(...scalars, ...weights);
}

test.each(['batch', 'sequence'] as const)(
  'rows chosen by %s: loss, norm and weights are those of the full way back',
  async (per) => {
    await onEachBackend(async (backend) => {
      // There the losses stay on the device, and a step goes back over all rows.
      if (backend === 'webgpu') return;
      const { kept, ...whole } = choiceOf(per);
      expect(kept).toBe(per === 'batch' ? 7 : 6);
      const gathered = await trained(choiceOf(per));
      const full = await trained(whole);
      const worst = Math.max(...full.map((value, i) => Math.abs(value - (gathered[i] ?? NaN))));
      expect(worst, backend).toBeLessThan(2e-5);
    });
  },
);

test('it frees what it makes', async () => {
  await onEachBackend(async (backend) => {
    // On WebGPU too, where it goes the full way back.
    await trained(choiceOf('batch'));
    expect(await tensorsLeaked(async () => void (await trained(choiceOf('batch')))), backend).toBe(0);
  });
});
