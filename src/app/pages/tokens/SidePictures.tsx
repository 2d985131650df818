/** @file The pictures linked to the text: the token at hand, the pins, the categories over time, the spread of losses. */

import { memo, useMemo } from 'react';
import type { DocumentColumns } from '../../../core/trace/trace';
import { visibleText } from '../../../core/text/tokenText';
import { categoryTrajectories } from '../../../core/rho1/categories';
import { countCategories } from '../../../views/shares';
import { Roomy } from '../../shell/Roomy';
import { CategoryTrajectories } from '../../../views/trajectories/CategoryTrajectories';
import { categoryTrajectoriesTable } from '../../../views/trajectories/categoryLayout';
import { TokenTrajectories } from '../../../views/trajectories/TokenTrajectories';
import { trajectoriesTable } from '../../../views/trajectory';
import { useActions } from '../../AppContext';
import { Figure } from '../../shell/Figure';
import type { Cursor } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import type { Judged } from '../../state/texts/tokenColumns';
import { tokenBytes } from '../../state/texts/tokenTexts';
import { KeptByGroup } from '../selection/figures/KeptByGroup';
import { CardOfToken } from './reading/CardOfToken';
import { SpreadPictures } from './SpreadPictures';
import { TrainingLoss } from './run/TrainingLoss';
import { showingWords } from './showingWords';
import { trajectoryOf } from './trajectoryOf';
import type { TokenView } from './useTokenView';

interface Props {
  readonly entry: RunEntry;
  readonly cursor: Cursor;
  readonly view: TokenView;
}

/** Draws when the paced values that it is given have moved, not when the page does. */
export default memo(function SidePictures({ entry, cursor, view }: Props) {
  const { trace } = entry;
  const { judged, whole } = view;
  const tokens = trace.document?.ids.length ?? 0;
  if (!judged || !whole)
    return (
      <aside className="side" aria-label="Pictures">
        <TrainingLoss entry={entry} />
      </aside>
    );
  const token = cursor.token ?? cursor.pins.at(-1);
  const showing = showingWords(cursor, view, tokens);
  return (
    <aside className="side" aria-label="Pictures">
      <section className="figure card-place" aria-label="The selected token">
        {token !== undefined && token < tokens ? (
          <CardOfToken entry={entry} token={token} cursor={cursor} view={view} judged={judged} />
        ) : (
          <p className="card-empty">
            Point at a token, or reach it with the arrow keys, to see what its loss did. Click or press Enter to pin it.
          </p>
        )}
      </section>
      {cursor.pins.length > 0 && (
        <Pins document={trace.document} pins={cursor.pins} whole={whole} time={judged.checkpoints.length - 1} />
      )}
      <TrainingLoss entry={entry} />
      <MeanTrajectories whole={whole} time={judged.checkpoints.length - 1} showing={showing} />
      {trace.document && view.cut && (cursor.metric === 'selection' || cursor.underline === 'selection') && (
        <KeptByGroup
          run={entry.run}
          document={trace.document}
          kept={view.cut.selected}
          keepFraction={cursor.keepFraction}
          category={judged.checkpoints.length > 1 ? judged.category : undefined}
        />
      )}
      <SpreadPictures view={view} judged={judged} cursor={cursor} showing={showing} />
    </aside>
  );
});

interface PinsProps {
  readonly document: DocumentColumns | undefined;
  readonly pins: readonly number[];
  readonly whole: Judged;
  readonly time: number;
}

const Pins = memo(function Pins({ document, pins, whole, time }: PinsProps) {
  const { look } = useActions();
  const tokens = useMemo(
    () =>
      document
        ? pins
            .filter((pin) => pin < document.ids.length)
            .map((pin) => trajectoryOf(pin, whole, visibleText(tokenBytes(document, pin))))
        : [],
    [document, pins, whole],
  );
  const rows = Math.ceil(tokens.length / 2);
  return (
    <Figure
      name="Pinned tokens"
      source="as Figures 3b and 3c"
      table={() => trajectoriesTable({ steps: stepsOf(whole), tokens })}
    >
      <Roomy heightPx={PIN_HEIGHT_PX * rows}>
        {({ widthPx }) => (
          <TokenTrajectories
            steps={stepsOf(whole)}
            tokens={tokens}
            time={time}
            size={{ widthPx, heightPx: PIN_HEIGHT_PX }}
            onPick={(token) => look({ token })}
          />
        )}
      </Roomy>
    </Figure>
  );
});

const PIN_HEIGHT_PX = 168;
const MEAN_HEIGHT_PX = 220;

interface MeanProps {
  readonly whole: Judged;
  readonly time: number;
  readonly showing: string;
}

/** Tokens are grouped by what they did over the whole run, so that the curves stand still while the time moves. */
const MeanTrajectories = memo(function MeanTrajectories({ whole, time, showing }: MeanProps) {
  const { look } = useActions();
  const data = useMemo(() => {
    // One that is being scored has no mean yet.
    const checkpoints = whole.checkpoints.filter(({ scored, lossNats }) => scored === lossNats.length);
    const losses = checkpoints.map(({ lossNats }) => lossNats);
    return {
      steps: checkpoints.map(({ step }) => step),
      meanLossNats: categoryTrajectories(losses, whole.category),
      counts: countCategories(whole.category),
      fitFirst: whole.fitFirst,
    };
  }, [whole]);
  if (data.steps.length === 0) return undefined;
  return (
    <Figure
      name="Mean loss of each category"
      source="as Figure 3a"
      showing={showing}
      table={() => categoryTrajectoriesTable(data)}
    >
      <Roomy heightPx={MEAN_HEIGHT_PX}>
        {(size) => (
          <CategoryTrajectories {...data} time={time} size={size} onTime={(checkpoint) => look({ checkpoint })} />
        )}
      </Roomy>
    </Figure>
  );
});

function stepsOf({ checkpoints }: Judged): number[] {
  return checkpoints.map(({ step }) => step);
}
