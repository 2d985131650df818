/** @file `lab backends`: what can compute here. */

import type { Command } from '../command';
import { BACKEND_NAMES, tryBackend } from '../nodeBackend';

interface BackendRow {
  readonly name: string;
  readonly available: boolean;
  readonly adapter: string;
  /** Empty where it is available. */
  readonly why: string;
}

interface BackendsResult {
  readonly backends: readonly BackendRow[];
}

export const backendsCommand: Command = {
  name: 'backends',
  summary: 'The backends that work here; each must pass a gradient test.',
  options: {},
  run: async (_, terminal): Promise<BackendsResult> => {
    const backends: BackendRow[] = [];
    for (const name of BACKEND_NAMES) {
      terminal.say(`trying ${name} …`);
      backends.push({ name, ...(await tryBackend(name)) });
    }
    return { backends };
  },
  print: (result) =>
    (result as BackendsResult).backends
      .map(({ name, available, adapter, why }) => `${name.padEnd(8)}${available ? adapter : `not here: ${why}`}\n`)
      .join(''),
};
