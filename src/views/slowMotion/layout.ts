/**
 * @file One step of selective training in slow motion: batch, reference loss, model loss, excess, cut, mask, update.
 * Time is an argument, so that any moment can be drawn, tested, or stopped at.
 */

import { easeCubicInOut, extent, scaleBand, scaleLinear } from 'd3';
import { inlineToken } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export const STAGES = ['batch', 'reference loss', 'model loss', 'excess', 'cut', 'mask', 'update'] as const;
export type Stage = (typeof STAGES)[number];

/** The last moment: every stage is over. */
export const STEP_END = STAGES.length;

export interface SlowMotionData {
  /** Printable text of each token of the row. */
  readonly texts: readonly string[];
  /** nats, each [token] */
  readonly referenceNats: ArrayLike<number>;
  readonly lossNats: ArrayLike<number>;
  /** nats, [token] after the update */
  readonly afterNats: ArrayLike<number>;
  /** [token] 1 where trained on */
  readonly kept: Uint8Array;
  /** nats: the lowest excess that is kept, over the whole batch */
  readonly cutNats: number;
}

export interface SlowToken {
  readonly text: string;
  readonly xPx: number;
  readonly widthPx: number;
  /** From zero to the reference's loss; an outline. */
  readonly reference: BarPx;
  /** From zero to the model's loss, or, once it is taken, the excess about the zero line. */
  readonly model: BarPx;
  /** Decided and kept; until the cut has passed nothing is. */
  readonly isKept: boolean;
  /** 0..1: fades what the loss leaves out. */
  readonly opacity: number;
}

export interface BarPx {
  readonly yPx: number;
  readonly heightPx: number;
}

export interface SlowMotionMarks {
  readonly stage: Stage;
  readonly words: string;
  readonly zeroPx: number;
  /** The line of the cut on its way down; undefined before and after. */
  readonly cutPx: number | undefined;
  readonly yTicks: readonly { readonly px: number; readonly words: string }[];
  readonly yTitle: string;
  readonly tokens: readonly SlowToken[];
  readonly leftPx: number;
  readonly rightPx: number;
  readonly textYPx: number;
}

const LEFT_PX = 40;
const TOP_PX = 26;
/** Room for words that stand upright. */
const TEXT_PX = 84;
const FADED = 0.22;

/** How far a stage is at a time: 0 before, 1 after. */
export function stageProgress(time: number, stage: Stage): number {
  return easeCubicInOut(Math.min(1, Math.max(0, time - STAGES.indexOf(stage))));
}

/** @param time 0..STEP_END; the whole part is the stage, the rest how far it is */
export function slowMotionLayout(data: SlowMotionData, time: number, size: SizePx): SlowMotionMarks {
  const stage = STAGES[Math.min(STAGES.length - 1, Math.floor(time))] ?? 'update';
  const done = (of: Stage) => stageProgress(time, of);
  const leftPx = LEFT_PX;
  const rightPx = size.widthPx - 4;
  const bottomPx = size.heightPx - TEXT_PX;
  const places = data.texts.map((_, token) => token);
  const x = scaleBand(places, [leftPx, rightPx]).paddingInner(0.28);
  const y = yScale(data, done('excess'), TOP_PX, bottomPx);
  const zeroPx = y(0);
  const isCut = done('cut') > 0;
  const topNats = y.domain()[1] ?? 1;
  const cutNow = topNats + (data.cutNats - topNats) * done('cut');
  return {
    stage,
    words: stageWords(stage, data),
    zeroPx,
    cutPx: isCut && done('mask') < 1 ? y(cutNow) : undefined,
    yTicks: y.ticks(4).map((value) => ({ px: y(value), words: String(value).replace('-', '−') })),
    yTitle: done('excess') >= 0.5 ? 'excess loss (nats)' : 'loss (nats)',
    leftPx,
    rightPx,
    textYPx: bottomPx + 10,
    tokens: data.texts.map((text, token) => {
      const reference = data.referenceNats[token] ?? 0;
      const before = data.lossNats[token] ?? 0;
      const loss = before + ((data.afterNats[token] ?? before) - before) * done('update');
      const isKept = data.kept[token] === 1;
      // The bar's foot rises from zero to the reference's loss, and then both sink: what is left is the difference.
      const foot = reference * done('excess');
      return {
        text: inlineToken(text),
        xPx: x(token) ?? 0,
        widthPx: x.bandwidth(),
        reference: bar(y, 0, reference * done('reference loss') * (1 - done('excess'))),
        model: bar(y, 0, loss * done('model loss') - foot),
        isKept: isKept && (data.lossNats[token] ?? 0) - reference >= cutNow && isCut,
        opacity: isKept ? 1 : 1 - (1 - FADED) * done('mask'),
      };
    }),
  };
}

function bar(y: (value: number) => number, from: number, to: number): BarPx {
  return { yPx: Math.min(y(from), y(to)), heightPx: Math.abs(y(from) - y(to)) };
}

/** Losses stand on zero; differences need room below it. The scale glides from one to the other. */
function yScale(data: SlowMotionData, excess: number, topPx: number, bottomPx: number) {
  const losses = [...Array.from(data.lossNats), ...Array.from(data.referenceNats), ...Array.from(data.afterNats)];
  const highest = Math.max(0.5, ...losses);
  const differences = Array.from(data.lossNats, (loss, i) => loss - (data.referenceNats[i] ?? 0));
  const after = Array.from(data.afterNats, (loss, i) => loss - (data.referenceNats[i] ?? 0));
  const [low = 0, high = 1] = extent([...differences, ...after, data.cutNats, 0]);
  const glide = (from: number, to: number) => from + (to - from) * excess;
  return scaleLinear([glide(0, low), glide(highest, Math.max(0.5, high))], [bottomPx, topPx]);
}

function stageWords(stage: Stage, { kept, texts }: SlowMotionData): string {
  const keptCount = kept.reduce((sum, each) => sum + each, 0);
  switch (stage) {
    case 'batch':
      return 'A row of the batch. The model reads all of it, always: selection never shortens the context.';
    case 'reference loss':
      return 'The reference model’s loss on each token. It was computed once, before training.';
    case 'model loss':
      return 'The training model’s loss, from the forward pass that training makes anyway.';
    case 'excess':
      return 'Subtract. What is left is the excess loss: how far the model lags behind the reference.';
    case 'cut':
      return 'Rank the tokens by excess loss over the whole batch, and lower the threshold until k % of them lie above it.';
    case 'mask':
      return `${keptCount} of these ${texts.length} tokens count in the loss; the others serve only as context.`;
    case 'update':
      return 'One update on the mean loss of the kept tokens. The bars move to the next checkpoint’s losses, as measured.';
  }
}

export function slowMotionSentence(data: SlowMotionData, time: number): string {
  const stage = STAGES[Math.min(STAGES.length - 1, Math.floor(time))] ?? 'update';
  return `Stage ${STAGES.indexOf(stage) + 1} of ${STAGES.length}, ${stage}: ${stageWords(stage, data)}`;
}

export function slowMotionTable(data: SlowMotionData): Table {
  return {
    columns: ['token', 'reference loss (nats)', 'model loss (nats)', 'excess (nats)', 'kept', 'loss after (nats)'],
    rows: data.texts.map((text, i) => [
      text,
      data.referenceNats[i] ?? NaN,
      data.lossNats[i] ?? NaN,
      (data.lossNats[i] ?? NaN) - (data.referenceNats[i] ?? NaN),
      data.kept[i] ?? 0,
      data.afterNats[i] ?? NaN,
    ]),
  };
}
