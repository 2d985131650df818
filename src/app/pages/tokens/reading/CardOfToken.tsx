/** @file The card of the token under the cursor: gathers from the trace what the card shows. */

import { useMemo } from 'react';
import { UNRANKED } from '../../../../core/rho1/ranking';
import type { Trace } from '../../../../core/trace/trace';
import type { RunEntry } from '../../../state/runEntry';
import { Sized } from '../../../../views/Sized';
import { TokenCard, type Prediction } from '../../../../views/tokenCard/TokenCard';
import { useActions } from '../../../AppContext';
import { type Cursor, togglePin } from '../../../state/cursor';
import type { Judged } from '../../../state/texts/tokenColumns';
import { partsOfCharacters, tokenBytes } from '../../../state/texts/tokenTexts';
import { charactersOfTokens } from '../../../../core/text/characters';
import { visibleText } from '../../../../core/text/tokenText';
import { ruleFacts, trajectoryOf } from '../trajectoryOf';
import { useVocabulary } from './useVocabulary';
import type { TokenView } from '../useTokenView';

interface Props {
  readonly entry: RunEntry;
  readonly token: number;
  readonly cursor: Cursor;
  readonly view: TokenView;
  readonly judged: Judged;
}

const SPARK_HEIGHT_PX = 84;

export function CardOfToken({ entry, token, cursor, view, judged }: Props) {
  const { look } = useActions();
  const { trace } = entry;
  const { document } = trace;
  const textOfId = useVocabulary(entry);
  const characters = useMemo(() => document && charactersOfTokens(document), [document]);
  if (!document || !characters) return undefined;
  const { ranked, cut } = view;
  const place = ranked?.ranking.rank[token];
  return (
    <Sized heightPx={SPARK_HEIGHT_PX}>
      {(size) => (
        <TokenCard
          trajectory={trajectoryOf(token, judged, visibleText(tokenBytes(document, token)))}
          steps={judged.checkpoints.map(({ step }) => step)}
          time={judged.checkpoints.length - 1}
          id={document.ids[token] ?? 0}
          partOf={partsOfCharacters(document, token, characters(token))}
          source={sourceOf(trace, token)}
          why={ruleFacts(token, judged, cursor.rule)}
          lossNats={judged.lossNats[token]}
          referenceLossNats={ranked ? document.referenceLossNats[token] : undefined}
          rank={
            ranked && place !== undefined && place !== UNRANKED
              ? { place: place + 1, of: ranked.ranking.ranked[0] ?? 0 }
              : undefined
          }
          isKept={cut ? cut.selected[token] === 1 : undefined}
          predictions={predictionsOf(trace, judged, token, textOfId)}
          isPinned={cursor.pins.includes(token)}
          onPin={() => look({ pins: togglePin(cursor.pins, token) })}
          size={size}
        />
      )}
    </Sized>
  );
}

/** Where a generated text says what each token truly is. */
function sourceOf({ document }: Trace, token: number): string | undefined {
  const kind = document?.kindOf?.[token];
  return kind === undefined ? undefined : document?.kinds?.[kind];
}

const TOP = 5;

function predictionsOf(
  { document }: Trace,
  { checkpoints }: Judged,
  token: number,
  textOfId: (id: number) => string,
): readonly Prediction[] | undefined {
  const { topIds, topProbability, scored = 0 } = checkpoints.at(-1) ?? {};
  if (!document || !topIds || !topProbability || token >= scored) return undefined;
  return Array.from({ length: TOP }, (_, place) => {
    const id = topIds[token * TOP + place] ?? 0;
    const probability = topProbability[token * TOP + place] ?? 0;
    return { text: textOfId(id), probability, isTarget: id === document.ids[token] };
  }).filter(({ probability }) => probability > 0);
}
