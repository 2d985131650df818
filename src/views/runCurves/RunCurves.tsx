/** @file Several runs on one picture. */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { runCurvesLayout, runCurvesSentence, type RunCurveMark, type RunCurvesData } from './layout';

interface Props {
  readonly data: RunCurvesData;
  readonly size: SizePx;
}

export function RunCurves({ data, size }: Props) {
  const marks = useMemo(() => runCurvesLayout(data, size), [data, size]);
  const words = useMemo(() => runCurvesSentence(data), [data]);
  const { plot } = marks;
  return (
    <Picture size={size} name="Training loss of several runs" sentence={words}>
      <Axis
        side="left"
        plot={plot}
        ticks={marks.yTicks}
        title={data.isLog ? 'loss (nats, log scale)' : 'loss (nats)'}
      />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="training step" />
      {marks.curves.map((curve) => (
        <Curve key={curve.name} curve={curve} />
      ))}
    </Picture>
  );
}

function Curve({ curve }: { readonly curve: RunCurveMark }) {
  const { look, rawPath, isBand, linePath, envelopePath, markers, end } = curve;
  return (
    <g className={look.className}>
      {envelopePath && <path className="v-envelope" d={envelopePath} />}
      {rawPath && <path className={isBand ? 'v-raw-band' : 'v-raw'} d={rawPath} />}
      <path className="v-curve" d={linePath} strokeDasharray={look.dash} />
      {markers.map(({ xPx, yPx }) => (
        <path key={xPx} className="v-run-marker" d={look.marker} transform={`translate(${xPx} ${yPx})`} />
      ))}
      {Number.isFinite(end.yPx) && (
        <text className="v-label v-halo" x={end.xPx + 8} y={end.labelYPx + 4}>
          {end.words}
        </text>
      )}
    </g>
  );
}

/** The look of a run in a legend or beside its row. */
export function RunSwatch({ look }: { readonly look: RunCurveMark['look'] }) {
  return (
    <svg className={`run-swatch ${look.className}`} width="34" height="14" viewBox="0 0 34 14" aria-hidden="true">
      <path className="v-curve" d="M1 7H33" strokeDasharray={look.dash} />
      <path className="v-run-marker" d={look.marker} transform="translate(17 7)" />
    </svg>
  );
}
