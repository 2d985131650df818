/** @file Compute backend, how fast, and why nothing better does. */

import { Popover } from '@base-ui/react/popover';
import type { BackendReport } from '../../../core/trace/messages/commands';
import { useApp } from '../../AppContext';
import type { EngineStatus } from '../../state/store';
import { DeviceMeasure } from './DeviceMeasure';
import { BACKEND_NAMES, formatRate } from '../format';

export default function EngineChip() {
  const engine = useApp((state) => state.engine);
  return (
    <Popover.Root>
      <Popover.Trigger className="chip" data-engine={engine.kind}>
        <span className="chip-lamp" data-lamp={engine.kind} aria-hidden="true" />
        <span className="visually-hidden">Engine: </span>
        <span className="chip-words">{chipWords(engine)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end">
          <Popover.Popup className="popup engine-popup">
            <Popover.Title className="popup-title">Compute backend</Popover.Title>
            <EngineWords engine={engine} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function chipWords(engine: EngineStatus): string {
  switch (engine.kind) {
    case 'asleep':
      return 'Recorded run';
    case 'waking':
      return 'Measuring…';
    case 'none':
      return 'Recorded only';
    case 'ready':
      return [
        BACKEND_NAMES[engine.report.name],
        shortAdapter(engine.report),
        `${formatRate(engine.report.tokensPerSecond)} tok/s`,
      ]
        .filter(Boolean)
        .join(' · ');
  }
}

/** An adapter's own words run to a line; the chip has room for a few. The popover has them whole. */
function shortAdapter({ name, adapter }: BackendReport): string {
  if (name !== 'webgpu') return '';
  return adapter.length > 22 ? `${adapter.slice(0, 21).trimEnd()}…` : adapter;
}

function EngineWords({ engine }: { readonly engine: EngineStatus }) {
  switch (engine.kind) {
    case 'asleep':
      return (
        <Popover.Description>
          You are reading a recorded run. The engine starts when the page is idle, or as soon as you train or score.
        </Popover.Description>
      );
    case 'waking':
      return <Popover.Description>The engine is choosing a backend and measuring its speed.</Popover.Description>;
    case 'none':
      return <Popover.Description>{engine.sentence} Recorded runs can still be read.</Popover.Description>;
    case 'ready':
      return <Report report={engine.report} />;
  }
}

function Report({ report }: { readonly report: BackendReport }) {
  return (
    <>
      <Popover.Description>
        <strong>{BACKEND_NAMES[report.name]}</strong>
        {report.adapter && ` on ${report.adapter}`} trains a small model at {formatRate(report.tokensPerSecond)} tokens
        a second, measured here. Nothing leaves this tab.
      </Popover.Description>
      {report.falls.length > 0 && (
        <dl className="falls">
          {report.falls.map(({ name, why }) => (
            <div key={name}>
              <dt>Not {BACKEND_NAMES[name]}</dt>
              <dd>{why}</dd>
            </div>
          ))}
        </dl>
      )}
      <DeviceMeasure />
    </>
  );
}
