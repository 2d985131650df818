/** @file The pictures linked to the text. */

import type { Cursor } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import type { TokenView } from './useTokenView';

interface Props {
  readonly entry: RunEntry;
  readonly cursor: Cursor;
  readonly view: TokenView;
}

export function SidePictures({ entry }: Props) {
  return <div className="side" aria-label={`Pictures of ${entry.title}`} />;
}
