/** @file Gives a picture the width of its place. */

import { useRef, type ReactNode } from 'react';
import { useSize, type SizePx } from './size';

export interface SizedProps {
  readonly heightPx: number;
  readonly children: (size: SizePx) => ReactNode;
}

export function Sized({ heightPx, children }: SizedProps) {
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  return (
    <div className="v-sized" ref={place} style={{ minHeight: heightPx }}>
      {size && size.widthPx > 0 ? children({ widthPx: size.widthPx, heightPx }) : undefined}
    </div>
  );
}
