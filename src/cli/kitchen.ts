/** @file What a part of `public/` is baked with, and where it goes. */

import { join } from 'node:path';
import type { ModelRef } from '../core/trace/config/config';
import type { ChosenBackend } from '../engine/backends/chooseBackend';
import type { WrittenFile } from './modelFolders';
import type { Terminal } from './terminal';

export interface Kitchen {
  /** Where `models/` and `runs/` lie. */
  readonly folder: string;
  readonly backend: ChosenBackend;
  readonly terminal: Terminal;
  /** A folder of a finished training, instead of training again. */
  readonly from?: string;
}

export interface Baked {
  readonly files: readonly WrittenFile[];
  /** What it came out as, for a look before it is committed. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface BakedPart {
  readonly name: string;
  /** Whether it can be made from a finished training. */
  readonly takesFinished?: boolean;
  readonly bake: (kitchen: Kitchen) => Promise<Baked>;
}

export const modelFolder = (kitchen: Kitchen, name: string): string => join(kitchen.folder, 'models', name);

/** A model baked before, by its folder. */
export const bakedModel = (kitchen: Kitchen, name: string): ModelRef => ({
  kind: 'shipped',
  name: modelFolder(kitchen, name),
});
