/** @file The middle of the page: the sequence, and the search tree of the problem at a number of thoughts. */

import { useMemo } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { SearchTree } from '../../../../views/searchTree/SearchTree';
import { searchTreeTable } from '../../../../views/searchTree/layout';
import { searchTreeHeightPx } from '../../../../views/searchTree/places';
import { TreeLegend } from '../../../../views/searchTree/TreeLegend';
import type { SizePx } from '../../../../views/size';
import { ThoughtStrip } from '../../../../views/thoughtStrip/ThoughtStrip';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { shownThoughts, togglePin } from '../../../state/cursor';
import { taughtThoughts } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';
import { useOpeningPlay, usePlayback } from '../../playback';
import { Measured } from '../findings/Measured';
import { SpeedChoice } from './SpeedChoice';
import { StageBar } from '../teach/StageBar';
import { stripOf } from './strip';
import { useAskUnknown } from '../ask/useAskUnknown';
import { useCompanions } from '../findings/useCompanions';
import { useProbed } from '../ask/useProbed';
import { thoughtBeatMs, useThoughtTime } from './useThoughtTime';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem | undefined;
}

export function TreePlace({ entry, problem }: Props) {
  if (!problem) return <p className="tab-empty">The problems appear with the first evaluation.</p>;
  return <TreeOfProblem entry={entry} problem={problem} />;
}

function TreeOfProblem({ entry, problem }: { readonly entry: RunEntry; readonly problem: Problem }) {
  const { look, playThought, endPlay, togglePlayThoughts } = useActions();
  const cursor = useApp((state) => state.cursor);
  const isPlaying = useApp((state) => state.isPlaying);
  const speed = useApp(({ desk }) => desk.speed);
  const { tree, probed, method, steps, stepAt } = useProbed(entry, problem);
  useAskUnknown(entry, problem, probed !== undefined);
  useCompanions(entry, 'others');
  const most = Math.max(0, tree.values.length - 1);
  const taught = Math.min(taughtThoughts(entry), most);
  const thoughts = shownThoughts(cursor, taught, most);
  const time = Math.min(most, useThoughtTime(thoughts, speed));
  const strip = useMemo(() => stripOf(problem, probed, method), [problem, probed, method]);
  const beatMs = thoughtBeatMs(speed);
  usePlayback(beatMs, playThought);
  useOpeningPlay(entry.origin === 'recorded' && taught > 0 && cursor.thoughts === undefined, {
    play: togglePlayThoughts,
    end: endPlay,
    lastsMs: (taught + 1) * beatMs,
  });
  const toThoughts = (next: number) => look({ thoughts: next === taught ? undefined : next });
  return (
    <>
      <div className="strip-place">
        <ThoughtStrip
          data={strip}
          thoughts={thoughts}
          isPlaying={isPlaying}
          onThoughts={toThoughts}
          onPlay={togglePlayThoughts}
        />
        <SpeedChoice />
      </div>
      <Figure name="Search tree" source="Figure 7" table={() => searchTreeTable(tree)}>
        <Measured>
          {(widthPx, roomPx) => (
            <SearchTree
              data={tree}
              time={time}
              size={treeSize(tree, widthPx, roomPx)}
              node={cursor.node}
              pins={cursor.nodePins}
              onThoughts={toThoughts}
              onNode={(node) => look({ node })}
              onPin={(node) => look({ nodePins: togglePin(cursor.nodePins, node) })}
            />
          )}
        </Measured>
        <TreeLegend />
        {!probed && <p className="showing">{waitingWords(entry)}</p>}
      </Figure>
      {steps.length > 1 && (
        <div className="stage-place">
          <h2>During training</h2>
          <StageBar steps={steps} stepAt={stepAt} />
        </div>
      )}
    </>
  );
}

function waitingWords({ state, sentence }: RunEntry): string {
  if (state === 'failed') return sentence ?? 'The run failed before the model was asked.';
  return 'This is the graph alone: the model has not answered this problem yet.';
}

/** As high as the tree likes to be, and higher where the page has room. */
function treeSize(tree: Parameters<typeof searchTreeHeightPx>[0], widthPx: number, roomPx: number): SizePx {
  const wantedPx = searchTreeHeightPx(tree, widthPx);
  return { widthPx, heightPx: Math.max(wantedPx, Math.min(roomPx, wantedPx * 1.4)) };
}
