/** @file The recorded runs of the page, and the list by which it finds them. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeTrace } from '../core/trace/traceCodec';
import type { Kitchen } from './kitchen';
import { writeWhole, type WrittenFile } from './modelFolders';
import { RECORDED_PROBES } from './recordedProbes';

interface RecordedRun {
  readonly name: string;
  readonly title: string;
  /** The page that shows it. */
  readonly page: 'tokens' | 'selection' | 'thoughts';
  /** The shipped model that it is about. */
  readonly model?: string;
  /** The shipped model that ranks tokens for it. */
  readonly reference?: string;
}

/** In the order of the page's list. */
const RECORDED: readonly RecordedRun[] = [
  {
    name: 'opening',
    title: 'A forum thread, read while a model learned English',
    page: 'tokens',
    model: 'english',
    reference: 'english-reference',
  },
  {
    name: 'generated',
    title: 'A page of an invented world, read while a model learned it',
    page: 'tokens',
    model: 'clm',
    reference: 'reference',
  },
  { name: 'selection', title: 'CLM, SLM and a random cut on the same batches', page: 'selection' },
  ...RECORDED_PROBES.map(({ name, title, model }): RecordedRun => ({ name, title, page: 'thoughts', model })),
];

export const recordedPath = (kitchen: Kitchen, name: string): string =>
  join(kitchen.folder, 'runs', `${name}.safetensors`);

/** `runs/index.json`: what is there. */
export async function listRuns(kitchen: Kitchen): Promise<WrittenFile> {
  const runs = [];
  for (const recorded of RECORDED) {
    const path = recordedPath(kitchen, recorded.name);
    if (!existsSync(path)) continue;
    const bytes = await readFile(path);
    runs.push({ ...recorded, bytes: bytes.length, stamp: decodeTrace(bytes).stamp });
  }
  return writeWhole(join(kitchen.folder, 'runs', 'index.json'), `${JSON.stringify({ runs }, undefined, 2)}\n`);
}
