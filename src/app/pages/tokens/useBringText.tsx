/** @file Texts that a person brings: chosen, dropped or pasted; read, and then scored by the model at hand. */

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useActions } from '../../AppContext';

export interface BringText {
  readonly chooseFiles: () => void;
  /** Something is being dragged over the page. */
  readonly isDropping: boolean;
  readonly input: ReactNode;
}

const ACCEPTED = '.txt,.md,.json,.jsonl,.csv,text/*,application/json';

export function useBringText(): BringText {
  const input = useRef<HTMLInputElement>(null);
  const [isDropping, setDropping] = useState(false);
  const { bringFiles, bringPasted } = useActions();

  useEffect(() => {
    const bring = (data: DataTransfer | null) => {
      const files = [...(data?.files ?? [])];
      if (files.length > 0) bringFiles(files);
      else bringPasted(data?.getData('text/plain') ?? '');
    };
    const listening = new AbortController();
    const { signal } = listening;
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea')) return;
      bring(event.clipboardData);
    };
    // The whole window takes drops: beside a smaller target the browser would leave the page for the file.
    const onDragOver = (event: DragEvent) => {
      event.preventDefault();
      setDropping(true);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      bring(event.dataTransfer);
    };
    window.addEventListener('paste', onPaste, { signal });
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', (event) => event.relatedTarget ?? setDropping(false), { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => listening.abort();
  }, [bringFiles, bringPasted]);

  return {
    chooseFiles: () => input.current?.click(),
    isDropping,
    input: (
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label="Text files"
        onChange={(event) => {
          bringFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    ),
  };
}
