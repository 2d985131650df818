/**
 * @file The page's door for what the engine tells. Checked are the kind, every field's type, and the lengths of columns
 * against each other; their numbers are not looked at one by one, or a million of them would hold the page up.
 */

import * as v from 'valibot';
import { InputError } from '../../util/assert';
import { isRecord } from '../../util/json';
import type { BackendReport, DeviceFigures, EngineMessage, RunId, SavedRun, StorageReport } from './commands';
import { anyNumber, type Door, doorOf, fields } from '../door';
import { parseEvent } from '../parseEvent';
import { boolean, type EntriesOf, list, parseRunConfig, text, whole } from '../config/parseConfig';
import { parseRunCard } from '../runCard';

const SUBJECT = 'The engine sent a message that this page does not know';

const sentence = text(10_000);
const bytes = v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'must be bytes');
const run = v.pipe(
  text(80),
  v.transform((name) => name as RunId),
);
const backendName = v.picklist(['webgpu', 'wasm', 'cpu'], 'is unknown');
const state = v.picklist(
  ['idle', 'loading', 'compiling', 'running', 'paused', 'saving', 'done', 'stopped', 'failed', 'lost', 'restoring'],
  'is unknown',
);
const step = whole(0, 2 ** 31 - 1);

const savedRun = fields({
  run,
  config: v.pipe(v.unknown(), v.transform(parseRunConfig)),
  state,
  step,
  savedAtMs: anyNumber,
  bytes: anyNumber,
  card: v.pipe(v.unknown(), v.transform(parseRunCard)),
  moments: list(step, 10_000),
  isElsewhere: boolean,
} satisfies EntriesOf<SavedRun>);

const report = fields({
  name: backendName,
  adapter: text(1000),
  falls: list(fields({ name: backendName, why: sentence }), 10),
  tokensPerSecond: anyNumber,
} satisfies EntriesOf<BackendReport>);

const figures = fields({
  limits: fields({ flopsPerSecond: anyNumber, bytesPerSecond: anyNumber, dispatchMs: anyNumber }),
  parts: fields({
    tokens: anyNumber,
    forwardMs: anyNumber,
    backwardMs: anyNumber,
    updateMs: anyNumber,
    stepMs: anyNumber,
    dispatches: v.optional(anyNumber),
  }),
  boundMs: anyNumber,
} satisfies EntriesOf<DeviceFigures>);

const storage = fields({
  usedBytes: anyNumber,
  quotaBytes: anyNumber,
  isPersistent: boolean,
} satisfies EntriesOf<StorageReport>);

const MESSAGES: Door<EngineMessage> = {
  alive: fields({ lock: text(200) }),
  waking: fields({}),
  backend: fields({ report }),
  noBackend: fields({ sentence }),
  measured: fields({ figures: v.optional(figures) }),
  event: fields({
    run,
    seq: whole(0, Number.MAX_SAFE_INTEGER),
    atMs: anyNumber,
    event: v.pipe(v.unknown(), v.transform(parseEvent)),
  }),
  state: fields({ run, state, sentence: v.optional(sentence) }),
  restored: fields({ run, trace: bytes, tokenizerJson: v.optional(text(100_000_000)) }),
  texts: fields({ run, texts: v.record(v.string(), bytes) }),
  saved: fields({ runs: list(savedRun, 100_000) }),
  file: fields({ run, what: v.picklist(['experiment', 'model'], 'is unknown'), bytes }),
  imported: fields({ run, view: v.optional(text(10_000)) }),
  storage: fields({ report: storage }),
  warning: fields({ run: v.optional(run), sentence }),
};

const parseMessage = doorOf(MESSAGES, SUBJECT);

/** Refuses with one sentence what is no message of this version. */
export function parseEngineMessage(message: unknown): EngineMessage {
  if (!isRecord(message) || message['v'] !== 1)
    throw new InputError(`${SUBJECT}: it is not a message of this version.`);
  return parseMessage(message);
}
