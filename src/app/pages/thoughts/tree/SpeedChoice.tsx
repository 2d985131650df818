/** @file How fast the thoughts are played. */

import { useActions, useApp } from '../../../AppContext';
import { SPEEDS } from '../../../state/desk';

export function SpeedChoice() {
  const speed = useApp(({ desk }) => desk.speed);
  const { setDesk } = useActions();
  return (
    <label className="inline-field speed-choice">
      <span className="visually-hidden">Playback speed</span>
      <select
        value={speed}
        onChange={(event) => setDesk({ speed: SPEEDS.find((each) => String(each) === event.target.value) ?? 1 })}
      >
        {SPEEDS.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
    </label>
  );
}
