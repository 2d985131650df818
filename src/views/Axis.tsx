/** @file The one axis of all charts: hairline, ticks, title with its unit. */

import type { Plot, Tick } from './chart';

export interface AxisProps {
  readonly side: 'bottom' | 'left';
  readonly plot: Plot;
  readonly ticks: readonly Tick[];
  /** With the unit, such as `loss (nats)`. */
  readonly title: string;
  /** Lines across the plot at the ticks of the left axis. */
  readonly hasGrid?: boolean;
}

export function Axis({ side, plot, ticks, title, hasGrid = true }: AxisProps) {
  return side === 'bottom' ? (
    <BottomAxis plot={plot} ticks={ticks} title={title} />
  ) : (
    <LeftAxis plot={plot} ticks={ticks} title={title} hasGrid={hasGrid} />
  );
}

type SideProps = Omit<AxisProps, 'side'>;

function BottomAxis({ plot, ticks, title }: SideProps) {
  return (
    <g aria-hidden="true">
      <line className="v-axis-line" x1={plot.leftPx} x2={plot.rightPx} y1={plot.bottomPx} y2={plot.bottomPx} />
      {ticks.map(({ px, words }) => (
        <g key={px}>
          <line className="v-axis-line" x1={px} x2={px} y1={plot.bottomPx} y2={plot.bottomPx + 4} />
          <text x={px} y={plot.bottomPx + 16} textAnchor="middle">
            {words}
          </text>
        </g>
      ))}
      <text className="v-axis-title" x={plot.rightPx} y={plot.bottomPx + 33} textAnchor="end">
        {title}
      </text>
    </g>
  );
}

function LeftAxis({ plot, ticks, title, hasGrid }: SideProps) {
  return (
    <g aria-hidden="true">
      {ticks.map(({ px, words }) => (
        <g key={px}>
          <line
            className={hasGrid ? 'v-grid-line' : 'v-axis-line'}
            x1={hasGrid ? plot.leftPx : plot.leftPx - 4}
            x2={hasGrid ? plot.rightPx : plot.leftPx}
            y1={px}
            y2={px}
          />
          <text x={plot.leftPx - 8} y={px + 4} textAnchor="end">
            {words}
          </text>
        </g>
      ))}
      {!hasGrid && (
        <line className="v-axis-line" x1={plot.leftPx} x2={plot.leftPx} y1={plot.topPx} y2={plot.bottomPx} />
      )}
      <text className="v-axis-title" x={0} y={plot.topPx - 13}>
        {title}
      </text>
    </g>
  );
}
