/** @file One node of the editor: its name, its role, where it leads. */

import {
  connect,
  disconnect,
  type Draft,
  giveRole,
  removeNode,
  renameNode,
  type Role,
  roleOf,
} from '../../../../core/coconut/problems/draft';
import { Icon } from '../../../shell/icons';

const LONGEST_NAME = 40;

const ROLES: readonly { readonly role: Role; readonly words: string }[] = [
  { role: 'none', words: 'no role' },
  { role: 'root', words: 'root' },
  { role: 'first', words: 'candidate 1' },
  { role: 'second', words: 'candidate 2' },
];

interface Props {
  readonly draft: Draft;
  readonly node: number;
  readonly isFaulty: boolean;
  /** Changes of one kind in a row are one step back. */
  readonly onDraft: (draft: Draft, kind?: string) => void;
}

export function NodeRow({ draft, node, isFaulty, onDraft }: Props) {
  const name = draft.symbols[node] ?? '';
  const called = name === '' ? `node ${node + 1}` : name;
  const children = draft.edges.filter(([from]) => from === node).map(([, to]) => to);
  const free = [...draft.symbols.keys()].filter((to) => to !== node && !children.includes(to));
  return (
    <li className="editor-node" data-faulty={isFaulty}>
      <div className="editor-name">
        <input
          type="text"
          aria-label={`Name of node ${node + 1}`}
          aria-invalid={isFaulty}
          maxLength={LONGEST_NAME}
          value={name}
          onChange={(event) => onDraft(renameNode(draft, node, event.target.value), `name ${node}`)}
        />
        <select
          aria-label={`Role of ${called}`}
          value={roleOf(draft, node)}
          onChange={(event) => {
            const role = ROLES.find((each) => each.role === event.target.value)?.role;
            if (role) onDraft(giveRole(draft, node, role));
          }}
        >
          {ROLES.map(({ role, words }) => (
            <option key={role} value={role}>
              {words}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="icon-button"
          aria-label={`Remove ${called} and its edges`}
          onClick={() => onDraft(removeNode(draft, node))}
        >
          <Icon name="trash" />
        </button>
      </div>
      <div className="editor-edges">
        {children.map((to) => (
          <button
            key={to}
            type="button"
            className="editor-edge"
            aria-label={`Remove the edge from ${called} to ${draft.symbols[to] ?? ''}`}
            onClick={() => onDraft(disconnect(draft, node, to))}
          >
            → {draft.symbols[to]}
            <Icon name="close" />
          </button>
        ))}
        {free.length > 0 && (
          <select
            aria-label={`Connect ${called} to`}
            value=""
            onChange={(event) => {
              if (event.target.value !== '') onDraft(connect(draft, node, Number(event.target.value)));
            }}
          >
            <option value="">leads to…</option>
            {free.map((to) => (
              <option key={to} value={to}>
                {draft.symbols[to]}
              </option>
            ))}
          </select>
        )}
      </div>
    </li>
  );
}
