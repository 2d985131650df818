/** @file What is known of one node of the search tree: its place, and its value after each number of thoughts. */

import { chance } from '../format';
import { StatusGlyph } from '../searchTree/glyphs';
import type { NodeFactSheet } from './sheet';

export interface NodeCardProps {
  readonly sheet: NodeFactSheet;
  /** The number of thoughts that is looked at. */
  readonly thoughts: number;
  readonly isPinned: boolean;
  readonly onPin: () => void;
  readonly onThoughts: (thoughts: number) => void;
}

export function NodeCard({ sheet, thoughts, isPinned, onPin, onThoughts }: NodeCardProps) {
  const { name, status, place, parents, children, values, before, products } = sheet;
  return (
    <div className="v-card">
      <div className="v-card-head">
        <span className="v-card-text">{name}</span>
        {status !== 'inner' && status !== 'root' && (
          <svg width={16} height={16} viewBox="-1.2 -1.2 2.4 2.4" aria-hidden="true">
            <StatusGlyph status={status} xPx={0} yPx={0} sizePx={1} />
          </svg>
        )}
        <button type="button" className="v-pin" aria-pressed={isPinned} onClick={onPin}>
          {isPinned ? 'Pinned' : 'Pin'}
        </button>
      </div>
      <p className="v-card-place">{place}</p>
      {values.length > 0 && (
        <table className="v-predictions v-node-values">
          <caption>Value after each number of thoughts</caption>
          <tbody>
            {values.map((value, k) => (
              <tr key={k} data-target={k === thoughts} onClick={() => onThoughts(k)}>
                <th scope="row">{k}</th>
                <td className="v-prediction-track">
                  <span style={{ width: `${(100 * value).toFixed(1)}%` }} />
                </td>
                {before && <td className="v-node-before">{chance(before[k] ?? NaN)} →</td>}
                <td>{chance(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {products && products.length > 0 && (
        <dl className="v-scores">
          {products.map((product, i) => (
            <div key={i}>
              <dt>thought {i + 1} · name</dt>
              <dd>{product.toFixed(1).replace('-', '−')}</dd>
            </div>
          ))}
        </dl>
      )}
      <dl className="v-node-kin">
        <dt>from</dt>
        <dd>{parents.length > 0 ? parents.join(', ') : 'nothing leads here'}</dd>
        <dt>leads to</dt>
        <dd>{children.length > 0 ? children.join(', ') : 'nothing'}</dd>
      </dl>
    </div>
  );
}
