/** @file What a thought has in common with each group of nodes: inner products with their names, attention on their edges. */

import { useMemo } from 'react';
import { attentionByGroup, meansByThought, productsByGroup } from '../../../../core/coconut/probes/groupFindings';
import { GroupHistogram } from '../../../../views/groupHistogram/GroupHistogram';
import { groupHistogramTable } from '../../../../views/groupHistogram/layout';
import { GroupSteps } from '../../../../views/groupSteps/GroupSteps';
import { groupStepsTable } from '../../../../views/groupSteps/layout';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { Roomy } from '../../../shell/Roomy';
import { shownThoughts } from '../../../state/cursor';
import type { RunEntry } from '../../../state/runEntry';
import { PaperFigure } from '../../selection/figures/PaperFigure';
import { THOUGHT_FACTS } from './paperThoughts';
import { type Findings, useBestOfModel, useFindings } from './useFindings';

const RIDGES_PX = 320;
const STEPS_PX = 240;

export function GroupsFinding({ entry }: { readonly entry: RunEntry }) {
  const read = useBestOfModel(entry, ({ thoughts }) => thoughts?.read.length ?? 0);
  const found = useFindings(read);
  const most = Math.max(0, ...(found?.read.map(({ norm }) => norm.length) ?? []));
  if (found && most > 0) return <GroupPictures found={found} most={most} />;
  return (
    <p className="tab-empty">
      The thoughts of this model have not been recorded yet: ask it some problems under “Does a changed thought
      matter?”.
    </p>
  );
}

function GroupPictures({ found, most }: { readonly found: Findings; readonly most: number }) {
  const asked = useApp(({ cursor }) => cursor.thoughts);
  const { look } = useActions();
  const thought = Math.max(1, shownThoughts({ thoughts: asked }, most, most));
  const { problems, read } = found;
  const products = useMemo(() => productsByGroup(problems, read, thought), [problems, read, thought]);
  const attention = useMemo(() => attentionOf(problems, read, most), [problems, read, most]);
  const inner = { title: 'inner product with the name', values: products };
  return (
    <>
      <div className="segments set-choice" role="group" aria-label="Thought">
        {Array.from({ length: most }, (_, i) => i + 1).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === thought}
            onClick={() => look({ thoughts: each === most ? undefined : each })}
          >
            thought {each}
          </button>
        ))}
      </div>
      <div className="figure-pair">
        <PaperFigure
          name={`Names in thought ${thought}`}
          paper={THOUGHT_FACTS.products}
          showing={`${formatCount(read.length)} problems; each node counted in its narrowest group; ${found.stamp}.`}
          table={() => groupHistogramTable(inner)}
        >
          <Roomy heightPx={RIDGES_PX}>{(size) => <GroupHistogram data={inner} size={size} />}</Roomy>
        </PaperFigure>
        {attention && (
          <PaperFigure
            name="Attention on edges"
            paper={THOUGHT_FACTS.attention}
            showing={`Last layer, summed over heads and over the words of an edge’s sentence; mean over the edges of ${formatCount(read.length)} problems, by the group of their source.`}
            table={() => groupStepsTable(attention)}
          >
            <Roomy heightPx={STEPS_PX}>{(size) => <GroupSteps data={attention} size={size} />}</Roomy>
          </PaperFigure>
        )}
      </div>
    </>
  );
}

function attentionOf(problems: Findings['problems'], read: Findings['read'], most: number) {
  if (read.every(({ edgeAttention }) => edgeAttention.length === 0)) return undefined;
  const each = Array.from({ length: most }, (_, i) => attentionByGroup(problems, read, i + 1));
  return { title: 'attention on an edge', means: meansByThought(each) };
}
