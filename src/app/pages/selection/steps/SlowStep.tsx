/** @file One step in slow motion: played, stepped by stage, or dragged. */

import { useEffect, useMemo, useState } from 'react';
import { cutScore, keptAt } from '../../../../core/rho1/ranking';
import { excessLoss } from '../../../../core/rho1/scores';
import type { DocumentColumns } from '../../../../core/trace/trace';
import { Roomy } from '../../../shell/Roomy';
import { SlowMotion } from '../../../../views/slowMotion/SlowMotion';
import {
  slowMotionSentence,
  slowMotionTable,
  STAGES,
  STEP_END,
  type SlowMotionData,
} from '../../../../views/slowMotion/layout';
import { Figure } from '../../../shell/Figure';
import { Icon } from '../../../shell/icons';
import { paneTexts } from '../../../state/texts/tokenTexts';
import type { Selection, SelectionView } from '../useSelectionView';

const HEIGHT_PX = 330;
const STAGE_MS = 1600;
/** A column needs so much room for its word. */
const COLUMN_PX = 26;
const MOST_COLUMNS = 36;

interface Props {
  readonly view: SelectionView;
  readonly selection: Selection;
  readonly document: DocumentColumns;
}

export function SlowStep({ view, selection, document }: Props) {
  const [time, setTime] = useState<number>(STEP_END);
  const [isPlaying, setIsPlaying] = useState(false);
  useStagePlay(isPlaying, setTime, setIsPlaying);
  const [columns, setColumns] = useState(MOST_COLUMNS);
  const data = useMemo(() => stepData(view, selection, document, columns), [view, selection, document, columns]);
  if (!data)
    return (
      <p className="tab-empty">The step is shown for the excess loss, between two checkpoints: rank by it above.</p>
    );
  const stage = Math.min(STAGES.length - 1, Math.floor(time));
  const goTo = (next: number) => {
    setIsPlaying(false);
    setTime(next);
  };
  return (
    <Figure name="One step in slow motion" table={() => slowMotionTable(data)}>
      <div className="stages" role="group" aria-label="Stages of the step">
        <button
          type="button"
          className="icon-button"
          aria-label={isPlaying ? 'Pause the step' : 'Play the step'}
          onClick={() => {
            if (!isPlaying && time >= STEP_END) setTime(0);
            setIsPlaying(!isPlaying);
          }}
        >
          <Icon name={isPlaying ? 'pause' : 'play'} />
        </button>
        {STAGES.map((name, i) => (
          <button
            key={name}
            type="button"
            className="stage"
            aria-pressed={i === stage}
            // To the end of the stage: what it does has been done.
            onClick={() => goTo(i + 1 - Number.EPSILON * 8)}
          >
            {name}
          </button>
        ))}
      </div>
      <p className="stage-words" aria-live={isPlaying ? 'off' : 'polite'}>
        {slowMotionSentence(data, time).replace(/^.*?: /, '')}
      </p>
      <Roomy heightPx={HEIGHT_PX}>
        {(size) => <FittedStep data={data} time={time} size={size} columns={columns} onColumns={setColumns} />}
      </Roomy>
    </Figure>
  );
}

interface FittedProps {
  readonly data: SlowMotionData;
  readonly time: number;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly columns: number;
  readonly onColumns: (columns: number) => void;
}

/** A narrow page shows fewer tokens rather than thinner ones. */
function FittedStep({ data, time, size, columns, onColumns }: FittedProps) {
  const fitting = Math.max(8, Math.min(MOST_COLUMNS, Math.floor((size.widthPx - 44) / COLUMN_PX)));
  useEffect(() => {
    if (fitting !== columns) onColumns(fitting);
  }, [fitting, columns, onColumns]);
  return <SlowMotion data={data} time={time} size={size} />;
}

/** Moves the time with the frames while it plays, and stops at the end. Reduced motion goes from stage to stage. */
function useStagePlay(
  isPlaying: boolean,
  setTime: (step: (time: number) => number) => void,
  setIsPlaying: (isPlaying: boolean) => void,
): void {
  useEffect(() => {
    if (!isPlaying) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let frame = 0;
    let lastMs: number | undefined;
    const onFrame = (nowMs: number) => {
      const passed = (nowMs - (lastMs ?? nowMs)) / STAGE_MS;
      const isDue = !isStill || passed >= 1;
      if (isDue) lastMs = nowMs;
      lastMs ??= nowMs;
      if (isDue)
        setTime((time) => {
          const next = Math.min(STEP_END, time + passed);
          if (next >= STEP_END) setIsPlaying(false);
          return next;
        });
      frame = requestAnimationFrame(onFrame);
    };
    frame = requestAnimationFrame(onFrame);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, setTime, setIsPlaying]);
}

/** The row of tokens, near the start of the text, in which kept and dropped ones are mixed best. */
function stepData(
  { run, arm, time }: SelectionView,
  { score, keepFraction, rankings }: Selection,
  document: DocumentColumns,
  columns: number,
): SlowMotionData | undefined {
  if (score !== 'excess') return undefined;
  const losses = run.arms[arm]?.lossNats ?? [];
  const { reference } = run;
  // After the last checkpoint nothing is known: there the step before it is shown.
  const before = Math.max(0, Math.min(time, losses.length - 2));
  const [lossNats, after, ranking] = [losses[before], losses[before + 1], rankings[before]];
  if (!reference || !lossNats || !after || !ranking) return undefined;
  const kept = keptAt(ranking, keepFraction);
  const cut = cutScore(excessLoss(lossNats, reference.lossNats), ranking, keepFraction);
  const first = mixedRow(kept, columns);
  const cutOut = (values: Float32Array) => values.subarray(first, first + columns);
  const texts = paneTexts(document);
  return {
    texts: Array.from({ length: Math.min(columns, kept.length - first) }, (_, i) => texts(first + i)),
    referenceNats: cutOut(reference.lossNats),
    lossNats: cutOut(lossNats),
    afterNats: cutOut(after),
    kept: kept.subarray(first, first + columns),
    cutNats: cut,
  };
}

/** Where the share kept is nearest to a half: a row that is all kept or all dropped would show nothing. */
function mixedRow(kept: Uint8Array, columns: number): number {
  let best = 0;
  let bestDistance = Infinity;
  for (let first = 0; first + columns <= Math.min(kept.length, 1000); first += 4) {
    const share = kept.subarray(first, first + columns).reduce((sum, each) => sum + each, 0) / columns;
    if (Math.abs(share - 0.5) >= bestDistance) continue;
    bestDistance = Math.abs(share - 0.5);
    best = first;
  }
  return best;
}
