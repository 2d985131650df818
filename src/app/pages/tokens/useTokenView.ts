/** @file The derived columns of the run at hand, computed again only when what they follow from has moved. */

import { useCallback, useMemo } from 'react';
import type { Pieces } from '../../../core/util/pieces';
import { countCategories } from '../../../views/shares';
import type { TokenColumns } from '../../../views/tokenPaint';
import type { Cursor } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { countScores } from '../../state/select';
import {
  type Cut,
  cutTokens,
  type Judged,
  judgingTokens,
  type Ranked,
  rankingTokens,
  showingTokens,
} from '../../state/texts/tokenColumns';
import { usePieces } from './reading/usePieces';

/** From here on what is derived is computed in slices: at once it would hold the page up. */
const LARGE_TOKENS = 200_000;

export interface TokenView {
  /** By the losses up to the checkpoint shown. */
  readonly judged?: Judged | undefined;
  /** By the losses of the whole run. */
  readonly whole?: Judged | undefined;
  readonly ranked?: Ranked | undefined;
  readonly cut?: Cut | undefined;
  /** [token] 1 where filter and brush let it through; undefined where all pass. */
  readonly shown?: Uint8Array | undefined;
  /** Tokens that pass. */
  readonly passing?: number | undefined;
  readonly columns: TokenColumns;
  /** [category] */
  readonly counts: readonly number[];
}

export function useTokenView(entry: RunEntry, cursor: Cursor): TokenView {
  const { arm, checkpoint, rule, fitFrom, filter, brush, keepFraction } = cursor;
  const { trace } = entry;
  const { document } = trace;
  const isLarge = (document?.ids.length ?? 0) > LARGE_TOKENS;
  const isAtEnd = checkpoint === undefined;
  const scores = countScores(trace, arm);
  const judging = useCallback(
    () => judgingTokens(trace, { arm, checkpoint, rule, fitFrom }),
    [trace, arm, checkpoint, rule, fitFrom],
  );
  const judgingEnd = useCallback(
    () => (isAtEnd ? nothing() : judgingTokens(trace, { arm, checkpoint: undefined, rule, fitFrom })),
    [trace, arm, rule, fitFrom, isAtEnd],
  );
  // The trace is folded in place: the count of its scores stands for them.
  const judged = usePieces(judging, isLarge, scores);
  const atEnd = usePieces(judgingEnd, isLarge, scores);
  const whole = isAtEnd ? judged : atEnd;
  const ranking = useCallback(
    () => (document && judged ? rankingTokens(document, judged.lossNats) : nothing()),
    [document, judged],
  );
  const ranked = usePieces(ranking, isLarge);
  const cut = useMemo(() => ranked && cutTokens(ranked, keepFraction), [ranked, keepFraction]);
  const showing = useCallback(
    () => (judged ? showingTokens(judged, { filter, brush }) : nothing()),
    [judged, filter, brush],
  );
  const shown = usePieces(showing, isLarge);
  const passing = useMemo(() => shown && countOnes(shown), [shown]);
  const counts = useMemo(() => countCategories(judged?.category ?? new Uint8Array(0)), [judged]);
  const columns = useMemo<TokenColumns>(
    () => ({
      category: judged?.category,
      lossNats: judged?.lossNats,
      changeNats: judged?.deltaNats,
      excessNats: ranked?.excessNats,
      selected: cut?.selected,
    }),
    [judged, ranked, cut],
  );
  return useMemo(
    () => ({ judged, whole, ranked, cut, shown, passing, columns, counts }),
    [judged, whole, ranked, cut, shown, passing, columns, counts],
  );
}

/** The work where there is nothing to derive from. */
function* nothing(): Pieces<undefined> {
  return undefined;
}

function countOnes(shown: Uint8Array): number {
  let ones = 0;
  for (let token = 0; token < shown.length; token++) ones += shown[token] ?? 0;
  return ones;
}
