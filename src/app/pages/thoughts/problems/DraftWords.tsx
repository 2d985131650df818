/** @file The question in ProsQA's words: what is typed becomes the graph, what is drawn becomes words. */

import { useId, useState } from 'react';
import { type Draft, draftFromText, draftText, textFault } from '../../../../core/coconut/problems/draft';

const LONGEST_TEXT = 20_000;

interface Props {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

export function DraftWords({ draft, onDraft }: Props) {
  const id = useId();
  /** What stands in the field, and the draft that it described or could not yet change. */
  const [typed, setTyped] = useState<{ readonly text: string; readonly about: Draft }>();
  // A change of the graph from elsewhere takes the field back.
  const text = typed?.about === draft ? typed.text : draftText(draft);
  const fault = typed?.about === draft ? textFault(text) : undefined;
  return (
    <div className="draft-words">
      <label htmlFor={id}>The question in words</label>
      <textarea
        id={id}
        rows={6}
        maxLength={LONGEST_TEXT}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby={fault ? `${id}f` : undefined}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          if (textFault(next) !== undefined) return setTyped({ text: next, about: draft });
          const read = draftFromText(next, draft);
          setTyped({ text: next, about: read });
          onDraft(read);
        }}
      />
      {fault && (
        <p id={`${id}f`} className="field-problem" role="status">
          {fault} Until then the graph stays as it was.
        </p>
      )}
    </div>
  );
}
