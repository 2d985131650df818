/** @file One run on the Tokens page. Composes; what is derived comes from useTokenView, what is drawn from views. */

import { lazy, memo, useDeferredValue, useState } from 'react';
import { useActions, useApp } from '../../AppContext';
import { Later } from '../../shell/Later';
import { type Cursor, toggleCategory } from '../../state/cursor';
import { isUnderWay, progressOf, type RunEntry } from '../../state/runEntry';
import { CategoryLegend } from '../../../views/legend/CategoryLegend';
import { ScaleLegend } from '../../../views/legend/ScaleLegend';
import { CheckpointBar } from './CheckpointBar';
import { DocumentPane } from './reading/DocumentPane';
import { Hint } from './Hint';
import { Interrupted } from '../Interrupted';
import { ReadingLine } from './reading/ReadingLine';
import { RunControls } from './run/RunControls';
import { RunHead } from './run/RunHead';
import { ShortLegend } from './ShortLegend';
import { useCalm } from './useCalm';
import { useBringText } from './reading/useBringText';
import { type TokenView, useTokenView } from './useTokenView';
import { ViewControls } from './ViewControls';

const Reading = lazy(() => import('./reading/Reading'));
const SidePictures = lazy(() => import('./SidePictures'));
const TrainPanel = lazy(() => import('./run/TrainPanel'));

/** Between two drawings of the pictures beside the text, while scores stream in. */
const STREAM_MS = 800;
/** Between two drawings of the curve of the loss, which grows at each step. */
const STEP_MS = 250;

export function TokensOfRun({ entry }: { readonly entry: RunEntry }) {
  const cursor = useApp((state) => state.cursor);
  const view = useTokenView(entry, cursor);
  const [isTrainOpen, setIsTrainOpen] = useState(false);
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
          onTrain={() => setIsTrainOpen((isOpen) => !isOpen)}
          isTrainOpen={isTrainOpen}
        />
        <Interrupted kind="train" />
        <Later placeholder={undefined}>
          {isTrainOpen && <TrainPanel entry={entry} onClose={() => setIsTrainOpen(false)} />}
        </Later>
        {isUnderWay(entry.state) && <RunControls entry={entry} />}
        <div className="instrument">
          <div className="time-place">
            <CheckpointBar entry={entry} />
            <Counts counts={view.counts} filter={cursor.filter} isShort />
          </div>
          <ViewControls hasReference={view.ranked !== undefined} />
          <div className="legend-place">
            {cursor.metric === 'category' ? (
              <Counts counts={view.counts} filter={cursor.filter} />
            ) : (
              <ScaleLegend metric={cursor.metric} />
            )}
          </div>
        </div>
        <ReadingLine entry={entry} judged={view.judged} />
        {entry.origin === 'recorded' && <Hint />}
        <DocumentPane
          document={entry.trace.document}
          title={entry.title}
          waiting={waitingWords(entry)}
          cursor={cursor}
          view={view}
        />
      </div>
      <Beside entry={entry} cursor={cursor} view={view} />
      {bring.input}
      <Later placeholder={undefined}>
        <Reading />
      </Later>
    </div>
  );
}

interface BesideProps {
  readonly entry: RunEntry;
  readonly cursor: Cursor;
  readonly view: TokenView;
}

/** The text goes first: while events stream in, the pictures follow at a pace, and in slices, that leave the page free. */
function Beside({ entry, cursor, view }: BesideProps) {
  const isStreaming = entry.state === 'running';
  const calmEntry = useCalm(entry, isStreaming ? STEP_MS : 0);
  const calmView = useCalm(view, isStreaming ? STREAM_MS : 0);
  return (
    <Later placeholder={<aside className="side" />}>
      <SidePictures
        entry={useDeferredValue(calmEntry)}
        cursor={useDeferredValue(cursor)}
        view={useDeferredValue(calmView)}
      />
    </Later>
  );
}

interface CountsProps {
  readonly counts: readonly number[];
  readonly filter: Cursor['filter'];
  readonly isShort?: boolean;
}

/** The legend with what it counts. Stands still while a step changes no score. */
const Counts = memo(function Counts({ counts, filter, isShort = false }: CountsProps) {
  const { look } = useActions();
  const Legend = isShort ? ShortLegend : CategoryLegend;
  return (
    <Legend
      counts={counts}
      filter={filter}
      onToggle={(category) => look({ filter: toggleCategory(filter, category) })}
    />
  );
});

function waitingWords({ state, sentence }: RunEntry): string {
  if (state === 'failed') return sentence ?? 'The run failed before it had read the text.';
  return 'Splitting the text into tokens…';
}
