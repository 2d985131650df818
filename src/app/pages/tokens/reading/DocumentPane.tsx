/** @file The text of the run, with the words that go with each token and the count of what is shown. */

import { memo, useCallback, useMemo, useState } from 'react';
import { categoryName } from '../../../../views/tokenPaint';
import type { DocumentColumns } from '../../../../core/trace/trace';
import { DocumentStrip } from '../../../../views/documentStrip/DocumentStrip';
import { Sized } from '../../../../views/Sized';
import { TextPane } from '../../../../views/textPane/TextPane';
import { count, nats } from '../../../../views/format';
import { useActions } from '../../../AppContext';
import { type Cursor, togglePin } from '../../../state/cursor';
import { partsOfCharacters } from '../../../state/texts/tokenTexts';
import { showingWords } from '../showingWords';
import { usePaneText } from './usePaneText';
import type { TokenView } from '../useTokenView';

interface Props {
  readonly document: DocumentColumns | undefined;
  readonly title: string;
  /** What is said until there is a text. */
  readonly waiting: string;
  readonly cursor: Cursor;
  readonly view: TokenView;
}

/** Draws again when the text, the cursor or a score has changed, not at each step of a run. */
export const DocumentPane = memo(function DocumentPane({ document, title, waiting, cursor, view }: Props) {
  const { look } = useActions();
  const { texts, shared, blanks, isUnfolded, setIsUnfolded } = usePaneText(document);
  const { judged } = view;
  const [viewport, setViewport] = useState({ first: 0, last: 0 });
  const onViewport = useCallback((first: number, last: number) => setViewport({ first, last }), []);
  const selected = cursor.metric === 'selection' ? view.cut?.selected : undefined;
  const describe = useCallback(
    (token: number) => {
      const first = judged?.checkpoints[0]?.lossNats[token];
      const category = categoryName(judged?.category[token] ?? NaN);
      const choice = selected ? `, ${selected[token] === 1 ? 'kept' : 'dropped'}` : '';
      const parts = document && shared ? partsOfCharacters(document, token, shared(token)) : [];
      const word = [texts?.(token).trim() ?? '', ...parts].filter((each) => each !== '').join(', ') || 'space';
      return `${word}, ${category}${choice}, loss ${nats(first)} → ${nats(judged?.lossNats[token])}`;
    },
    [document, texts, shared, judged, selected],
  );
  // Where selection is asked for, what it drops is dimmed like what a filter stops.
  const legible = useMemo(() => bothOf(view.shown, selected), [view.shown, selected]);
  if (!document || !texts || !shared) return <p className="page-wait">{waiting}</p>;
  return (
    <>
      {judged && (
        <div className="strip-place">
          <Sized heightPx={STRIP_HEIGHT_PX}>
            {(size) => (
              <DocumentStrip
                category={judged.category}
                shown={view.shown}
                viewport={viewport}
                cursor={cursor.token}
                pins={cursor.pins}
                size={size}
                onJump={(token) => look({ token })}
              />
            )}
          </Sized>
        </div>
      )}
      <div className="pane-place" data-metric={cursor.metric} data-tokens={document.ids.length}>
        <TextPane
          label={`The text “${title}”, token by token`}
          count={document.ids.length}
          texts={texts}
          shared={shared}
          columns={view.columns}
          fillBy={cursor.metric}
          underlineBy={cursor.underline}
          describe={describe}
          shown={legible}
          cursor={cursor.token}
          pins={cursor.pins}
          onViewport={onViewport}
          onCursor={(token) => look({ token })}
          onPin={(token) => look({ token, pins: togglePin(cursor.pins, token) })}
        />
      </div>
      <p className="showing">
        {showingWords(cursor, view, document.ids.length)}
        {blanks > 0 && (
          <>
            {' · '}
            <button type="button" className="link" aria-pressed={isUnfolded} onClick={() => setIsUnfolded(!isUnfolded)}>
              {isUnfolded ? `Fold ${linesOf(blanks)}` : `Show ${linesOf(blanks)} in full`}
            </button>
          </>
        )}
      </p>
    </>
  );
});

const linesOf = (blanks: number): string => (blanks === 1 ? '1 empty line' : `${count(blanks)} empty lines`);

/** [token] 1 where both let it through; undefined where there is nothing to stop it. */
function bothOf(shown: Uint8Array | undefined, selected: Uint8Array | undefined): Uint8Array | undefined {
  if (!shown || !selected) return shown ?? selected;
  const both = new Uint8Array(shown.length);
  // By a loop: a text may have a million tokens, and the page waits.
  for (let token = 0; token < both.length; token++) both[token] = (shown[token] ?? 0) & (selected[token] ?? 0);
  return both;
}

const STRIP_HEIGHT_PX = 30;
