/** @file The text of a document as its pane shows it: characters that tokens share, and empty lines folded or not. */

import { useMemo, useState } from 'react';
import { blankRuns, foldedLineEnds } from '../../../../core/text/blankLines';
import { charactersOfTokens } from '../../../../core/text/characters';
import type { DocumentColumns } from '../../../../core/trace/trace';
import type { SharedOf } from '../../../../views/textPane/pane';

export interface PaneText {
  readonly texts: ((token: number) => string) | undefined;
  readonly shared: SharedOf | undefined;
  /** Empty lines in runs that fold. */
  readonly blanks: number;
  readonly isUnfolded: boolean;
  readonly setIsUnfolded: (isUnfolded: boolean) => void;
}

export function usePaneText(document: DocumentColumns | undefined): PaneText {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const runs = useMemo(() => (document ? blankRuns(document.textBytes) : []), [document]);
  const characters = useMemo(
    () => document && charactersOfTokens(document, isUnfolded ? undefined : foldedLineEnds(runs, document.textBytes)),
    [document, runs, isUnfolded],
  );
  const texts = useMemo(() => characters && ((token: number) => characters(token).own), [characters]);
  const blanks = runs.reduce((sum, { lines }) => sum + lines, 0);
  return { texts, shared: characters, blanks, isUnfolded, setIsUnfolded };
}
