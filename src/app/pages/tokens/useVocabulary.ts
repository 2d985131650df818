/** @file The text of any token id: from the shipped model's tokenizer where there is one, otherwise from the document. */

import { useEffect, useMemo, useState } from 'react';
import { fromTokenizerJson } from '../../../core/text/tokenizerJson';
import { visibleText } from '../../../core/text/tokenText';
import type { Trace } from '../../../core/trace/trace';
import { textOfIds } from '../../state/tokenTexts';

type TextOfId = (id: number) => string;

export function useVocabulary({ document, config }: Trace): TextOfId {
  const seen = useMemo(() => (document ? textOfIds(document) : (id: number) => `#${id}`), [document]);
  const name = config?.kind === 'score' && config.model.kind === 'shipped' ? config.model.name : undefined;
  const [shipped, setShipped] = useState<{ readonly name: string; readonly textOf: TextOfId }>();
  useEffect(() => {
    if (name === undefined) return;
    const leaving = new AbortController();
    fetchVocabulary(name, leaving.signal).then(
      (textOf) => setShipped({ name, textOf }),
      // Without it, ids that the document does not hold are shown as numbers.
      () => setShipped(undefined),
    );
    return () => leaving.abort();
  }, [name]);
  return shipped && shipped.name === name ? shipped.textOf : seen;
}

async function fetchVocabulary(name: string, signal: AbortSignal): Promise<TextOfId> {
  const response = await fetch(new URL(`models/${name}/tokenizer.json`, document.baseURI), { signal });
  const { tokens } = fromTokenizerJson(await response.text());
  return (id) => {
    const bytes = tokens[id];
    return bytes ? visibleText(bytes) : `#${id}`;
  };
}
