/** @file `lab score`: what a model thought of each token of a text, at its last or at every checkpoint. */

import { parquetWriteBuffer } from 'hyparquet-writer';
import { basename, extname } from 'node:path';
import type { ScoreConfig } from '../../core/trace/config/config';
import { CATEGORIES, categorize, categoryShares, PAPER_RULE } from '../../core/rho1/categories';
import { selectTop } from '../../core/rho1/ranking';
import { excessLoss } from '../../core/rho1/scores';
import {
  csvParts,
  joined,
  jsonlParts,
  type TokenColumn,
  tokenColumns,
  type TokenTableInput,
} from '../../core/rho1/tokenTable';
import { scoreText } from '../../core/train/scoring/scoreText';
import type { Trace } from '../../core/trace/trace';
import { assert, InputError } from '../../core/util/assert';
import { mean } from '../../core/util/statistics';
import type { Command } from '../command';
import { commitHere } from '../commit';
import { folderLibrary, readGiven, writeWhole, type WrittenFile } from '../modelFolders';
import { openBackendFor, pathOf, THREADS_OPTION } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';

/** One row a token. A figure that was not asked for is null. */
interface ScoredToken {
  readonly id: number;
  /** U+FFFD where the bytes are no whole character; `start` and `end` are exact. */
  readonly text: string;
  /** Bytes of the text. */
  readonly start: number;
  readonly end: number;
  /** One for each of `checkpoints`. */
  readonly lossNats: readonly number[];
  readonly referenceLossNats: number | null;
  readonly excessNats: number | null;
  readonly category: string | null;
  readonly kept: boolean | null;
}

export interface ScoreResult {
  /** Steps of the checkpoints that were scored. */
  readonly checkpoints: readonly number[];
  readonly meanLossNats: readonly number[];
  /** Shares of the scored tokens by category, 0..1; null without --checkpoints. */
  readonly categories: Readonly<Record<string, number>> | null;
  readonly tokens: readonly ScoredToken[];
  readonly seconds: number;
  readonly backend: string;
  readonly files: readonly WrittenFile[];
}

const FORMATS = ['.parquet', '.csv', '.jsonl'];

