/** @file A run as a file: whole, or as a table with one row a token. Loaded when first asked for. */

import { csvParts, joined, jsonlParts, type TokenColumn, tokenColumns } from '../../../core/rho1/tokenTable';
import { encodeTrace } from '../../../core/trace/traceCodec';
import { InputError } from '../../../core/util/assert';
import type { Cursor } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { cutTokens, judgedTokens, rankedTokens } from '../../state/texts/tokenColumns';
import { download, fileName } from './download';

export type RunFormat = 'trace' | 'csv' | 'jsonl' | 'parquet';
/** All tokens, or only those that selection keeps at the cut: a corpus of what was chosen. */
export type RunRows = 'all' | 'kept';

export async function saveRun(
  { trace, title }: RunEntry,
  cursor: Cursor,
  format: RunFormat,
  rows: RunRows = 'all',
): Promise<void> {
  if (format === 'trace')
    return download(fileName(title, 'safetensors'), encodeTrace(trace), 'application/octet-stream');
  const columns = tableOf(trace, cursor, rows);
  const stem = rows === 'kept' ? `${title} kept` : title;
  switch (format) {
    case 'csv':
      return download(fileName(stem, 'csv'), joined(csvParts(columns)), 'text/csv');
    case 'jsonl':
      return download(fileName(stem, 'jsonl'), joined(jsonlParts(columns)), 'application/jsonl');
    case 'parquet':
      return download(fileName(stem, 'parquet'), await parquet(columns), 'application/vnd.apache.parquet');
  }
}

/** With the category and the selection as they are on the screen: by the rule, the cut and the checkpoint of the cursor. */
function tableOf(trace: RunEntry['trace'], cursor: Cursor, rows: RunRows): readonly TokenColumn[] {
  const { document } = trace;
  const judged = judgedTokens(trace, cursor);
  if (!document || !judged) throw new InputError('No token of this run has been scored yet; export it when some have.');
  const ranked = rankedTokens(document, judged.lossNats);
  const kept = ranked && cutTokens(ranked, cursor.keepFraction).selected;
  if (rows === 'kept' && !kept)
    throw new InputError('No reference model has scored this text, so no tokens are selected; export all of them.');
  return tokenColumns({
    textBytes: document.textBytes,
    ids: document.ids,
    byteEnd: document.byteEnd,
    checkpoints: judged.checkpoints,
    category: judged.category,
    ...(ranked
      ? {
          referenceLossNats: document.referenceLossNats,
          excessNats: ranked.excessNats,
          ...(kept ? { kept } : {}),
        }
      : {}),
    ...(rows === 'kept' && kept ? { rows: keptRows(kept) } : {}),
  });
}

/** Tokens that are kept, in the order of the text. */
function keptRows(kept: Uint8Array): Uint32Array {
  return Uint32Array.from([...kept.keys()].filter((token) => kept[token] === 1));
}

async function parquet(columns: readonly TokenColumn[]): Promise<Blob> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return new Blob([
    parquetWriteBuffer({ columnData: columns.map((column) => ({ ...column, data: [...column.data] })) }),
  ]);
}
