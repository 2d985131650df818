/** @file `lab bake`: makes the starter models and recorded runs of `public/` anew from their seeds. */

import { fileURLToPath } from 'node:url';
import type { Command } from '../command';
import { InputError } from '../../core/util/assert';
import { BAKERY } from '../bakery';
import type { Baked, Kitchen } from '../kitchen';
import { openBackendFor, pathOf, THREADS_OPTION } from '../nodeBackend';
import type { WrittenFile } from '../modelFolders';

interface BakeResult {
  readonly files: readonly WrittenFile[];
  readonly seconds: number;
  readonly figures: Readonly<Record<string, Baked['figures']>>;
}

const PUBLIC = fileURLToPath(new URL('../../../public', import.meta.url));

export const bakeCommand: Command = {
  name: 'bake',
  summary: 'Makes the starter models and recorded runs that ship with the page, from fixed seeds.',
  options: {
    only: { value: 'NAME', isMultiple: true, help: `one part: ${BAKERY.map(({ name }) => name).join(', ')}` },
    from: {
      value: 'DIR',
      help: 'use this finished training instead of training again; with one --only that is a model with thoughts',
    },
    out: { value: 'DIR', help: 'where to write, instead of public/' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: wasm, which computes the same everywhere)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<BakeResult> => {
    const names = options.texts('only');
    const unknown = names.find((name) => !BAKERY.some((part) => part.name === name));
    if (unknown) throw new InputError(`--only ${unknown}: choose ${BAKERY.map(({ name }) => name).join(', ')}.`);
    const out = options.text('out');
    const from = options.text('from');
    if (from !== undefined && !BAKERY.some(({ name, takesFinished }) => takesFinished && names.join() === name))
      throw new InputError('--from takes the training of one part: name it with --only, such as coconut-prosqa.');
    const kitchen: Kitchen = {
      folder: out === undefined ? PUBLIC : pathOf(out),
      backend: await openBackendFor(options, 'wasm'),
      terminal,
      ...(from === undefined ? {} : { from }),
    };
    const begunMs = performance.now();
    const files: WrittenFile[] = [];
    const figures: Record<string, Baked['figures']> = {};
    // In the order of the table: later parts start from earlier ones.
    for (const part of BAKERY) {
      if (names.length > 0 && !names.includes(part.name)) continue;
      const baked = await part.bake(kitchen);
      files.push(...baked.files);
      figures[part.name] = baked.figures;
      terminal.say(`${part.name}: ${JSON.stringify(baked.figures)}`);
    }
    return { files, seconds: (performance.now() - begunMs) / 1000, figures };
  },
  print: (result) => {
    const { files, seconds } = result as BakeResult;
    return [
      ...files.map(({ path, bytes }) => `${bytes.toString().padStart(10)} ${path}`),
      `${files.length} files in ${Math.round(seconds)} s`,
      '',
    ].join('\n');
  },
};
