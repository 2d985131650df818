/** @file The derived columns of the run at hand, computed again only when what they follow from has moved. */

import { useDeferredValue, useMemo } from 'react';
import { countCategories } from '../../../views/shares';
import type { TokenColumns } from '../../../views/tokenPaint';
import type { Cursor } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { countScores } from '../../state/select';
import {
  type Cut,
  cutTokens,
  type Judged,
  judgedTokens,
  type Ranked,
  rankedTokens,
  shownTokens,
} from '../../state/tokenColumns';

/** From here on ranking is a task of its own, after the one that draws the categories: together they would hold the page up. */
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
  readonly columns: TokenColumns;
  /** [category] */
  readonly counts: readonly number[];
}

export function useTokenView(entry: RunEntry, cursor: Cursor): TokenView {
  const { arm, checkpoint, rule, fitFrom, filter, brush, keepFraction } = cursor;
  const { trace } = entry;
  const isAtEnd = checkpoint === undefined;
  const scores = countScores(trace, arm);
  const judged = useMemo(() => {
    // The trace is folded in place: the count of its scores stands for them.
    void scores;
    return judgedTokens(trace, { arm, checkpoint, rule, fitFrom });
  }, [trace, scores, arm, checkpoint, rule, fitFrom]);
  const atEnd = useMemo(() => {
    void scores;
    return isAtEnd ? undefined : judgedTokens(trace, { arm, rule, fitFrom });
  }, [trace, scores, arm, rule, fitFrom, isAtEnd]);
  const whole = isAtEnd ? judged : atEnd;
  const { document } = trace;
  const later = useDeferredValue(judged, undefined);
  const isLarge = (document?.ids.length ?? 0) > LARGE_TOKENS;
  const toRank = isLarge ? later : judged;
  const ranked = useMemo(
    () => (document && toRank ? rankedTokens(document, toRank.lossNats) : undefined),
    [document, toRank],
  );
  const cut = useMemo(() => ranked && cutTokens(ranked, keepFraction), [ranked, keepFraction]);
  const shown = useMemo(() => judged && shownTokens(judged, { filter, brush }), [judged, filter, brush]);
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
    () => ({ judged, whole, ranked, cut, shown, columns, counts }),
    [judged, whole, ranked, cut, shown, columns, counts],
  );
}
