/** @file Texts that a person brings: chosen, dropped or pasted; read, and then scored by the model at hand. */

import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useActions } from '../../AppContext';

export interface BringText {
  readonly chooseFiles: () => void;
  readonly dropProps: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
    readonly 'data-dropping': boolean;
  };
  /** The hidden input, and whatever question a file raises. */
  readonly dialog: ReactNode;
}

const ACCEPTED = '.txt,.md,.json,.jsonl,.csv,text/*,application/json';

export function useBringText(): BringText {
  const input = useRef<HTMLInputElement>(null);
  const [isDropping, setDropping] = useState(false);
  const { bringFiles, bringPasted } = useActions();

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea')) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (files.length > 0) bringFiles(files);
      else if (text !== '') bringPasted(text);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [bringFiles, bringPasted]);

  return {
    chooseFiles: () => input.current?.click(),
    dropProps: {
      'data-dropping': isDropping,
      onDragOver: (event) => {
        event.preventDefault();
        setDropping(true);
      },
      onDragLeave: (event) => {
        if (event.currentTarget === event.target) setDropping(false);
      },
      onDrop: (event) => {
        event.preventDefault();
        setDropping(false);
        const files = [...event.dataTransfer.files];
        const text = event.dataTransfer.getData('text/plain');
        if (files.length > 0) bringFiles(files);
        else if (text !== '') bringPasted(text);
      },
    },
    dialog: (
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
