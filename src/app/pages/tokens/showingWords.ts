/** @file How much of the text a picture shows, and why not more. */

import { categoryName } from '../../../views/tokenPaint';
import { formatCount } from '../../shell/format';
import type { Cursor } from '../../state/cursor';
import type { TokenView } from './useTokenView';

/** `showing 812 of 5,003 tokens (filter: H→L)` */
export function showingWords(cursor: Cursor, { passing, counts }: TokenView, tokens: number): string {
  const scored = counts.reduce((sum, count) => sum + count, 0);
  const reasons = [
    ...cursor.filter.map(categoryName),
    ...(cursor.brush ? ['brush'] : []),
    ...(scored < tokens ? [`${formatCount(scored)} scored so far`] : []),
  ];
  const why = reasons.length > 0 ? ` (${passing === undefined ? '' : 'filter: '}${reasons.join(', ')})` : '';
  return `showing ${formatCount(passing ?? scored)} of ${formatCount(tokens)} tokens${why}`;
}
