/** @file The scale of a metric that is a number, or the two states of selection. */

import { nats, signedNats } from '../format';
import { DIVERGING, KEPT_FILL, SEQUENTIAL } from '../palette';
import { METRICS, type Domain, type TokenMetric } from '../tokenPaint';

export interface ScaleLegendProps {
  readonly metric: Exclude<TokenMetric, 'category'>;
  readonly domain?: Domain | undefined;
}

export function ScaleLegend({ metric, domain = METRICS[metric].domain }: ScaleLegendProps) {
  const { name, unit, ends } = METRICS[metric];
  if (metric === 'selection')
    return (
      <div className="v-scale">
        <span className="v-scale-ends">
          <span>
            <span className="v-swatch v-cue-solid" style={{ backgroundColor: KEPT_FILL, padding: '0 10px' }}>
              kept
            </span>{' '}
            trained on
          </span>
          <span>dropped tokens have no colour</span>
        </span>
      </div>
    );
  const colors = metric === 'loss' ? SEQUENTIAL : DIVERGING;
  const words = metric === 'loss' ? nats : signedNats;
  return (
    <div className="v-scale">
      <span>
        {name} ({unit})
      </span>
      <span className="v-scale-bar" style={{ background: `linear-gradient(to right, ${colors.join(', ')})` }} />
      <span className="v-scale-ends">
        {domain.map((end, side) => (
          <span key={side}>{side === 0 ? `${words(end)} ${ends[0]}` : `${ends[1]} ${words(end)}`}</span>
        ))}
      </span>
    </div>
  );
}
