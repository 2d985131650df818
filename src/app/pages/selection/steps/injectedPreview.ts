/** @file The beginning of a person's text with the noise that would be put in, as the preview shows it. */

import { injectNoise } from '../../../../core/text/injectNoise';

/** What the preview reads of the text, and what it shows of the result. */
const READ_BYTES = 4000;
const SHOWN_BYTES = 2500;

export const INJECTED_LABELS = ['your text', 'noise'] as const;

export function injectedPreview(text: Uint8Array, noiseFraction: number, seed: number) {
  const { bytes, isNoise } = injectNoise(text.subarray(0, READ_BYTES), noiseFraction, seed);
  return { bytes: bytes.subarray(0, SHOWN_BYTES), labelOf: isNoise, labels: INJECTED_LABELS };
}
