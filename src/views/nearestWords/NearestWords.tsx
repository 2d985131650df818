/** @file What the output head hears in each thought: the words nearest to it, and how sure it would be of each. */

import { chance } from '../format';
import type { HeardThought } from './heard';

export function NearestWords({
  thoughts,
  shown,
}: {
  readonly thoughts: readonly HeardThought[];
  readonly shown: number;
}) {
  return (
    <div className="v-heard">
      {thoughts.map(({ norm, words }, i) => (
        <table key={i} className="v-predictions" data-shown={i + 1 === shown}>
          <caption>
            thought {i + 1} <span className="v-quiet">{norm.toFixed(1)} long</span>
          </caption>
          <tbody>
            {words.map(({ text, chance: value, role }, rank) => (
              <tr key={rank} data-target={role === 'frontier'}>
                <th scope="row">{text}</th>
                <td className="v-prediction-track">
                  <span style={{ width: `${(100 * value).toFixed(1)}%` }} />
                </td>
                <td>{chance(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
