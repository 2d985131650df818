/** @file The rule behind the colours, open: its threshold, what it compares, and what "high" is high against. */

import { Popover } from '@base-ui/react/popover';
import { firstOfFit, fitStarts } from '../../../core/rho1/fitWindow';
import { useActions, useApp } from '../../AppContext';
import { formatCount } from '../../shell/format';
import { ruleWords } from './ruleWords';
import { START_CURSOR } from '../../state/cursor';
import { scoredCheckpoints, shownEntry } from '../../state/select';

const MAX_THRESHOLD_NATS = 2;

export default function RuleControls() {
  const rule = useApp((state) => state.cursor.rule);
  const { look } = useActions();
  const change = (part: Partial<typeof rule>) => look({ rule: { ...rule, ...part } });
  return (
    <Popover.Root>
      <Popover.Trigger className="button">{ruleWords(rule)}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end">
          <Popover.Popup className="popup rule">
            <Popover.Title className="popup-title">The rule behind the colours</Popover.Title>
            <label className="field">
              <span>
                A change counts above <output>{rule.thresholdNats.toFixed(2)}</output> nats
              </span>
              <input
                type="range"
                min={0}
                max={MAX_THRESHOLD_NATS}
                step={0.05}
                value={rule.thresholdNats}
                onChange={(event) => change({ thresholdNats: event.target.valueAsNumber })}
              />
            </label>
            <Choice
              name="trend"
              legend="The change is between"
              value={rule.trend}
              options={{ fit: 'the ends of the fitted line', endPoints: 'the first and the last loss' }}
              onChange={(trend) => change({ trend })}
            />
            <Choice
              name="level"
              legend="Without a change, high and low are split by"
              value={rule.level}
              options={{ mean: 'the mean of the last losses', median: 'their median' }}
              onChange={(level) => change({ level })}
            />
            <FitStart />
            <button
              type="button"
              className="link"
              onClick={() => look({ rule: START_CURSOR.rule, fitFrom: START_CURSOR.fitFrom })}
            >
              The paper’s rule
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Which checkpoints are fitted: a run from random weights says more without its first. */
function FitStart() {
  const entry = useApp(shownEntry);
  const { arm, fitFrom } = useApp((state) => state.cursor);
  const { look } = useActions();
  const steps = entry ? scoredCheckpoints(entry.trace, { arm }).map(({ step }) => step) : [];
  const starts = fitStarts(steps);
  if (starts.length < 2) return undefined;
  return (
    <label className="field">
      <span>Fit from step</span>
      <select
        value={steps[firstOfFit(steps, fitFrom)]}
        onChange={(event) => look({ fitFrom: Number(event.target.value) })}
      >
        {starts.map((step) => (
          <option key={step} value={step}>
            {formatCount(step)}
          </option>
        ))}
      </select>
      <span>
        {steps[0] === 0
          ? 'At step 0 the weights are random, so with it in the fit nearly every token would seem learned; the paper’s model was pretrained before its first checkpoint.'
          : 'Losses before this step are shown but take no part in the fitted line, nor in the category.'}
      </span>
    </label>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly value: T;
  readonly options: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ name, legend, value, options, onChange }: ChoiceProps<T>) {
  const keys: T[] = [];
  for (const key in options) keys.push(key);
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {keys.map((key) => (
        <label key={key} className="check">
          <input type="radio" name={name} checked={key === value} onChange={() => onChange(key)} />
          {options[key]}
        </label>
      ))}
    </fieldset>
  );
}
