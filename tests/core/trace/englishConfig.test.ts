import { expect, test } from 'vitest';
import { ENGLISH_MODEL, englishConfig } from '../../../src/core/trace/config/presets';
import { parseRunConfig } from '../../../src/core/trace/config/parseConfig';

test('going on from the English model is a config that the door lets in, of batches that the text fills', () => {
  const config = englishConfig({ name: 'book', bytes: 150_000 }, 3);
  expect(parseRunConfig(config)).toEqual(config);
  expect(config).toMatchObject({ seed: 3, batch: 8, model: ENGLISH_MODEL, base: { name: 'english' } });
  expect([500, 3000, 6000].map((bytes) => englishConfig({ name: 'note', bytes }, 1).batch)).toEqual([1, 2, 5]);
});
