/** @file `lab open`: what the door of the page takes a file for, and what is in it. */

import { basename } from 'node:path';
import { readProblemFile } from '../../core/coconut/problems/problemJson';
import { type ProblemText, problemText } from '../../core/coconut/problems/problemText';
import type { LossList } from '../../core/text/open/losses/lossList';
import type { Opened } from '../../core/text/open/opened';
import { counted, lossReading } from '../../core/text/open/readings';
import { recognise } from '../../core/text/open/recognise';
import { countCharacters, type Encoding } from '../../core/text/open/encoding';
import { decodeTrace } from '../../core/trace/traceCodec';
import { assertNever, InputError } from '../../core/util/assert';
import { decodeUtf8 } from '../../core/util/utf8';
import { tableJob } from '../../engine/jobs/lossTableJob';
import type { Command } from '../command';
import { readGiven } from '../modelFolders';

const MOST_TOKENS = 1000;
const MOST_CHARACTERS = 10_000;

type OpenedFile = { readonly file: string; readonly reading: string } & (
  | {
      readonly kind: 'losses';
      readonly tokens: number;
      readonly checkpoints: number;
      /** [checkpoint] */
      readonly steps: readonly number[];
      /** [token] */
      readonly tokenTexts: readonly string[];
      /** nats, [checkpoint][token]; null where there is none */
      readonly lossNats: readonly Numbers[];
      readonly referenceLossNats?: Numbers;
      readonly excessNats?: Numbers;
      readonly selected?: readonly boolean[];
      /** [token] */
      readonly documents?: readonly number[];
    }
  | {
      readonly kind: 'problems';
      readonly problems: readonly ProblemText[];
      /** One sentence for each item that could not be read. */
      readonly refusals: readonly string[];
    }
  | { readonly kind: 'text'; readonly encoding: Encoding; readonly characters: number; readonly text: string }
  | { readonly kind: 'model' | 'run' | 'unknown' }
);

type Numbers = readonly (number | null)[];
type OpenResult = OpenedFile | { readonly files: readonly OpenedFile[] };

export const openCommand: Command = {
  name: 'open',
  positionals: 'FILE…',
  summary: 'What a file is by its content, whatever its name: losses, problems, a text, a model or a run.',
  options: {},
  run: async (options): Promise<OpenResult> => {
    if (options.positionals.length === 0) throw new InputError('lab open: name a file.');
    const files: OpenedFile[] = [];
    for (const path of options.positionals) files.push(await openFile(path));
    const [only, second] = files;
    return only && !second ? only : { files };
  },
  print: (result) => {
    const opened = result as OpenResult;
    return ('files' in opened ? opened.files : [opened])
      .map(({ file, kind, reading }) => `${file}: ${kind}: ${reading}\n`)
      .join('');
  },
};

async function openFile(file: string): Promise<OpenedFile> {
  const bytes = await readGiven(file);
  const name = basename(file);
  const opened = recognise(name, bytes);
  return { file, ...(opened.kind === 'parquet' ? await openParquet(name, bytes) : shown(opened)) };
}

type Shown = OpenedFile extends infer Each ? (Each extends unknown ? Omit<Each, 'file'> : never) : never;

function shown(opened: Exclude<Opened, { kind: 'parquet' }>): Shown {
  const { kind, reading } = opened;
  switch (kind) {
    case 'losses':
      return { kind, reading, ...shownLosses(opened.losses) };
    case 'problems':
      return shownProblems(opened);
    case 'text': {
      const { encoding, bytes } = opened.text;
      const text = decodeUtf8(bytes.subarray(0, 4 * MOST_CHARACTERS));
      const first = Array.from(text).slice(0, MOST_CHARACTERS).join('');
      return { kind, reading, encoding, characters: countCharacters(bytes), text: first };
    }
    case 'model':
    case 'run':
    case 'unknown':
      return { kind, reading };
    default:
      return assertNever(opened);
  }
}

function shownLosses(losses: LossList) {
  const { tokens, steps, lossNats, referenceLossNats, excessNats, selected, docs } = losses;
  return {
    tokens: tokens.length,
    checkpoints: steps.length,
    steps,
    tokenTexts: tokens.slice(0, MOST_TOKENS),
    lossNats: lossNats.map(firsts),
    ...(referenceLossNats ? { referenceLossNats: firsts(referenceLossNats) } : {}),
    ...(excessNats ? { excessNats: firsts(excessNats) } : {}),
    ...(selected ? { selected: selected.slice(0, MOST_TOKENS) } : {}),
    ...(docs ? { documents: docs.slice(0, MOST_TOKENS) } : {}),
  };
}

const firsts = (values: ArrayLike<number>): Numbers =>
  Array.from({ length: Math.min(values.length, MOST_TOKENS) }, (_, i) => finite(values[i]));

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function shownProblems({ form, text }: Extract<Opened, { kind: 'problems' }>): Shown {
  try {
    const { problems, refusals } = readProblemFile(text);
    const left = refusals.length > 0 ? `, ${counted(refusals.length, 'item')} left out` : '';
    return {
      kind: 'problems',
      reading: `${counted(problems.length, 'problem')} ${form}${left}`,
      problems: problems.map(problemText),
      refusals,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'unknown', reading: error.message };
  }
}

/** Read by its column chunks, as the page's own reader does; the columns are guessed by their names. */
async function openParquet(name: string, bytes: Uint8Array): Promise<Shown> {
  const file = { name, blob: new Blob([new Uint8Array(bytes)]) };
  const inspected = await tableJob({ kind: 'inspect', file });
  if (inspected.kind !== 'shape') return unread(inspected);
  const read = await tableJob({ kind: 'read', file, mapping: inspected.shape.guess });
  if (read.kind !== 'trace') return unread(read);
  const { document, arms } = decodeTrace(read.bytes, name);
  const checkpoints = arms[0]?.checkpoints ?? [];
  const losses: LossList = {
    tokens: textsOf(document?.textBytes ?? new Uint8Array(), document?.byteEnd ?? new Int32Array()),
    steps: checkpoints.map(({ step }) => step),
    lossNats: checkpoints.map(({ lossNats }) => Float64Array.from(lossNats)),
    ...(document && document.referenceScored > 0
      ? { referenceLossNats: Float64Array.from(document.referenceLossNats) }
      : {}),
    remarks: [],
  };
  return { kind: 'losses', reading: lossReading(losses), ...shownLosses(losses) };
}

const unread = (message: { readonly kind: string; readonly sentence?: string }): Shown => ({
  kind: 'unknown',
  reading: message.sentence ?? 'A Parquet table that could not be read.',
});

const textsOf = (bytes: Uint8Array, byteEnd: Int32Array): string[] =>
  Array.from(byteEnd, (end, token) => decodeUtf8(bytes.subarray(byteEnd[token - 1] ?? 0, end)));
