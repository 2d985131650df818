/** @file Corpora from a seed: the noisy web pages that are trained on, the clean set of the reference, and the base that both start from. */

import type { CorpusRecipe } from '../trace/config/config';
import { assert } from '../util/assert';
import { rng, type Rng } from '../util/rng';
import { addBlogPage } from './world/blog';
import { addCleanDocument } from './world/cleanDocument';
import { addForumPage, DEFAULT_NOISE, noiseLevels, type NoiseLevels } from './world/forum';
import { SOURCE_LABELS } from './world/labels';
import { LabelledText } from './world/labelledText';
import { ELSEWHERE_MINERALS, REFERENCE_MINERALS } from './world/minerals';
import { addToolDocument } from './world/toolProblems';

export interface CorpusOptions {
  readonly recipe: CorpusRecipe;
  readonly seed: number;
  /** Whole documents are added until the text is at least so long. A longer corpus begins with the shorter one. */
  readonly minBytes: number;
  /** 0..1, heard by the noisy recipe alone; DEFAULT_NOISE gives the recipe's shares. */
  readonly noise?: number;
  /** Pages of `watch` are none of `train`: a text to be watched while another is trained on. */
  readonly split?: 'train' | 'watch';
}

export interface GeneratedCorpus {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  /** [byte] index into `labels` */
  readonly labelOf: Uint8Array;
  readonly labels: readonly string[];
  /** [document] end of each document in `bytes`; a document ends with an empty line. */
  readonly documentEnd: Int32Array;
}

/** Part of the base corpus that is in the clean form. */
const BASE_CLEAN_FRACTION = 0.6;

export function generateCorpus(options: CorpusOptions): GeneratedCorpus {
  const { recipe, seed, minBytes, noise = DEFAULT_NOISE, split = 'train' } = options;
  assert(noise >= 0 && noise <= 1, `noise ${noise} is not within 0..1`);
  const levels = noiseLevels(noise);
  const out = new LabelledText();
  const documentEnd: number[] = [];
  while (out.length < minBytes) {
    // A stream for each document: the noise control changes pages in place, and leaves the others where they are.
    addDocument(out, recipe, levels, rng(seed, 'corpus', recipe, split, documentEnd.length));
    documentEnd.push(out.length);
  }
  return {
    bytes: out.bytes(),
    labelOf: out.labelOf(),
    labels: SOURCE_LABELS,
    documentEnd: Int32Array.from(documentEnd),
  };
}

function addDocument(out: LabelledText, recipe: CorpusRecipe, levels: NoiseLevels, rng: Rng): void {
  switch (recipe) {
    case 'noisy':
      return addForumPage(out, rng, levels);
    case 'clean':
      return addCleanDocument(out, rng, { minerals: REFERENCE_MINERALS, range: 'full' });
    case 'base':
      if (rng.uniform() < BASE_CLEAN_FRACTION)
        return addCleanDocument(out, rng, { minerals: ELSEWHERE_MINERALS, range: 'unit' });
      return addBlogPage(out, rng);
    case 'tool':
      return addToolDocument(out, rng);
  }
}

/**
 * The label of each token: the commonest among its bytes; on a tie, that of the later byte, since the space before a
 * word often belongs to what came before.
 *
 * @param labelOf [byte]
 * @param byteEnd [token] ascending
 * @returns [token]
 */
export function labelTokens(labelOf: Uint8Array, byteEnd: Int32Array): Uint8Array {
  const counts = new Int32Array(256);
  return Uint8Array.from(byteEnd, (end, token) => {
    const start = token === 0 ? 0 : (byteEnd[token - 1] ?? 0);
    counts.fill(0);
    let best = labelOf[start] ?? 0;
    for (let byte = start; byte < end; byte++) {
      const label = labelOf[byte] ?? 0;
      counts[label] = (counts[label] ?? 0) + 1;
      if ((counts[label] ?? 0) >= (counts[best] ?? 0)) best = label;
    }
    return best;
  });
}
