/** @file The engine's door for messages: whoever holds the worker can post anything to it. */

import * as v from 'valibot';
import type { Command, RunId } from './commands';
import { parseRunConfig, parseWith, settingSchema, text, whole } from '../config/parseConfig';
import { parseRunCard } from '../runCard';

const run = v.pipe(
  text(80),
  // It is the name of a folder: nothing in it may lead out.
  v.regex(/^[\w-][\w.-]*$/, 'must be a plain name'),
  v.transform((name) => name as RunId),
);
const bytes = v.instance(Uint8Array<ArrayBufferLike>, 'must be bytes');
const kindOf = <const K extends string>(kind: K) => v.literal(kind);

const about = <const K extends string>(kind: K) => v.object({ kind: kindOf(kind), run });

const command = v.variant(
  'kind',
  [
    v.object({
      kind: kindOf('boot'),
      baseUrl: text(2000),
      commit: text(100),
      backend: v.optional(v.picklist(['webgpu', 'wasm', 'cpu'], 'is unknown')),
      threads: v.optional(whole(1, 64)),
    }),
    v.object({
      kind: kindOf('start'),
      run,
      config: v.pipe(v.unknown(), v.transform(parseRunConfig)),
      texts: v.record(v.string(), bytes),
    }),
    about('pause'),
    about('resume'),
    about('step'),
    about('stop'),
    about('open'),
    about('texts'),
    about('discard'),
    about('reclaim'),
    v.object({ kind: kindOf('set'), run, setting: settingSchema }),
    v.object({ kind: kindOf('branch'), run, from: run, step: whole(0, 1_000_000) }),
    v.object({ kind: kindOf('describe'), run, card: v.pipe(v.unknown(), v.transform(parseRunCard)) }),
    v.object({
      kind: kindOf('export'),
      run,
      what: v.picklist(['experiment', 'model'], 'is unknown'),
      arm: whole(0, 7),
      view: v.optional(text(4000)),
    }),
    v.object({ kind: kindOf('import'), run, name: text(1000), bytes }),
    v.object({ kind: kindOf('list') }),
    v.object({ kind: kindOf('wake') }),
    v.object({ kind: kindOf('measure') }),
  ],
  'is unknown',
);

/** Refuses with one sentence what is no command. */
export function parseCommand(message: unknown): Command {
  return parseWith(command, message, 'The engine was sent a command that it does not know');
}
