/** @file What can wait: its code is fetched once the first picture stands, and a look-alike keeps its place until then. */

import { type ReactNode, Suspense } from 'react';
import { useApp } from '../AppContext';

interface Props {
  readonly placeholder: ReactNode;
  /** Lazy components. */
  readonly children: ReactNode;
}

export function Later({ placeholder, children }: Props) {
  const isPictureUp = useApp((state) => state.isPictureUp);
  return isPictureUp ? <Suspense fallback={placeholder}>{children}</Suspense> : placeholder;
}
