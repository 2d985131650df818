/** @file Runs that ship with the page, under `runs/`. The opening one is known by name, so that it needs no list. */

import * as v from 'valibot';
import type { RunId } from '../../../core/trace/messages/commands';
import { InputError } from '../../../core/util/assert';

const entry = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/)),
  title: v.string(),
  /** The shipped model whose checkpoints these are, so that another text can be scored by them. */
  model: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/))),
  /** The shipped model that ranks tokens for it. */
  reference: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/))),
  /** The page that shows it. */
  page: v.optional(v.picklist(['tokens', 'selection', 'thoughts'])),
  bytes: v.optional(v.number()),
});
const catalogue = v.object({ runs: v.array(entry) });

export type RecordedRun = v.InferOutput<typeof entry>;

export const OPENING = 'opening';
/** A page whose tokens have known sources. */
export const GENERATED = 'generated';

const PREFIX = 'recorded.';

export function recordedId(name: string): RunId {
  return `${PREFIX}${name}` as RunId;
}

/** The name under `runs/`, where the run is a recorded one. */
export function recordedName(run: RunId): string | undefined {
  return run.startsWith(PREFIX) ? run.slice(PREFIX.length) : undefined;
}

/** Without a network there is what the service worker has kept; the rest is a sentence, not a bug. */
async function fetchOwn(url: URL): Promise<Response> {
  try {
    return await fetch(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InputError('This page is offline, and that recorded run was not kept: open it once while online.');
  }
}

export async function fetchRecorded(name: string, baseUrl: string): Promise<Uint8Array> {
  const response = await fetchOwn(new URL(`runs/${name}.safetensors`, baseUrl));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
    throw new InputError(`The recorded run “${name}” is not on this server; open another one under Runs.`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function fetchCatalogue(baseUrl: string): Promise<readonly RecordedRun[]> {
  const response = await fetchOwn(new URL('runs/index.json', baseUrl));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
    throw new InputError('The list of recorded runs is not on this server.');
  const parsed = v.safeParse(catalogue, await response.json());
  if (!parsed.success) throw new InputError('The list of recorded runs is not in a form that this page reads.');
  return parsed.output.runs;
}
