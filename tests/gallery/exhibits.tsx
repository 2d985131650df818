/** @file The exhibits: each is at once an example, a golden test and a timing probe. */

import type { Exhibit } from './exhibit';
import { nats } from '../../src/views/format';
import { DocumentStrip } from '../../src/views/documentStrip/DocumentStrip';
import { Histogram } from '../../src/views/histogram/Histogram';
import { CategoryLegend } from '../../src/views/legend/CategoryLegend';
import { ScaleLegend } from '../../src/views/legend/ScaleLegend';
import { countCategories } from '../../src/views/shares';
import { LossCurve } from '../../src/views/lossCurve/LossCurve';
import { RunCurves } from '../../src/views/runCurves/RunCurves';
import type { RunCurvesData } from '../../src/views/runCurves/layout';
import { Scatter } from '../../src/views/scatter/Scatter';
import { Scrubber } from '../../src/views/scrubber/Scrubber';
import { TextPane, type TextPaneProps } from '../../src/views/textPane/TextPane';
import { TokenCard } from '../../src/views/tokenCard/TokenCard';
import { CategoryTrajectories } from '../../src/views/trajectories/CategoryTrajectories';
import { TokenTrajectories } from '../../src/views/trajectories/TokenTrajectories';
import type { TokenTrajectory } from '../../src/views/trajectory';
import { categoryName } from '../../src/views/tokenPaint';
import { PAPER_RULE } from '../../src/core/rho1/categories';
import { exampleCurve, exampleRun, exampleTokens } from './data';
import { SCRIPTS_PANE } from './scriptsPane';
import { ANALYSIS_EXHIBITS } from './analysisExhibits';
import { SELECTION_EXHIBITS } from './selectionExhibits';
import { THOUGHTS_EXHIBITS } from './thoughtsExhibits';

const run = exampleRun(exampleTokens());
const comparedRuns: RunCurvesData = {
  curves: [
    { name: 'alice.txt, seed 1', order: 0, lossNats: exampleCurve(400), family: 'a' },
    { name: 'alice.txt, seed 2', order: 1, lossNats: exampleCurve(380, 2).map((loss) => loss * 1.1), family: 'a' },
    { name: 'generated', order: 2, lossNats: exampleCurve(400, 3).map((loss) => loss * 0.7), family: 'b' },
  ],
  halfLifeSteps: 6,
  isBySeeds: false,
  isLog: false,
};
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

function trajectory(token: number): TokenTrajectory {
  return {
    token,
    text: run.texts[token]!,
    category: run.category[token]!,
    lossNats: run.lossNats.map((losses) => losses[token]!),
    fit: { startNats: run.startNats[token]!, endNats: run.endNats[token]! },
  };
}

/** The first token of a category that has some letters. */
function wordOf(category: number): number {
  return run.texts.findIndex((text, token) => run.category[token] === category && text.trim().length > 3);
}

const meanLossNats = [0, 1, 2, 3].map((code) =>
  run.lossNats.map((losses) => {
    const own = losses.filter((_, token) => run.category[token] === code);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  }),
);

const scatter = {
  firstNats: run.lossNats[0]!,
  lastNats: last,
  category: run.category,
  thresholdNats: 0.2,
  lastMeanNats: run.meanLastNats,
};

const large = exampleRun(exampleTokens(40), 11);

function card(token: number) {
  const place = run.excessNats.filter((excess) => excess > run.excessNats[token]!).length + 1;
  return {
    trajectory: trajectory(token),
    steps: run.steps,
    time: 10,
    id: 412,
    why: {
      category: run.category[token]!,
      rule: PAPER_RULE,
      startNats: run.startNats[token]!,
      endNats: run.endNats[token]!,
      lastLossNats: last[token]!,
      lastMeanNats: run.meanLastNats,
    },
    lossNats: last[token]!,
    referenceLossNats: run.referenceNats[token]!,
    rank: { place, of: run.texts.length },
    isKept: run.selected[token] === 1,
    predictions: [
      { text: run.texts[token]!, probability: 0.41, isTarget: true },
      { text: ' wall', probability: 0.22, isTarget: false },
      { text: ' sea', probability: 0.094, isTarget: false },
      { text: ',', probability: 0.031, isTarget: false },
      { text: '\n', probability: 0.008, isTarget: false },
    ],
    isPinned: false,
    onPin: nothing,
  };
}

