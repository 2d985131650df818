/** @file The pinned nodes side by side: one row a node, one column a number of thoughts. */

import { chance } from '../../../../views/format';
import type { SearchTreeData } from '../../../../views/searchTree/data';
import { useActions } from '../../../AppContext';
import { togglePin } from '../../../state/cursor';
import { Icon } from '../../../shell/icons';

interface Props {
  readonly tree: SearchTreeData;
  readonly thoughts: number;
  readonly pins: readonly number[];
}

export function PinnedNodes({ tree: { question, values }, thoughts, pins }: Props) {
  const { look } = useActions();
  return (
    <section className="beside-part" aria-label="Pinned nodes">
      <table className="v-facts pinned-nodes">
        <caption>Pinned</caption>
        <thead>
          <tr>
            <td />
            {values.map((_, k) => (
              <th key={k} scope="col" data-shown={k === thoughts}>
                k = {k}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {pins.map((node) => (
            <tr key={node}>
              <th scope="row">{question.symbols[node]}</th>
              {values.map((row, k) => (
                <td key={k} data-shown={k === thoughts}>
                  {chance(row[node] ?? NaN)}
                </td>
              ))}
              <td>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Unpin ${question.symbols[node] ?? ''}`}
                  onClick={() => look({ nodePins: togglePin(pins, node) })}
                >
                  <Icon name="close" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
