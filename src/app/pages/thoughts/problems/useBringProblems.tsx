/** @file Files of problems that a person chooses or drops: read, checked item by item, laid on the desk. What was there stays until all is well. */

import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { InputError } from '../../../../core/util/assert';
import { useActions } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { useDrops } from '../../../shell/files/useDrops';
import { LARGEST_FILE_BYTES, readProblemsInSlices } from './bringProblems';

export type Bringing =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly name: string; readonly done: number; readonly total: number }
  /** Nothing was opened; what could be read still can. */
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly sentences: readonly string[];
      readonly rest: readonly Problem[];
    };

export interface BringProblems {
  readonly bringing: Bringing;
  readonly chooseFile: () => void;
  readonly isDropping: boolean;
  readonly input: ReactNode;
  /** Opens what could be read of a refused file. */
  readonly openRest: () => void;
  readonly dismiss: () => void;
}

export function useBringProblems(): BringProblems {
  const field = useRef<HTMLInputElement>(null);
  const { layOut, guarded } = useActions();
  const [bringing, setBringing] = useState<Bringing>({ kind: 'none' });
  const bring = useCallback(
    (file: File | undefined) => {
      if (!file) return;
      void guarded(async () => {
        const next = await readFile(file, (done, total) =>
          setBringing({ kind: 'reading', name: file.name, done, total }),
        );
        setBringing(next.kind === 'refused' ? next : { kind: 'none' });
        if (next.kind === 'read') layOut({ name: file.name, problems: next.problems });
      });
    },
    [guarded, layOut],
  );
  const isDropping = useDrops(useCallback((dropped: DataTransfer | null) => bring(dropped?.files[0]), [bring]));
  return {
    bringing,
    isDropping,
    chooseFile: () => field.current?.click(),
    openRest: () => {
      if (bringing.kind !== 'refused') return;
      layOut({ name: bringing.name, problems: bringing.rest });
      setBringing({ kind: 'none' });
    },
    dismiss: () => setBringing({ kind: 'none' }),
    input: (
      <input
        ref={field}
        type="file"
        hidden
        accept=".json,.jsonl,.ndjson,.txt,application/json,text/plain"
        aria-label="A file of problems"
        onChange={(event) => {
          bring(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    ),
  };
}

type FileRead =
  { readonly kind: 'read'; readonly problems: readonly Problem[] } | Extract<Bringing, { readonly kind: 'refused' }>;

async function readFile(file: File, onDone: (done: number, total: number) => void): Promise<FileRead> {
  const refused = (sentences: readonly string[], rest: readonly Problem[] = []): FileRead => ({
    kind: 'refused',
    name: file.name,
    sentences,
    rest,
  });
  if (file.size > LARGEST_FILE_BYTES)
    return refused([
      `The file is larger than ${formatCount(LARGEST_FILE_BYTES / 1e6)} MB; lab probe reads it from a shell.`,
    ]);
  try {
    const { problems, refusals } = await readProblemsInSlices(await file.text(), onDone);
    return refusals.length > 0 ? refused(refusals, problems) : { kind: 'read', problems };
  } catch (error) {
    if (error instanceof InputError) return refused([error.message]);
    throw error;
  }
}
