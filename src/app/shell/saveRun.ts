/** @file A run as a file: whole, or as a table with one row a token. Loaded when first asked for. */

import { csvParts, joined, jsonlParts, type TokenColumn, tokenColumns } from '../../core/rho1/tokenTable';
import { encodeTrace } from '../../core/trace/traceCodec';
import { InputError } from '../../core/util/assert';
import type { Cursor } from '../state/cursor';
import type { RunEntry } from '../state/runEntry';
import { cutTokens, judgedTokens, rankedTokens } from '../state/tokenColumns';
import { download, fileName } from './download';

export type RunFormat = 'trace' | 'csv' | 'jsonl' | 'parquet';

export async function saveRun({ trace, title }: RunEntry, cursor: Cursor, format: RunFormat): Promise<void> {
  if (format === 'trace')
    return download(fileName(title, 'safetensors'), encodeTrace(trace), 'application/octet-stream');
  const columns = tableOf(trace, cursor);
  switch (format) {
    case 'csv':
      return download(fileName(title, 'csv'), joined(csvParts(columns)), 'text/csv');
    case 'jsonl':
      return download(fileName(title, 'jsonl'), joined(jsonlParts(columns)), 'application/jsonl');
    case 'parquet':
      return download(fileName(title, 'parquet'), await parquet(columns), 'application/vnd.apache.parquet');
  }
}

/** With the category and the selection as they are on the screen: by the rule, the cut and the checkpoint of the cursor. */
function tableOf(trace: RunEntry['trace'], cursor: Cursor): readonly TokenColumn[] {
  const { document } = trace;
  const judged = judgedTokens(trace, cursor);
  if (!document || !judged) throw new InputError('No token of this run is scored yet; export it when some are.');
  const ranked = rankedTokens(document, judged.lossNats);
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
          kept: cutTokens(ranked, cursor.keepFraction).selected,
        }
      : {}),
  });
}

async function parquet(columns: readonly TokenColumn[]): Promise<Blob> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return new Blob([
    parquetWriteBuffer({ columnData: columns.map((column) => ({ ...column, data: [...column.data] })) }),
  ]);
}
