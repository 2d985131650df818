/** @file How the selection moves while the model learns: Figure 8, and the overlap with the selections before. */

import { useMemo } from 'react';
import { perplexityMatrix } from '../../../../core/rho1/dynamics';
import { overlapMatrix } from '../../../../core/rho1/overlap';
import { selectionsOf } from '../../../../core/rho1/selectionRun';
import { SelectionOverlap } from '../../../../views/selectionOverlap/SelectionOverlap';
import { overlapByChance, overlapTable } from '../../../../views/selectionOverlap/layout';
import { SelectionPerplexity } from '../../../../views/selectionPerplexity/SelectionPerplexity';
import { perplexityTable } from '../../../../views/selectionPerplexity/layout';
import { Roomy } from '../../../shell/Roomy';
import { Figure } from '../../../shell/Figure';
import { PAPER_FACTS } from './paperFacts';
import { PaperFigure } from './PaperFigure';
import { spreadOver } from './spreadOver';
import type { Selection, SelectionView } from '../useSelectionView';

const PERPLEXITY_PX = 280;
const OVERLAP_PX = 380;
/** As many as the paper follows. */
const FOLLOWED = 5;

interface Props {
  readonly view: SelectionView;
  readonly selection: Selection;
}

export function MovePictures({ view, selection }: Props) {
  const { run, arm } = view;
  const { rankings, keepFraction } = selection;
  const selections = useMemo(() => selectionsOf(rankings, keepFraction), [rankings, keepFraction]);
  const losses = run.arms[arm]?.lossNats;
  const perplexity = useMemo(() => {
    // Before the first step nothing has been selected yet, and the start knows another corpus: the paper begins after it too.
    const trained = selections.slice(1);
    const chosenAt = spreadOver(0, trained.length - 1, FOLLOWED);
    const chosen = chosenAt.map((at) => trained[at] ?? new Uint8Array(0));
    return { steps: run.steps.slice(1), chosenAt, perplexity: perplexityMatrix(losses?.slice(1) ?? [], chosen) };
  }, [run, losses, selections]);
  const overlap = useMemo(
    () => ({ steps: run.steps, overlap: overlapMatrix(selections), byChance: overlapByChance(keepFraction) }),
    [run, selections, keepFraction],
  );
  return (
    <div className="figure-pair">
      <PaperFigure
        name="Perplexity of the tokens selected at each checkpoint"
        paper={PAPER_FACTS.perplexity}
        showing="A ring marks the checkpoint that selected the tokens."
        table={() => perplexityTable(perplexity)}
      >
        <Roomy heightPx={PERPLEXITY_PX}>{(size) => <SelectionPerplexity data={perplexity} size={size} />}</Roomy>
      </PaperFigure>
      <Figure
        name="Overlap of the selections"
        source="ours"
        showing={`Tokens that both selections keep, as a share of those that either keeps (Jaccard index). By chance: ${overlap.byChance.toFixed(2)}.`}
        table={() => overlapTable(overlap)}
      >
        <Roomy heightPx={OVERLAP_PX}>{(size) => <SelectionOverlap data={overlap} size={size} />}</Roomy>
      </Figure>
    </div>
  );
}
