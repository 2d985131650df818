/** @file Models by reference: shipped beside the page, or left behind by a run in the store. */

import type { RunId } from '../../core/trace/messages/commands';
import type { ModelRef } from '../../core/trace/config/config';
import type { ModelLibrary, OpenModel } from '../../core/train/ports';
import { cardOf } from '../../core/train/thoughts/card';
import { assertNever, InputError } from '../../core/util/assert';
import { checkpointList, openModelFolder } from './modelFolder';
import type { RunStore } from './store';

/** Shipped models under `baseUrl`, and runs in the store. */
export function modelLibrary(baseUrl: string, store: RunStore): ModelLibrary {
  return {
    open: (ref) => {
      switch (ref.kind) {
        case 'shipped':
          return openShipped(ref.name, baseUrl);
        case 'run':
          return openRunModel(store, ref);
        case 'foreign':
          return refuseForeign(ref.name);
        default:
          return assertNever(ref);
      }
    },
  };
}

async function refuseForeign(name: string): Promise<never> {
  throw new InputError(`The weights of the model “${name}” are not here: choose another model.`);
}

async function openShipped(name: string, baseUrl: string): Promise<OpenModel> {
  const read = (path: string) => fetchFile(new URL(`models/${name}/${path}`, baseUrl));
  return openModelFolder({
    name: `the shipped model "${name}"`,
    read,
    checkpointSteps: async () => (await checkpointList({ read })).steps,
  });
}

async function openRunModel(store: RunStore, ref: Extract<ModelRef, { kind: 'run' }>): Promise<OpenModel> {
  // A run's id is the name of its folder; one that names none is answered below.
  const opened = await store.openModel(ref.run as RunId, ref.arm);
  const config = opened?.config;
  const isTrained = config?.kind === 'train' || config?.kind === 'thoughts';
  if (!opened || !isTrained || opened.checkpoints.length === 0)
    throw new InputError('The run of this model has no weights in this browser: choose another model.');
  const { tokenizerJson, checkpoints } = opened;
  const card = config.kind === 'thoughts' ? { card: cardOf(config) } : {};
  return { config: config.model, tokenizerJson, checkpoints, ...card };
}

async function fetchFile(url: URL): Promise<Uint8Array | undefined> {
  const response = await fetch(url);
  // A server of single-page apps answers a missing file with the page itself.
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  return response.ok && !isPage ? new Uint8Array(await response.arrayBuffer()) : undefined;
}
