/** @file Files that are dropped anywhere on the Runs page. */

import { useEffect, useState } from 'react';

/** Tells whether something is being dragged over the page. */
export function useDropRuns(onFiles: (files: readonly File[]) => void): boolean {
  const [isDropping, setDropping] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    // The whole window takes drops: beside a smaller target the browser would leave the page for the file.
    const onDragOver = (event: DragEvent) => {
      event.preventDefault();
      setDropping(true);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', (event) => event.relatedTarget ?? setDropping(false), { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => listening.abort();
  }, [onFiles]);
  return isDropping;
}
