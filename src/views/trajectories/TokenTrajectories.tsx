/** @file The pinned tokens, up to four, as small multiples: loss at each checkpoint and the fitted line. */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { inlineToken, signedNats } from '../format';
import { categoryLook } from '../palette';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { trajectoryLayout, trajectorySentence, type TokenTrajectory } from '../trajectory';

export interface TokenTrajectoriesProps {
  readonly steps: readonly number[];
  readonly tokens: readonly TokenTrajectory[];
  readonly time: number;
  /** Of all multiples together. */
  readonly size: SizePx;
  readonly onPick?: ((token: number) => void) | undefined;
}

/** A multiple is no narrower than this. */
const MULTIPLE_PX = 180;

export function TokenTrajectories({ steps, tokens, time, size, onPick }: TokenTrajectoriesProps) {
  const columns = Math.max(1, Math.min(tokens.length, Math.floor(size.widthPx / MULTIPLE_PX)));
  const widthPx = Math.floor((size.widthPx - (columns - 1) * 12) / columns);
  return (
    <div className="v-multiples" style={{ gridTemplateColumns: `repeat(${columns}, ${widthPx}px)` }}>
      {tokens.map((trajectory) => (
        <Multiple
          key={trajectory.token}
          trajectory={trajectory}
          steps={steps}
          time={time}
          widthPx={widthPx}
          heightPx={size.heightPx}
          onPick={onPick}
        />
      ))}
    </div>
  );
}

interface MultipleProps extends Pick<TokenTrajectoriesProps, 'steps' | 'time' | 'onPick'>, SizePx {
  readonly trajectory: TokenTrajectory;
}

function Multiple({ trajectory, steps, time, widthPx, heightPx, onPick }: MultipleProps) {
  const size = useMemo(() => ({ widthPx, heightPx: heightPx - HEAD_PX }), [widthPx, heightPx]);
  const marks = useMemo(() => trajectoryLayout(trajectory, steps, time, size), [trajectory, steps, time, size]);
  const { token, text, category, fit } = trajectory;
  const look = categoryLook(category);
  return (
    <figure className="v-multiple">
      <button type="button" className="v-multiple-head" onClick={() => onPick?.(token)}>
        <span className="v-token-text">{inlineToken(text)}</span>
        <span className={`v-badge v-cue-${look?.cue ?? 'none'}`} style={{ backgroundColor: look?.fill }}>
          {look?.name ?? '–'}
        </span>
        <span className="v-multiple-change">ΔL {signedNats(fit.endNats - fit.startNats)}</span>
      </button>
      <Picture size={size} name={`Loss of ${inlineToken(text)}`} sentence={trajectorySentence(trajectory)}>
        <Axis side="left" plot={marks.plot} ticks={marks.yTicks} title="loss (nats)" />
        <Axis side="bottom" plot={marks.plot} ticks={marks.xTicks} title="step" />
        <line
          className="v-cursor-line"
          x1={marks.cursor.xPx}
          x2={marks.cursor.xPx}
          y1={marks.plot.topPx}
          y2={marks.plot.bottomPx}
        />
        <line className="v-fit" {...marks.fit} />
        <g style={{ color: `var(--v-line-${category}, var(--v-ink-2))` }}>
          {marks.pathBefore && <path className="v-curve v-unfitted" d={marks.pathBefore} />}
          <path className="v-curve" d={marks.path} />
          {marks.dots.map(({ xPx, yPx, isFitted }) => (
            <circle key={xPx} className={isFitted ? 'v-dot' : 'v-dot v-unfitted'} cx={xPx} cy={yPx} r={2.2} />
          ))}
        </g>
      </Picture>
    </figure>
  );
}

const HEAD_PX = 34;
