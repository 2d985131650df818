/** @file The cut: a histogram to drag it on, and which tokens it keeps. No run is needed to move it. */

import { useMemo } from 'react';
import { keptByGroup } from '../../../core/rho1/overlap';
import { PAPER_RULE, categorize, CATEGORIES } from '../../../core/rho1/categories';
import type { DocumentColumns } from '../../../core/trace/trace';
import { count, share } from '../../../views/format';
import { Histogram } from '../../../views/histogram/Histogram';
import { histogramTable } from '../../../views/histogram/layout';
import { KeptGroups } from '../../../views/keptGroups/KeptGroups';
import { keptGroupsTable, type KeptGroupsData } from '../../../views/keptGroups/layout';
import { Sized } from '../../../views/Sized';
import { useActions } from '../../AppContext';
import { Figure } from '../../shell/Figure';
import { fractionAtOrAbove } from '../../state/tokenColumns';
import { type Selection, SCORE_TITLES, type SelectionView } from './useSelectionView';

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
      name="The cut"
      source="drag it"
      showing={`${count(keptCount)} of ${count(kept.length)} tokens kept${belowZeroWords(selection)}`}
      table={() => histogramTable({ values, cutNats: cut, title })}
    >
      <Sized heightPx={HISTOGRAM_PX}>
        {(size) => (
          <Histogram
            values={values}
            cutNats={cut}
            title={title}
            size={size}
            onCut={(at) => look({ keepFraction: Math.max(0.005, fractionAtOrAbove(values, at)) })}
          />
        )}
      </Sized>
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

interface GroupsProps {
  readonly view: SelectionView;
  readonly document: DocumentColumns;
}

/** By what the tokens are, and by what their loss did. */
export function KeptByGroup({ view, document }: GroupsProps) {
  const data = useMemo(() => groupData(view, document), [view, document]);
  return (
    <div className="figure-pair">
      {data.map((groups) => (
        <Figure key={groups.of} name={`Kept by ${groups.of}`} table={() => keptGroupsTable(groups)}>
          <Sized heightPx={40 + 24 * groups.rows.length}>
            {({ widthPx }) => <KeptGroups data={groups} widthPx={widthPx} />}
          </Sized>
        </Figure>
      ))}
    </div>
  );
}

function groupData({ run, arm, time, selection }: SelectionView, document: DocumentColumns): KeptGroupsData[] {
  if (!selection) return [];
  const { kept, keepFraction } = selection;
  const { kindOf, kinds } = document;
  const group = (of: string, names: readonly string[], groupOf: Uint8Array): KeptGroupsData => ({
    of,
    keepFraction,
    rows: keptByGroup(kept, groupOf, names.length).flatMap((row, i) =>
      row.total > 0 ? [{ ...row, name: names[i] ?? '' }] : [],
    ),
  });
  const soFar = run.arms[arm]?.lossNats.slice(0, time + 1) ?? [];
  return [
    ...(kindOf && kinds ? [group('kind of text', kinds, kindOf)] : []),
    // A category needs a course, and one checkpoint has none.
    ...(soFar.length > 1 ? [group('category', CATEGORIES, categorize(soFar, PAPER_RULE).category)] : []),
  ];
}
