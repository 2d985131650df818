/** @file The text of the run, with the words that go with each token and the count of what is shown. */

import { useCallback, useMemo, useState } from 'react';
import { categoryName } from '../../../views/tokenPaint';
import { DocumentStrip } from '../../../views/documentStrip/DocumentStrip';
import { Sized } from '../../../views/Sized';
import { TextPane } from '../../../views/textPane/TextPane';
import { nats } from '../../../views/format';
import { useActions } from '../../AppContext';
import { type Cursor, togglePin } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { paneTexts } from '../../state/tokenTexts';
import { showingWords } from './showingWords';
import type { TokenView } from './useTokenView';

interface Props {
  readonly entry: RunEntry;
  readonly cursor: Cursor;
  readonly view: TokenView;
}

export function DocumentPane({ entry, cursor, view }: Props) {
  const { look } = useActions();
  const { document } = entry.trace;
  const texts = useMemo(() => document && paneTexts(document), [document]);
  const { judged } = view;
  const [viewport, setViewport] = useState({ first: 0, last: 0 });
  const onViewport = useCallback((first: number, last: number) => setViewport({ first, last }), []);
  const describe = useCallback(
    (token: number) => {
      const first = judged?.checkpoints[0]?.lossNats[token];
      const category = categoryName(judged?.category[token] ?? NaN);
      return `${texts?.(token).trim() || 'space'}, ${category}, loss ${nats(first)} → ${nats(judged?.lossNats[token])}`;
    },
    [texts, judged],
  );
  if (!document || !texts) return <p className="page-wait">{waitingWords(entry)}</p>;
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
      <div className="pane-place" data-tokens={document.ids.length}>
        <TextPane
          label={`The text “${entry.title}”, token by token`}
          count={document.ids.length}
          texts={texts}
          columns={view.columns}
          fillBy={cursor.metric}
          underlineBy={cursor.underline}
          describe={describe}
          shown={view.shown}
          cursor={cursor.token}
          pins={cursor.pins}
          onViewport={onViewport}
          onCursor={(token) => look({ token })}
          onPin={(token) => look({ token, pins: togglePin(cursor.pins, token) })}
        />
      </div>
      <p className="showing">{showingWords(cursor, view, document.ids.length)}</p>
    </>
  );
}

const STRIP_HEIGHT_PX = 30;

function waitingWords({ state, sentence }: RunEntry): string {
  if (state === 'failed') return sentence ?? 'The run failed before it had read the text.';
  return 'Cutting the text into tokens…';
}
