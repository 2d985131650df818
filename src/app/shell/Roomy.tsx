/** @file A picture's place that grows with the screen: on a wall, a picture of a laptop's height would be a strip. */

import { type ReactNode, useSyncExternalStore } from 'react';
import { Sized } from '../../views/Sized';
import type { SizePx } from '../../views/size';

const WALL = '(width >= 150rem)';
const WALL_SCALE = 1.6;

interface Props {
  /** On a desk. */
  readonly heightPx: number;
  readonly children: (size: SizePx) => ReactNode;
}

export function Roomy({ heightPx, children }: Props) {
  const isWall = useSyncExternalStore(watchWall, () => matchMedia(WALL).matches);
  return <Sized heightPx={Math.round(heightPx * (isWall ? WALL_SCALE : 1))}>{children}</Sized>;
}

function watchWall(onChange: () => void): () => void {
  const query = matchMedia(WALL);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