export const scoreCommand: Command = {
  name: 'score',
  summary: 'Per-token loss of a text, its category over the checkpoints, its excess loss against a reference.',
  options: {
    model: { value: 'DIR', help: 'the model' },
    text: { value: 'FILE', help: 'the text, any bytes' },
    checkpoints: { help: 'score at every checkpoint, and report each token’s category' },
    reference: { value: 'DIR', help: 'the reference model, for the excess loss and the selection' },
    keep: { value: 'K', help: 'kept fraction of the tokens (default: 0.6)' },
    'max-tokens': { value: 'N', help: 'score only this many tokens from the start (default: all)' },
    out: { value: 'FILE', help: 'also write a table: .parquet, .csv or .jsonl' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<ScoreResult> => {
    const textPath = options.required('text', 'name the file to score.');
    const model = options.required('model', 'name the folder of a model.');
    const out = options.text('out');
    if (out !== undefined && !FORMATS.includes(extname(out)))
      throw new InputError(`--out ${out}: end the name in ${FORMATS.join(', ')}.`);
    const keep = options.number('keep', 0.001, 1) ?? 0.6;
    const reference = options.text('reference');
    const name = basename(textPath);
    const config: ScoreConfig = {
      kind: 'score',
      text: { kind: 'text', name },
      model: { kind: 'shipped', name: model },
      ...(reference === undefined ? {} : { reference: { kind: 'shipped', name: reference } as const }),
      maxTokens: options.whole('max-tokens', 1, 1e8) ?? Number.MAX_SAFE_INTEGER,
    };
    const texts = { [name]: await readGiven(textPath) };
    const backend = await openBackendFor(options);
    const ports = portsFor(backend, texts, commitHere());
    const scored = options.has('checkpoints') ? ports : { ...ports, models: lastCheckpointOnly };
    const { trace, seconds } = await finishRun(scoreText(config, scored), config, terminal);
    const table = tableOf(trace, options.has('checkpoints'), keep);
    const files = out === undefined ? [] : [await writeWhole(pathOf(out), encoded(tokenColumns(table), extname(out)))];
    return { ...resultOf(table), seconds, backend: backend.name, files };
  },
  print: (result) => {
    const { tokens, checkpoints, meanLossNats, categories, seconds } = result as ScoreResult;
    const shares = Object.entries(categories ?? {}).map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`);
    return [
      `${tokens.length} tokens in ${seconds.toFixed(1)} s`,
      ...checkpoints.map((step, i) => `step ${step}: ${(meanLossNats[i] ?? NaN).toFixed(3)} nats a token`),
      ...shares,
      '',
    ].join('\n');
  },
};

const lastCheckpointOnly: typeof folderLibrary = {
  open: async (ref) => {
    const model = await folderLibrary.open(ref);
    return { ...model, checkpoints: model.checkpoints.slice(-1) };
  },
};

/** The categories follow the rule of the paper, whatever the page's controls say. */
function tableOf({ document, arms }: Trace, isCategorized: boolean, keepFraction: number): TokenTableInput {
  const checkpoints = arms[0]?.checkpoints ?? [];
  const last = checkpoints.at(-1);
  assert(document && last, 'a scored text has a document and a checkpoint');
  const { textBytes, ids, byteEnd, referenceLossNats, referenceScored } = document;
  const excessNats = referenceScored > 0 ? excessLoss(last.lossNats, referenceLossNats) : undefined;
  return {
    textBytes,
    ids,
    byteEnd,
    checkpoints,
    ...(isCategorized
      ? {
          category: categorize(
            checkpoints.map(({ lossNats }) => lossNats),
            PAPER_RULE,
          ).category,
        }
      : {}),
    ...(excessNats ? { referenceLossNats, excessNats, kept: selectTop(excessNats, keepFraction) } : {}),
  };
}

function encoded(columns: readonly TokenColumn[], format: string): Uint8Array {
  if (format === '.csv') return joined(csvParts(columns));
  if (format === '.jsonl') return joined(jsonlParts(columns));
  // The writer's types want arrays that may be written to; it only reads them.
  const columnData = columns.map(({ name, type, data }) => ({ name, type, data: data as unknown[] | Int32Array }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

function resultOf(table: TokenTableInput): Pick<ScoreResult, 'checkpoints' | 'meanLossNats' | 'categories' | 'tokens'> {
  const { checkpoints, category, referenceLossNats, excessNats, kept } = table;
  const columns = tokenColumns({ ...table, checkpoints: [] });
  const column = (name: string) => columns.find((known) => known.name === name)?.data;
  const [text, start] = [column('text'), column('start')];
  const at = (values: Float32Array | undefined, token: number) => finite(values?.[token]);
  return {
    checkpoints: checkpoints.map(({ step }) => step),
    meanLossNats: checkpoints.map(({ lossNats }) => mean(lossNats)),
    categories: category ? sharesByName(category) : null,
    tokens: Array.from(table.ids, (id, token) => ({
      id,
      text: String(text?.[token] ?? ''),
      start: Number(start?.[token] ?? 0),
      end: table.byteEnd[token] ?? 0,
      lossNats: checkpoints.map(({ lossNats }) => lossNats[token] ?? NaN),
      referenceLossNats: at(referenceLossNats, token),
      excessNats: at(excessNats, token),
      category: category ? (CATEGORIES[category[token] ?? 0] ?? null) : null,
      kept: kept ? kept[token] === 1 : null,
    })),
  };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function sharesByName(category: Uint8Array): Record<string, number> {
  const { fractions } = categoryShares(category);
  return Object.fromEntries(CATEGORIES.map((name, i) => [name, fractions[i] ?? 0]));
}
