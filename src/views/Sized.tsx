/** @file Gives a picture the width of its place. */

import { useMemo, useRef, type ReactNode } from 'react';
import { useSize, type SizePx } from './size';

export interface SizedProps {
  readonly heightPx: number;
  readonly children: (size: SizePx) => ReactNode;
}

export function Sized({ heightPx, children }: SizedProps) {
  const place = useRef<HTMLDivElement>(null);
  const widthPx = useSize(place)?.widthPx ?? 0;
  // One object for one size: a picture lays its hundred thousand points out again when it gets another.
  const size = useMemo(() => ({ widthPx, heightPx }), [widthPx, heightPx]);
  return (
    <div className="v-sized" ref={place} style={{ minHeight: heightPx }}>
      {widthPx > 0 ? children(size) : undefined}
    </div>
  );
}
