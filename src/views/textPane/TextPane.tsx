/** @file The document, each token a chip coloured by a metric. Spans while the text is short, a canvas beyond. */

import { useMemo } from 'react';
import { tokenPaint, type Domain, type TokenColumns, type TokenMetric } from '../tokenPaint';
import { CanvasText } from './CanvasText';
import { SpanText } from './SpanText';
import type { PaneProps } from './pane';

/** Above this, spans take longer than a frame to colour anew. */
export const SPAN_LIMIT = 5000;

export interface TextPaneProps extends Omit<PaneProps, 'paint'> {
  readonly columns: TokenColumns;
  readonly fillBy: TokenMetric;
  readonly underlineBy: TokenMetric | 'none';
  readonly domains?: Partial<Record<TokenMetric, Domain>> | undefined;
}

export function TextPane({ columns, fillBy, underlineBy, domains, ...pane }: TextPaneProps) {
  const paint = useMemo(
    () => tokenPaint(columns, fillBy, underlineBy, domains),
    [columns, fillBy, underlineBy, domains],
  );
  const Text = pane.count > SPAN_LIMIT ? CanvasText : SpanText;
  return <Text {...pane} paint={paint} />;
}
