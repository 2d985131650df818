/** @file The device, measured at a click: what it can do at best, and where a training step spends its time. */

import type { DeviceFigures, StepParts } from '../../../core/trace/messages/commands';
import { useActions, useApp } from '../../AppContext';

export function DeviceMeasure() {
  const device = useApp((state) => state.device);
  const { measureDevice } = useActions();
  return (
    <section className="device" aria-live="polite">
      {device.kind === 'measured' && <Figures figures={device.figures} />}
      <button className="button" disabled={device.kind === 'measuring'} onClick={measureDevice}>
        {buttonWords[device.kind]}
      </button>
    </section>
  );
}

const buttonWords = {
  unknown: 'Measure this device',
  measuring: 'Measuring for some seconds…',
  measured: 'Measure again',
} as const;

function Figures({ figures: { limits, parts, boundMs } }: { readonly figures: DeviceFigures }) {
  const share = Math.min(1, boundMs / parts.stepMs);
  return (
    <>
      <h3 className="device-title">A step of {parts.tokens} tokens</h3>
      <StepBar parts={parts} />
      <dl className="device-figures">
        {partsOf(parts).map(({ name, ms }) => (
          <div key={name}>
            <dt data-part={name}>{name}</dt>
            <dd>{milliseconds(ms)}</dd>
          </div>
        ))}
        <div>
          <dt>whole step</dt>
          <dd>{milliseconds(parts.stepMs)}</dd>
        </div>
      </dl>
      <h3 className="device-title">This device at best</h3>
      <dl className="device-figures">
        <div>
          <dt>arithmetic</dt>
          <dd>{significant(limits.flopsPerSecond / 1e9)} GFLOP/s</dd>
        </div>
        <div>
          <dt>memory</dt>
          <dd>{significant(limits.bytesPerSecond / 1e9)} GB/s</dd>
        </div>
        <div>
          <dt>one operation</dt>
          <dd>{significant(1000 * limits.dispatchMs)} µs</dd>
        </div>
        {parts.dispatches !== undefined && (
          <div>
            <dt>operations a step</dt>
            <dd>{parts.dispatches}</dd>
          </div>
        )}
      </dl>
      <p className="device-words">
        By these limits a step cannot take less than {milliseconds(boundMs)}: this one reaches {Math.round(100 * share)}{' '}
        % of what is possible here.
      </p>
    </>
  );
}

/** The three parts side by side; the list under it says the same in numbers. */
function StepBar({ parts }: { readonly parts: StepParts }) {
  return (
    <div className="device-bar" aria-hidden="true">
      {partsOf(parts).map(({ name, ms }) => (
        <span key={name} data-part={name} style={{ flexGrow: ms }} />
      ))}
    </div>
  );
}

function partsOf({ forwardMs, backwardMs, updateMs }: StepParts) {
  return [
    { name: 'forward', ms: forwardMs },
    { name: 'backward', ms: backwardMs },
    { name: 'update', ms: updateMs },
  ];
}

/** Two significant digits: the next run of the measure changes the third. */
function significant(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en', { maximumSignificantDigits: 2 });
}

const milliseconds = (ms: number): string => `${significant(ms)} ms`;
