/** @file The frame of an SVG picture: a name and a sentence for those who do not see it. */

import { useId, type ReactNode, type SVGProps } from 'react';
import type { SizePx } from './size';

export interface PictureProps extends Omit<SVGProps<SVGSVGElement>, 'name'> {
  readonly size: SizePx;
  readonly name: string;
  /** What the picture shows, in a sentence with its numbers. */
  readonly sentence: string;
  readonly children: ReactNode;
}

export function Picture({ size, name, sentence, children, ...svg }: PictureProps) {
  const id = useId();
  return (
    <svg
      role="img"
      {...svg}
      className="v-picture"
      width={size.widthPx}
      height={size.heightPx}
      viewBox={`0 0 ${size.widthPx} ${size.heightPx}`}
      aria-labelledby={`${id}n`}
      aria-describedby={`${id}s`}
    >
      <title id={`${id}n`}>{name}</title>
      <desc id={`${id}s`}>{sentence}</desc>
      {children}
    </svg>
  );
}
