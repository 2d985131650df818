/** @file Losses that were measured elsewhere, as a trace that the pictures can draw. */

import type { Trace } from '../../../trace/trace';
import { InputError } from '../../../util/assert';
import { LossTable } from '../../lossTable';
import type { LossList } from './lossList';

/** Refuses with a sentence what cannot be drawn. */
export function lossTrace(fileName: string, losses: LossList): Trace {
  const { tokens, ids, steps, lossNats, referenceLossNats } = losses;
  if (steps.length === 0)
    throw new InputError(
      `${fileName} has excess losses, but not the losses that they come from: export the losses too, and open that file.`,
    );
  const columns = steps.map((step, i) => ({ column: `loss ${i}`, step }));
  const table = new LossTable(fileName, tokens.length, {
    text: 'token',
    ...(ids ? { id: 'id' } : {}),
    ...(referenceLossNats ? { reference: 'reference' } : {}),
    losses: columns,
    isByteLevel: tokens.some((token) => /[ĠĊ]/.test(token)),
  });
  table.set('token', 0, tokens);
  if (ids) table.set('id', 0, ids);
  if (referenceLossNats) table.set('reference', 0, referenceLossNats);
  columns.forEach(({ column }, checkpoint) => table.set(column, 0, lossNats[checkpoint] ?? []));
  return table.finish();
}
