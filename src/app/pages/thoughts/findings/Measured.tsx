/** @file A place whose width is measured before what fills it is drawn. */

import { type ReactNode, useRef } from 'react';
import { useSize } from '../../../../views/size';

interface Props {
  /** Drawn with the width there is, and the height that is left on the screen below the place's top. */
  readonly children: (widthPx: number, roomPx: number) => ReactNode;
}

/** Under the picture stand its signs. */
const FOOT_PX = 110;
const HEAD_PX = 190;

export function Measured({ children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  return (
    <div className="v-sized" ref={place}>
      {size && size.widthPx > 0 ? children(size.widthPx, window.innerHeight - HEAD_PX - FOOT_PX) : undefined}
    </div>
  );
}
