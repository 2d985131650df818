/**
 * @file What a person says of each run, as one small file beside its saves.
 *
 * Written whole under a new number, then the old one is dropped: a crash leaves one of the two. Not in the manifest,
 * which the run itself writes while the person types.
 */

import type { RunCard, RunId } from '../../core/trace/messages/commands';
import type { FileTree } from './fileTree';

/** A card, and since when the run lies in the bin. */
export interface KeptCard {
  readonly card: RunCard;
  readonly discardedAtMs?: number;
}

const NO_CARD: KeptCard = { card: {} };

export class RunCards {
  readonly #tree: FileTree;

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  async read(run: RunId): Promise<KeptCard> {
    for (const number of (await this.#numbers(run)).toReversed()) {
      const bytes = await this.#tree.read(pathOf(run, number));
      const card = bytes && parseCard(bytes);
      if (card) return card;
    }
    return NO_CARD;
  }

  async write(run: RunId, card: KeptCard): Promise<void> {
    const before = await this.#numbers(run);
    await this.#tree.write(pathOf(run, (before.at(-1) ?? 0) + 1), new TextEncoder().encode(JSON.stringify(card)));
    for (const number of before) await this.#tree.remove(pathOf(run, number));
  }

  /** Ascending. */
  async #numbers(run: RunId): Promise<readonly number[]> {
    return (await this.#tree.list(`runs/${run}`))
      .map((name) => /^card-(\d+)\.json$/.exec(name)?.[1])
      .filter((number) => number !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }
}

// Our own file: it is whole, or it was cut short and does not parse.
function parseCard(bytes: Uint8Array): KeptCard | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as KeptCard;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const pathOf = (run: RunId, number: number): string => `runs/${run}/card-${number}.json`;
