/** @file What is dropped anywhere on the page. */

import { useEffect, useState } from 'react';

/** Tells whether something is being dragged over the page. */
export function useDrops(onDrop: (dropped: DataTransfer | null) => void): boolean {
  const [isDropping, setDropping] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    // The whole window takes drops: beside a smaller target the browser would leave the page for the file.
    const over = (event: DragEvent) => {
      event.preventDefault();
      setDropping(true);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      onDrop(event.dataTransfer);
    };
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', (event) => event.relatedTarget ?? setDropping(false), { signal });
    window.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, [onDrop]);
  return isDropping;
}
