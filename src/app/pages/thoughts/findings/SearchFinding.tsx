/** @file Figures 8 and 9: how many candidates a model keeps in view after each thought, and what height has to do with it. */

import { useMemo } from 'react';
import { frontierValues, valuedFrontier } from '../../../../core/coconut/probes/findings';
import { parallelism, topGap, valueByHeight } from '../../../../core/coconut/probes/parallelism';
import { meanInterval95 } from '../../../../core/util/statistics';
import { ParallelSearch } from '../../../../views/parallelism/ParallelSearch';
import { parallelismTable } from '../../../../views/parallelism/layout';
import { ValueByHeight } from '../../../../views/valueByHeight/ValueByHeight';
import { valueByHeightTable } from '../../../../views/valueByHeight/layout';
import { formatCount } from '../../../shell/format';
import { Roomy } from '../../../shell/Roomy';
import { PaperFigure } from '../../selection/figures/PaperFigure';
import { THOUGHT_FACTS } from './paperThoughts';
import type { Findings } from './useFindings';

const HEIGHT_PX = 240;

export function SearchFinding({ found }: { readonly found: Findings }) {
  const each = useMemo(() => searchesOf(found), [found]);
  if (each.length === 0)
    return (
      <p className="tab-empty">No node values have been read after a thought yet, so there is no search to draw.</p>
    );
  return (
    <>
      <p className="finding-words">{gapWords(each)}</p>
      <div className="figure-pair">
        {each.map(({ thoughts, search }) => (
          <PaperFigure
            key={thoughts}
            name={`Candidates after thought ${thoughts}`}
            paper={THOUGHT_FACTS.parallelism}
            showing={`n = ${formatCount(search.problems)} problems; ${found.stamp}.`}
            table={() => parallelismTable(search)}
          >
            <Roomy heightPx={HEIGHT_PX}>
              {(size) => <ParallelSearch data={search} thoughts={thoughts} size={size} />}
            </Roomy>
          </PaperFigure>
        ))}
      </div>
      <div className="figure-pair">
        {each.map(({ thoughts, heights, nodes }) => (
          <PaperFigure
            key={thoughts}
            name={`Value by height, thought ${thoughts}`}
            paper={THOUGHT_FACTS.height}
            showing={`${formatCount(nodes)} candidates; filled: on a shortest path to the target, hollow: not; intervals treat nodes as independent, so they are somewhat too narrow.`}
            table={() => valueByHeightTable(heights)}
          >
            <Roomy heightPx={HEIGHT_PX}>
              {(size) => <ValueByHeight groups={heights} thoughts={thoughts} size={size} />}
            </Roomy>
          </PaperFigure>
        ))}
      </div>
    </>
  );
}

function searchesOf({ problems, probed, outcomes }: Findings) {
  return outcomes.flatMap(({ thoughts }) => {
    if (thoughts === 0) return [];
    const values = frontierValues(problems, probed, thoughts);
    const search = parallelism(values);
    const nodes = valuedFrontier(problems, probed, thoughts);
    const gap = meanInterval95(values.filter((each) => each.length > 0).map(topGap));
    return search.problems > 0 ? [{ thoughts, search, gap, heights: valueByHeight(nodes), nodes: nodes.length }] : [];
  });
}

/** Whether the first thought is wider than the second, as in the paper: from the numbers alone. */
function gapWords(each: ReturnType<typeof searchesOf>): string {
  const [first, second] = each.map(({ gap }) => gap);
  if (!first || !second) return 'With a single thought one cannot see whether the search narrows.';
  const gaps = `the best three candidates hold ${gapNumber(first)} more than the best one after thought 1, ${gapNumber(second)} more after thought 2 (95 % over problems)`;
  const noise = Math.hypot(first.halfWidth, second.halfWidth);
  // Without an interval nothing is told apart.
  if (!(Math.abs(first.mean - second.mean) > noise)) return `Too close to tell whether the search narrows: ${gaps}.`;
  return first.mean > second.mean
    ? `As in the paper, the search narrows: ${gaps}.`
    : `Unlike the paper’s, this search does not narrow: ${gaps}.`;
}

function gapNumber({ mean, halfWidth }: { readonly mean: number; readonly halfWidth: number }): string {
  return Number.isFinite(halfWidth) ? `${mean.toFixed(2)} ± ${halfWidth.toFixed(2)}` : mean.toFixed(2);
}
