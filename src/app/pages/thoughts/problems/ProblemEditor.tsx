/** @file A graph of one's own: nodes, edges, roles and words, each kept in step with the others; what is lacking is said as one types. */

import { type KeyboardEvent, useRef } from 'react';
import { addNode, type Draft, EMPTY_DRAFT, shuffledDraft } from '../../../../core/coconut/problems/draft';
import type { DraftFault } from '../../../../core/coconut/problems/draftFaults';
import { changed, type History, redone, undone } from '../../../../core/util/history';
import { rng } from '../../../../core/util/rng';
import { PAGE_NAMES } from '../../../state/config/teachConfig';
import { DraftWords } from './DraftWords';
import { NodeRow } from '../tree/NodeRow';

const MOST_NODES = 60;

interface Props {
  readonly history: History<Draft>;
  readonly faults: readonly DraftFault[];
  readonly onHistory: (history: History<Draft>) => void;
}

export function ProblemEditor({ history, faults, onHistory }: Props) {
  const draft = history.present;
  const nodes = useRef<HTMLUListElement>(null);
  const change = (next: Draft, kind?: string) => onHistory(changed(history, next, kind));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    // The browser's own undo knows the letters of one field, not the graph.
    event.preventDefault();
    onHistory(event.shiftKey ? redone(history) : undone(history));
  };
  const add = () => {
    change(addNode(draft, freeName(draft)));
    // The new row is not there before the next drawing.
    requestAnimationFrame(() => nodes.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus());
  };
  return (
    <div className="problem-editor" role="group" aria-label="Your graph" onKeyDown={onKeyDown}>
      <div className="editor-tools">
        <button type="button" className="button" disabled={draft.symbols.length >= MOST_NODES} onClick={add}>
          Add a node
        </button>
        <button
          type="button"
          className="button"
          disabled={history.past.length === 0}
          onClick={() => onHistory(undone(history))}
        >
          Undo
        </button>
        <button
          type="button"
          className="button"
          disabled={history.future.length === 0}
          onClick={() => onHistory(redone(history))}
        >
          Redo
        </button>
        <button
          type="button"
          className="button"
          disabled={draft.edges.length < 2}
          onClick={() => change(shuffledDraft(draft, rng(history.past.length, 'shuffle', draft.edges.join())))}
        >
          Shuffle
        </button>
        <button type="button" className="button" onClick={() => change(EMPTY_DRAFT)}>
          Clear
        </button>
      </div>
      <Faults faults={faults} />
      <DraftWords draft={draft} onDraft={(next) => change(next, 'words')} />
      <ul ref={nodes} className="editor-nodes" aria-label="Nodes">
        {draft.symbols.map((_, node) => (
          <NodeRow
            key={node}
            draft={draft}
            node={node}
            isFaulty={faults.some((fault) => fault.node === node)}
            onDraft={change}
          />
        ))}
      </ul>
    </div>
  );
}

function Faults({ faults }: { readonly faults: readonly DraftFault[] }) {
  return (
    <div role="status" className="editor-faults">
      {faults.length === 0 ? (
        <p className="showing">This is a valid problem; the tree shows it.</p>
      ) : (
        <ul>
          {faults.map(({ sentence }) => (
            <li key={sentence} className="field-problem">
              {sentence}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The first node is somebody; the others are invented things. */
function freeName({ symbols }: Draft): string {
  const pool = symbols.length === 0 ? PAGE_NAMES.people : PAGE_NAMES.concepts;
  return pool.find((name) => !symbols.includes(name)) ?? `node${symbols.length + 1}`;
}
