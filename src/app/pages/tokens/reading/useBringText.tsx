/** @file Texts that a person brings: chosen, dropped or pasted; read, and then scored by the model at hand. */

import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useActions } from '../../../AppContext';
import { useDrops } from '../../../shell/files/useDrops';

export interface BringText {
  readonly chooseFiles: () => void;
  /** Something is being dragged over the page. */
  readonly isDropping: boolean;
  readonly input: ReactNode;
}

const ACCEPTED = '.txt,.md,.json,.jsonl,.csv,.tsv,.npy,.gz,.ipynb,text/*,application/json';

export function useBringText(): BringText {
  const input = useRef<HTMLInputElement>(null);
  const { bringFiles, bringPasted } = useActions();

  const bring = useCallback(
    (data: DataTransfer | null) => {
      const files = [...(data?.files ?? [])];
      if (files.length > 0) bringFiles(files);
      else bringPasted(data?.getData('text/plain') ?? '');
    },
    [bringFiles, bringPasted],
  );
  const isDropping = useDrops(bring);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea')) return;
      bring(event.clipboardData);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [bring]);

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
