/** @file A run out of a file. */

import { useRef } from 'react';
import { useActions } from '../../AppContext';

export function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const { bringFiles } = useActions();
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Import a run
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,.safetensors,.parquet,.jsonl,.ndjson,.csv,.tsv,.json,.npy,.gz,.txt"
        aria-label="A run as a file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) bringFiles([file]);
        }}
      />
    </>
  );
}
