/** @file How large a picture is: plain numbers for layouts, and a hook that measures the room there is. */

import { useLayoutEffect, useState, type RefObject } from 'react';

export interface SizePx {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Follows the content box of an element. Nothing until it is measured. */
export function useSize(element: RefObject<HTMLElement | null>): SizePx | undefined {
  const [size, setSize] = useState<SizePx>();
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const measure = () => {
      const next = { widthPx: node.clientWidth, heightPx: node.clientHeight };
      setSize((last) => (last?.widthPx === next.widthPx && last.heightPx === next.heightPx ? last : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
