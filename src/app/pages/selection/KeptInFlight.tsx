/** @file k of an arm while it trains: what the trace then keeps is that it was changed, and when. */

import { useActions } from '../../AppContext';
import type { RunEntry } from '../../state/runEntry';
import { armFraction, type SelectionView } from './useSelectionView';

interface Props {
  readonly entry: RunEntry;
  readonly view: SelectionView;
}

export function KeptInFlight({ entry, view }: Props) {
  const { change } = useActions();
  const { run, arm, selection } = view;
  const set = entry.trace.settings.findLast(({ setting }) => setting.name === 'keepFraction' && setting.arm === arm)
    ?.setting.value;
  const now = set ?? armFraction(run, arm);
  const name = run.arms[arm]?.config.name;
  if (now === undefined || !selection || selection.keepFraction === now) return undefined;
  return (
    <p className="in-flight">
      {name} trains on {percent(now)} of the tokens.
      <button
        type="button"
        className="button"
        onClick={() => change(entry.run, { name: 'keepFraction', arm, value: selection.keepFraction })}
      >
        From now on, train on {percent(selection.keepFraction)}
      </button>
    </p>
  );
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(1))}\u00a0%`;
}
