/** @file The text of any token id: from the tokenizer of the run's model where it is at hand, otherwise from the document. */

import { useEffect, useMemo, useState } from 'react';
import { fromTokenizerJson } from '../../../../core/text/tokenizerJson';
import { visibleText } from '../../../../core/text/tokenText';
import { InputError } from '../../../../core/util/assert';
import type { RunEntry } from '../../../state/runEntry';
import { textOfIds } from '../../../state/texts/tokenTexts';

type TextOfId = (id: number) => string;

/** A run computed here brings its tokenizer; a recorded one names the shipped model, whose tokenizer is fetched. */
export function useVocabulary({ trace, tokenizerJson }: Pick<RunEntry, 'trace' | 'tokenizerJson'>): TextOfId {
  const { document, config } = trace;
  const name = config?.kind === 'score' && config.model.kind === 'shipped' ? config.model.name : undefined;
  const fetched = useShippedTokenizer(tokenizerJson === undefined ? name : undefined);
  const json = tokenizerJson ?? fetched;
  return useMemo(() => {
    const seen = document ? textOfIds(document) : (id: number) => `#${id}`;
    return (json === undefined ? undefined : textOfVocabulary(json)) ?? seen;
  }, [document, json]);
}

function useShippedTokenizer(name: string | undefined): string | undefined {
  const [shipped, setShipped] = useState<{ readonly name: string; readonly json: string }>();
  useEffect(() => {
    if (name === undefined) return;
    const leaving = new AbortController();
    fetchTokenizer(name, leaving.signal).then(
      (json) => setShipped({ name, json }),
      // Without it, ids that the document does not hold are shown as numbers.
      () => setShipped(undefined),
    );
    return () => leaving.abort();
  }, [name]);
  return shipped && shipped.name === name ? shipped.json : undefined;
}

async function fetchTokenizer(name: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(new URL(`models/${name}/tokenizer.json`, document.baseURI), { signal });
  if (!response.ok) throw new Error(`models/${name}/tokenizer.json: ${response.status}`);
  return response.text();
}

/** Undefined where it is not in a form that is read here: a server of single-page apps answers with the page itself. */
export function textOfVocabulary(json: string): TextOfId | undefined {
  try {
    const { tokens } = fromTokenizerJson(json);
    return (id) => {
      const bytes = tokens[id];
      return bytes ? visibleText(bytes) : `#${id}`;
    };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
