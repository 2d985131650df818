/** @file One run on the Tokens page. Composes; what is derived comes from useTokenView, what is drawn from views. */

import { lazy, useDeferredValue, useState } from 'react';
import { useActions, useApp } from '../../AppContext';
import { Later } from '../../shell/Later';
import { toggleCategory } from '../../state/cursor';
import { isUnderWay, progressOf, type RunEntry } from '../../state/runEntry';
import { availableMetrics } from '../../state/tokenColumns';
import { CategoryLegend } from '../../../views/legend/CategoryLegend';
import { ScaleLegend } from '../../../views/legend/ScaleLegend';
import { CheckpointBar } from './CheckpointBar';
import { DocumentPane } from './DocumentPane';
import { Hint } from './Hint';
import { Interrupted } from './Interrupted';
import { RunControls } from './RunControls';
import { RunHead } from './RunHead';
import { ShortLegend } from './ShortLegend';
import { useCalm } from './useCalm';
import { useBringText } from './useBringText';
import { useTokenView } from './useTokenView';
import { ViewControls } from './ViewControls';

const Reading = lazy(() => import('./Reading'));
const SidePictures = lazy(() => import('./SidePictures'));
const TrainPanel = lazy(() => import('./TrainPanel'));

const STREAM_MS = 800;

export function TokensOfRun({ entry }: { readonly entry: RunEntry }) {
  const cursor = useApp((state) => state.cursor);
  const { look } = useActions();
  const view = useTokenView(entry, cursor);
  // The text goes first; while scores stream in, the pictures follow at a pace that leaves the page free.
  const calmView = useCalm(view, entry.state === 'running' ? STREAM_MS : 0);
  const [laterView, laterCursor] = [useDeferredValue(calmView), useDeferredValue(cursor)];
  const [isTrainOpen, openTrain] = useState(false);
  const bring = useBringText();
  return (
    <div
      className="tokens-page"
      data-run-state={entry.state}
      data-step={progressOf(entry.trace)?.done ?? 0}
      data-checkpoints={entry.trace.arms[0]?.checkpoints.length ?? 0}
      data-dropping={bring.isDropping}
    >
      <div className="tokens-main">
        <RunHead
          entry={entry}
          onFiles={bring.chooseFiles}
          onTrain={() => openTrain((isOpen) => !isOpen)}
          isTrainOpen={isTrainOpen}
        />
        <Interrupted />
        <Later placeholder={undefined}>
          {isTrainOpen && <TrainPanel entry={entry} onClose={() => openTrain(false)} />}
        </Later>
        {isUnderWay(entry.state) && <RunControls entry={entry} />}
        <div className="instrument">
          <div className="time-place">
            <CheckpointBar entry={entry} />
            <ShortLegend
              counts={view.counts}
              filter={cursor.filter}
              onToggle={(category) => look({ filter: toggleCategory(cursor.filter, category) })}
            />
          </div>
          <ViewControls available={availableMetrics(view.ranked !== undefined)} />
          <div className="legend-place">
            {cursor.metric === 'category' ? (
              <CategoryLegend
                counts={view.counts}
                filter={cursor.filter}
                onToggle={(category) => look({ filter: toggleCategory(cursor.filter, category) })}
              />
            ) : (
              <ScaleLegend metric={cursor.metric} />
            )}
          </div>
        </div>
        {entry.origin === 'recorded' && <Hint />}
        <DocumentPane
          document={entry.trace.document}
          title={entry.title}
          waiting={waitingWords(entry)}
          cursor={cursor}
          view={view}
        />
      </div>
      <Later placeholder={<aside className="side" />}>
        <SidePictures entry={entry} cursor={laterCursor} view={laterView} />
      </Later>
      {bring.input}
      <Later placeholder={undefined}>
        <Reading />
      </Later>
    </div>
  );
}

function waitingWords({ state, sentence }: RunEntry): string {
  if (state === 'failed') return sentence ?? 'The run failed before it had read the text.';
  return 'Cutting the text into tokens…';
}
