/** @file The exhibits: each is at once an example, a golden test and a timing probe. */

import type { ReactElement } from 'react';
import { nats } from '../../src/views/format';
import { CategoryLegend } from '../../src/views/legend/CategoryLegend';
import { ScaleLegend } from '../../src/views/legend/ScaleLegend';
import { countCategories } from '../../src/views/shares';
import { Scrubber } from '../../src/views/scrubber/Scrubber';
import { TextPane, type TextPaneProps } from '../../src/views/textPane/TextPane';
import { categoryName } from '../../src/views/tokenPaint';
import { exampleRun, exampleTokens } from './data';

export interface Exhibit {
  readonly name: string;
  readonly about: string;
  readonly heightPx: number;
  readonly render: (widthPx: number) => ReactElement;
}

const run = exampleRun(exampleTokens());
const nothing = () => undefined;
const last = run.lossNats.at(-1)!;

export function describeToken(token: number): string {
  const word = run.texts[token]!.trim() || 'space';
  return `${word}, ${categoryName(run.category[token]!)}, loss ${nats(run.lossNats[0]![token])} → ${nats(last[token])}`;
}

const pane: TextPaneProps = {
  count: run.texts.length,
  texts: (token) => run.texts[token]!,
  columns: {
    category: run.category,
    lossNats: last,
    excessNats: run.excessNats,
    changeNats: run.changeNats,
    selected: run.selected,
  },
  fillBy: 'category',
  underlineBy: 'category',
  describe: describeToken,
  cursor: undefined,
  pins: [],
  onCursor: nothing,
  onPin: nothing,
  label: 'The harbour at low water',
};

const checkpoints = run.steps.map((step) => ({ step, tokens: step * 2048 }));

export const EXHIBITS: readonly Exhibit[] = [
  {
    name: 'text-category',
    about: 'Text by category, one token under the cursor, two pinned',
    heightPx: 460,
    render: () => <TextPane {...pane} cursor={31} pins={[40, 63]} />,
  },
  {
    name: 'text-filtered',
    about: 'Only forgotten tokens are let through',
    heightPx: 300,
    render: () => <TextPane {...pane} shown={run.category.map((code) => (code === 3 ? 1 : 0))} />,
  },
  {
    name: 'text-loss',
    about: 'Text by loss, the category as underline',
    heightPx: 300,
    render: () => <TextPane {...pane} fillBy="loss" />,
  },
  {
    name: 'text-change',
    about: 'Text by change of loss, selection as underline',
    heightPx: 300,
    render: () => <TextPane {...pane} fillBy="change" underlineBy="selection" />,
  },
  {
    name: 'text-selection',
    about: 'Text by selection at 60 %, loss as underline',
    heightPx: 300,
    render: () => <TextPane {...pane} fillBy="selection" underlineBy="loss" />,
  },
  {
    name: 'text-streaming',
    about: 'Half scored: colours stream in from the top',
    heightPx: 220,
    render: () => (
      <TextPane
        {...pane}
        columns={{ category: run.category.map((code, token) => (token < 60 ? code : 255)) }}
        underlineBy="category"
      />
    ),
  },
  {
    name: 'legend',
    about: 'Categories, their shares, and the paper’s',
    heightPx: 190,
    render: () => <CategoryLegend counts={countCategories(run.category)} filter={[]} onToggle={nothing} />,
  },
  {
    name: 'legend-filtered',
    about: 'A filter on H→H',
    heightPx: 190,
    render: () => <CategoryLegend counts={countCategories(run.category)} filter={[2]} onToggle={nothing} />,
  },
  {
    name: 'legend-scales',
    about: 'Scales of loss, excess loss and change; the states of selection',
    heightPx: 240,
    render: () => (
      <div style={{ display: 'grid', gap: 20 }}>
        <ScaleLegend metric="loss" />
        <ScaleLegend metric="excess" />
        <ScaleLegend metric="change" />
        <ScaleLegend metric="selection" />
      </div>
    ),
  },
  {
    name: 'scrubber',
    about: 'Checkpoints, playing between the sixth and the seventh',
    heightPx: 70,
    render: (widthPx) => (
      <Scrubber
        checkpoints={checkpoints}
        time={5.4}
        isPlaying
        onTime={nothing}
        onPlay={nothing}
        widthPx={widthPx - 54}
      />
    ),
  },
];
