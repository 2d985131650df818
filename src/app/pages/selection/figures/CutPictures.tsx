/** @file The cut: a histogram to drag it on. No run is needed to move it. */

import { count, share } from '../../../../views/format';
import { Histogram } from '../../../../views/histogram/Histogram';
import { histogramTable } from '../../../../views/histogram/layout';
import { Roomy } from '../../../shell/Roomy';
import { useActions } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { fractionAtOrAbove } from '../../../state/texts/tokenColumns';
import { type Selection, SCORE_TITLES } from '../useSelectionView';

const HISTOGRAM_PX = 210;

interface CutProps {
  readonly selection: Selection;
}

export function CutHistogram({ selection }: CutProps) {
  const { look } = useActions();
  const { values, cut, score, keepFraction, kept } = selection;
  if (!values) return undefined;
  const title = SCORE_TITLES[score] ?? score;
  const keptCount = kept.reduce((sum, each) => sum + each, 0);
  return (
    <Figure
      name="Selection threshold"
      source="drag it"
      showing={`${count(keptCount)} of ${count(kept.length)} tokens kept${belowZeroWords(selection)}`}
      table={() => histogramTable({ values, cutNats: cut, title })}
    >
      <Roomy heightPx={HISTOGRAM_PX}>
        {(size) => (
          <Histogram
            values={values}
            cutNats={cut}
            title={title}
            size={size}
            onCut={(at) => look({ keepFraction: Math.max(0.005, fractionAtOrAbove(values, at)) })}
          />
        )}
      </Roomy>
      <label className="inline-field cut-field">
        Keep k =
        <input
          type="number"
          min={0.5}
          max={100}
          step={0.5}
          value={Number((100 * keepFraction).toFixed(1))}
          onChange={(event) => {
            const percent = event.target.valueAsNumber;
            if (percent > 0 && percent <= 100) look({ keepFraction: percent / 100 });
          }}
        />
        % of the tokens
      </label>
    </Figure>
  );
}

/** Selected does not mean that the model lags: with a large k the cut lies below zero. [RHO-1 A2, measured here] */
function belowZeroWords({ score, values, kept }: Selection): string {
  if (score !== 'excess' || !values) return '';
  let below = 0;
  let all = 0;
  kept.forEach((isKept, token) => {
    if (!isKept) return;
    all++;
    if ((values[token] ?? 0) < 0) below++;
  });
  return all > 0 ? `; ${share(below / all)} of the kept have an excess below zero` : '';
}
