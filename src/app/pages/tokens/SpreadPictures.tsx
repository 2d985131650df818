/** @file How losses are spread over the tokens: one score with its cut, and first against last loss with a brush. */

import { memo } from 'react';
import { Histogram } from '../../../views/histogram/Histogram';
import { histogramTable } from '../../../views/histogram/layout';
import { Scatter } from '../../../views/scatter/Scatter';
import { scatterTable } from '../../../views/scatter/layout';
import { Roomy } from '../../shell/Roomy';
import { useActions } from '../../AppContext';
import { Figure } from '../../shell/Figure';
import { type Cursor, togglePin } from '../../state/cursor';
import { firstFitted, fractionAtOrAbove, type Judged } from '../../state/texts/tokenColumns';
import type { TokenView } from './useTokenView';

interface Props {
  readonly view: TokenView;
  readonly judged: Judged;
  readonly cursor: Cursor;
  readonly showing: string;
}

const HISTOGRAM_HEIGHT_PX = 190;
const SCATTER_HEIGHT_PX = 300;

/** Draws again when a score or the cursor has changed, not at each step of a run. */
export const SpreadPictures = memo(function SpreadPictures({ view, judged, cursor, showing }: Props) {
  const { look } = useActions();
  const { ranked, cut, shown } = view;
  const scatter = {
    firstNats: firstFitted(judged),
    lastNats: judged.lossNats,
    category: judged.category,
    shown,
    thresholdNats: cursor.rule.thresholdNats,
    lastMeanNats: judged.lastMeanNats,
  };
  const values = ranked
    ? { values: ranked.excessNats, shown, cutNats: cut?.cutNats, title: 'excess loss (nats)' }
    : { values: judged.lossNats, shown, title: 'loss (nats)' };
  return (
    <>
      <Figure
        name={ranked ? 'Excess loss and the selection threshold' : 'Loss'}
        showing={showing}
        table={() => histogramTable(values)}
      >
        <Roomy heightPx={HISTOGRAM_HEIGHT_PX}>
          {(size) =>
            ranked ? (
              <Histogram
                {...values}
                size={size}
                onCut={(cutNats) => look({ keepFraction: fractionAtOrAbove(ranked.excessNats, cutNats) })}
              />
            ) : (
              <Histogram {...values} size={size} />
            )
          }
        </Roomy>
      </Figure>
      <Figure name="First and last loss" showing={showing} table={() => scatterTable(scatter)}>
        <Roomy heightPx={SCATTER_HEIGHT_PX}>
          {(size) => (
            <Scatter
              {...scatter}
              size={size}
              cursor={cursor.token}
              pins={cursor.pins}
              brush={cursor.brush}
              onBrush={(brush) => look({ brush })}
              onCursor={(token) => look({ token })}
              onPick={(token) => look({ token, pins: togglePin(cursor.pins, token) })}
            />
          )}
        </Roomy>
        {cursor.brush && (
          <button type="button" className="link" onClick={() => look({ brush: undefined })}>
            Clear the selected range
          </button>
        )}
      </Figure>
    </>
  );
});