/** A short text, where the colours are the point. */
const excerpt: TextPaneProps = { ...pane, count: 130 };

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
    render: () => <TextPane {...excerpt} shown={run.category.map((code) => (code === 3 ? 1 : 0))} />,
  },
  {
    name: 'text-loss',
    about: 'Text by loss, the category as underline',
    heightPx: 300,
    render: () => <TextPane {...excerpt} fillBy="loss" />,
  },
  {
    name: 'text-change',
    about: 'Text by change of loss, selection as underline',
    heightPx: 300,
    render: () => <TextPane {...excerpt} fillBy="change" underlineBy="selection" />,
  },
  {
    name: 'text-characters',
    about: 'A token a byte: characters of every script stand once, their parts marked; empty lines are folded',
    heightPx: 420,
    render: () => <TextPane {...SCRIPTS_PANE} cursor={32} pins={[SCRIPTS_PANE.count - 4]} />,
  },
  {
    name: 'text-selection',
    about: 'Text by selection at 60 %, loss as underline',
    heightPx: 300,
    render: () => <TextPane {...excerpt} fillBy="selection" underlineBy="loss" />,
  },
  {
    name: 'text-streaming',
    about: 'Half scored: colours stream in from the top',
    heightPx: 220,
    render: () => (
      <TextPane
        {...excerpt}
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
  {
    name: 'trajectories-categories',
    about: 'Figure 3a: mean loss of each category, looked at between two checkpoints',
    heightPx: 280,
    render: (widthPx) => (
      <CategoryTrajectories
        steps={run.steps}
        meanLossNats={meanLossNats}
        counts={countCategories(run.category)}
        time={5.4}
        size={{ widthPx, heightPx: 280 }}
      />
    ),
  },
  {
    name: 'trajectories-tokens',
    about: 'Figures 3b, 3c: four pinned tokens with their fitted lines',
    heightPx: 250,
    render: (widthPx) => (
      <TokenTrajectories
        steps={run.steps}
        tokens={[0, 1, 2, 3].map((code) => trajectory(wordOf(code)))}
        time={7}
        size={{ widthPx, heightPx: 230 }}
      />
    ),
  },
  {
    name: 'card-learned',
    about: 'Everything about one token that was learned',
    heightPx: 560,
    render: (widthPx) => <TokenCard {...card(wordOf(0))} size={{ widthPx: Math.min(widthPx, 358), heightPx: 76 }} />,
  },
  {
    name: 'card-never',
    about: 'A token that stayed hard: the last loss decides. Pinned, without a reference',
    heightPx: 420,
    render: (widthPx) => {
      const { predictions: _none, referenceLossNats: _absent, rank: _unranked, ...rest } = card(wordOf(2));
      return <TokenCard {...rest} isPinned size={{ widthPx: Math.min(widthPx, 358), heightPx: 76 }} />;
    },
  },
  {
    name: 'histogram',
    about: 'Excess loss with the cut at 60 %',
    heightPx: 260,
    render: (widthPx) => (
      <Histogram
        values={large.excessNats}
        cutNats={Float32Array.from(large.excessNats).sort()[Math.floor(large.excessNats.length * 0.4)]}
        title="excess loss (nats)"
        size={{ widthPx, heightPx: 260 }}
        onCut={nothing}
      />
    ),
  },
  {
    name: 'scatter',
    about: 'First and last loss, a brush over what was learned',
    heightPx: 360,
    render: (widthPx) => (
      <Scatter
        {...scatter}
        cursor={31}
        brush={{ first: [3, 4.5], last: [0.4, 2] }}
        size={{ widthPx: Math.min(widthPx, 460), heightPx: 360 }}
      />
    ),
  },
  {
    name: 'scatter-large',
    about: 'Some 14,000 tokens on a canvas, forgotten ones let through',
    heightPx: 360,
    render: (widthPx) => (
      <Scatter
        firstNats={large.lossNats[0]!}
        lastNats={large.lossNats.at(-1)!}
        category={large.category}
        shown={large.category.map((code) => (code === 3 || code === 0 ? 1 : 0))}
        thresholdNats={0.2}
        lastMeanNats={large.meanLastNats}
        size={{ widthPx: Math.min(widthPx, 460), heightPx: 360 }}
      />
    ),
  },
  {
    name: 'strip',
    about: 'The whole document; a window, the cursor and two pins',
    heightPx: 44,
    render: (widthPx) => (
      <DocumentStrip
        category={large.category}
        viewport={{ first: 4000, last: 4420 }}
        cursor={4100}
        pins={[900, 9000]}
        size={{ widthPx, heightPx: 40 }}
        onJump={nothing}
      />
    ),
  },
  {
    name: 'curve',
    about: 'Training, 640 of 1,000 steps, resumed at 400',
    heightPx: 260,
    render: (widthPx) => (
      <LossCurve
        series={[{ name: 'CLM', lossNats: exampleCurve(640) }]}
        totalSteps={1000}
        checkpoints={[0, 200, 400, 600]}
        gaps={[{ step: 400, words: 'resumed' }]}
        size={{ widthPx, heightPx: 260 }}
      />
    ),
  },
  {
    name: 'curve-long',
    about: 'Two arms, 20,000 steps, logarithmic: raw losses as a band',
    heightPx: 260,
    render: (widthPx) => (
      <LossCurve
        series={[
          { name: 'CLM', lossNats: exampleCurve(20_000) },
          { name: 'SLM', lossNats: exampleCurve(20_000, 4).map((loss) => loss * 0.8) },
        ]}
        totalSteps={20_000}
        isLog
        size={{ widthPx, heightPx: 260 }}
      />
    ),
  },
  {
    name: 'run-curves',
    about: 'Three runs side by side: raw and smoothed, told apart by colour, dash and marker',
    heightPx: 300,
    render: (widthPx) => <RunCurves data={comparedRuns} size={{ widthPx, heightPx: 300 }} />,
  },
  {
    name: 'run-curves-seeds',
    about: 'The same three: two that differ in their seed alone are one line and its range',
    heightPx: 300,
    render: (widthPx) => <RunCurves data={{ ...comparedRuns, isBySeeds: true }} size={{ widthPx, heightPx: 300 }} />,
  },
  ...SELECTION_EXHIBITS,
  ...ANALYSIS_EXHIBITS,
  ...THOUGHTS_EXHIBITS,
];
