/** @file Figures 13 and 14: a passage of the watched text, with what selection keeps and how its wishes moved. */

import { useMemo, useState } from 'react';
import { preferenceLevel } from '../../../../core/rho1/dynamics';
import { keptCount, type Ranking } from '../../../../core/rho1/ranking';
import type { DocumentColumns } from '../../../../core/trace/trace';
import { count } from '../../../../views/format';
import { Preference, PreferenceLegend } from '../../../../views/preference/Preference';
import { preferenceTable, type PreferenceData, type PreferencePanel } from '../../../../views/preference/layout';
import { paneTexts } from '../../../state/texts/tokenTexts';
import { PAPER_FACTS } from './paperFacts';
import { PaperFigure } from './PaperFigure';
import { spreadOver } from './spreadOver';
import type { Selection, SelectionView } from '../useSelectionView';

/** About a page of a book at once. */
const PASSAGE_TOKENS = 240;
/** The paper's panels: the start, a third, two thirds, the end. */
const PANELS = 4;

interface Props {
  readonly view: SelectionView;
  readonly document: DocumentColumns;
}

export function PassagePictures({ view, document }: Props) {
  const { run, time, selection } = view;
  const texts = useMemo(() => paneTexts(document), [document]);
  const [first, setFirst] = useState(0);
  const tokens = document.ids.length;
  const end = Math.min(tokens, first + PASSAGE_TOKENS);
  const passage = useMemo(() => Array.from({ length: end - first }, (_, i) => texts(first + i)), [texts, first, end]);
  const now = useMemo(
    () => dataOf(passage, first, selection, run.steps, [time]),
    [passage, first, selection, run, time],
  );
  const course = useMemo(
    () => dataOf(passage, first, selection, run.steps, spreadOver(0, run.steps.length - 1, PANELS)),
    [passage, first, selection, run],
  );
  if (!selection) return undefined;
  const showing = `tokens ${count(first + 1)} to ${count(end)} of ${count(tokens)}`;
  return (
    <>
      <nav className="passage-way" aria-label="Passage">
        <button
          type="button"
          className="button"
          disabled={first === 0}
          onClick={() => setFirst(Math.max(0, first - PASSAGE_TOKENS))}
        >
          Previous passage
        </button>
        <button
          type="button"
          className="button"
          disabled={end >= tokens}
          onClick={() => setFirst(first + PASSAGE_TOKENS)}
        >
          Next passage
        </button>
        <span className="showing">{showing}</span>
      </nav>
      <PaperFigure name="Kept tokens" paper={PAPER_FACTS.kept} isDrawn={false} table={() => preferenceTable(now)}>
        <Preference data={now} look="kept" />
      </PaperFigure>
      <PaperFigure
        name="How the preference for each token changed"
        paper={PAPER_FACTS.preference}
        isDrawn={false}
        table={() => preferenceTable(course)}
      >
        <PreferenceLegend />
        <Preference data={course} look="levels" />
      </PaperFigure>
    </>
  );
}

function dataOf(
  texts: readonly string[],
  first: number,
  selection: Selection | undefined,
  steps: readonly number[],
  checkpoints: readonly number[],
): PreferenceData {
  if (!selection) return { texts, panels: [] };
  const { rankings, keepFraction } = selection;
  const panels = checkpoints.flatMap((checkpoint): PreferencePanel[] => {
    const ranking = rankings[checkpoint];
    if (!ranking) return [];
    const title = `step ${count(steps[checkpoint] ?? 0)}`;
    return [{ title, ...passageOf(ranking, keepFraction, first, first + texts.length) }];
  });
  return { texts, panels };
}

/** Looks at the tokens of the passage alone: the text may be a hundred times as long. */
function passageOf(ranking: Ranking, keepFraction: number, from: number, to: number) {
  const [ranked = 0] = ranking.ranked;
  const keptPlaces = keptCount(ranked, keepFraction);
  const places = ranking.rank.subarray(from, to);
  return {
    level: Uint8Array.from(places, (place) => preferenceLevel(place, ranked)),
    kept: Uint8Array.from(places, (place) => (place < keptPlaces ? 1 : 0)),
  };
}
