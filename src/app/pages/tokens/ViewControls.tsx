/** @file How tokens are drawn: what colours them, what underlines them, how many are kept. */

import { lazy, memo } from 'react';
import { useActions, useApp } from '../../AppContext';
import { TOKEN_METRICS, UNDERLINES, type Underline } from '../../state/cursor';
import { availableMetrics } from '../../state/texts/tokenColumns';
import { METRICS, type TokenMetric } from '../../../views/tokenPaint';
import { Later } from '../../shell/Later';
import { ruleWords } from './ruleWords';

const RuleControls = lazy(() => import('./RuleControls'));

interface Props {
  /** A reference has scored the text: excess and selection can be shown. */
  readonly hasReference: boolean;
}

/** Draws again when the cursor moves, not at each step of a run. */
export const ViewControls = memo(function ViewControls({ hasReference }: Props) {
  const available = availableMetrics(hasReference);
  const { metric, underline, keepFraction, rule } = useApp((state) => state.cursor);
  const { look } = useActions();
  const showsSelection = metric === 'selection' || underline === 'selection';
  return (
    <div className="view-controls">
      <Pick
        label="Colour"
        value={metric}
        options={TOKEN_METRICS}
        available={available}
        onPick={(picked) => look({ metric: picked })}
      />
      <Pick
        label="Underline"
        value={underline}
        options={UNDERLINES}
        available={available}
        onPick={(picked) => look({ underline: picked })}
      />
      {showsSelection && (
        <label className="inline-field">
          Keep {Math.round(keepFraction * 100)} %
          <input
            type="range"
            min={0.01}
            max={1}
            step={0.01}
            value={keepFraction}
            onChange={(event) => look({ keepFraction: event.target.valueAsNumber })}
          />
        </label>
      )}
      <Later placeholder={<span className="button">{ruleWords(rule)}</span>}>
        <RuleControls />
      </Later>
    </div>
  );
});

interface PickProps<T extends Underline> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly available: ReadonlySet<TokenMetric>;
  readonly onPick: (value: T) => void;
}

function Pick<T extends Underline>({ label, value, options, available, onPick }: PickProps<T>) {
  return (
    <label className="inline-field">
      {label}
      <select
        value={value}
        onChange={(event) => {
          const picked = options.find((option) => option === event.target.value);
          if (picked) onPick(picked);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option} disabled={!isAvailable(option, available)}>
            {optionName(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

function optionName(option: Underline): string {
  return option === 'none' ? 'None' : METRICS[option].name;
}

function isAvailable(option: Underline, available: ReadonlySet<TokenMetric>): boolean {
  return option === 'none' || available.has(option);
}
