/** @file Figure 5, right: the share of each class of path. Stripes say that no path was written. */

import { useId, useMemo, type PointerEvent } from 'react';
import { Axis } from '../Axis';
import { INK_ON_FILL, PATH_LOOKS } from '../palette';
import { Picture } from '../Picture';
import type { OutcomeProps } from './AnswerAccuracy';
import { classLayout, classSentence, outcomeNear } from './layout';

export function PathClasses({ rows, size, onPick }: OutcomeProps) {
  const marks = useMemo(() => classLayout(rows, size), [rows, size]);
  const stripes = useId();
  const { plot } = marks;
  const onPointerDown = (event: PointerEvent<SVGSVGElement>) =>
    onPick?.(outcomeNear(event.clientX - event.currentTarget.getBoundingClientRect().left, rows, plot));
  return (
    <Picture size={size} name="Classes of paths" sentence={classSentence(rows)} onPointerDown={onPointerDown}>
      <StripesPattern id={stripes} />
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="share of the problems" />
      {marks.bars.map(({ name, isShown, xPx, widthPx, pieces }) => (
        <g key={name}>
          {pieces.map(({ look, topPx, heightPx, words }) => (
            <g key={look.name}>
              <rect className="v-piece" fill={look.fill} x={xPx} y={topPx} width={widthPx} height={heightPx} />
              {look.isLabel && <rect fill={`url(#${stripes})`} x={xPx} y={topPx} width={widthPx} height={heightPx} />}
              <text className="v-on-fill" x={xPx + widthPx / 2} y={topPx + heightPx / 2 + 4} textAnchor="middle">
                {words}
              </text>
            </g>
          ))}
          <text
            className={isShown ? 'v-name' : undefined}
            x={xPx + widthPx / 2}
            y={plot.bottomPx + 16}
            textAnchor="middle"
          >
            {name}
          </text>
        </g>
      ))}
      <line className="v-axis-line" x1={plot.leftPx} x2={plot.rightPx} y1={plot.bottomPx} y2={plot.bottomPx} />
    </Picture>
  );
}

function StripesPattern({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1={0} x2={0} y1={0} y2={5} stroke={INK_ON_FILL} strokeOpacity={0.28} strokeWidth={2} />
      </pattern>
    </defs>
  );
}

/** The six classes with their fills, from the bottom of a bar to its top. */
export function PathLegend() {
  return (
    <ul className="v-key" aria-label="Classes of paths">
      {PATH_LOOKS.map(({ name, words, fill, isLabel }) => (
        <li key={name}>
          <span className={isLabel ? 'v-key-fill v-striped' : 'v-key-fill'} style={{ backgroundColor: fill }} />
          {words}
        </li>
      ))}
    </ul>
  );
}
