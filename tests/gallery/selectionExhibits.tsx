/** @file Exhibits of the Selection page's pictures. The losses are made up; what is derived from them is computed. */

import { perplexityMatrix, preferenceLevels } from '../../src/core/rho1/dynamics';
import { keptByGroup, overlapMatrix } from '../../src/core/rho1/overlap';
import { excessLoss } from '../../src/core/rho1/scores';
import { selectTop } from '../../src/core/rho1/ranking';
import { AccuracyByLoss } from '../../src/views/accuracyByLoss/AccuracyByLoss';
import { KeptGroups } from '../../src/views/keptGroups/KeptGroups';
import { Preference, PreferenceLegend } from '../../src/views/preference/Preference';
import { ResultTable } from '../../src/views/resultTable/ResultTable';
import { SelectionLines } from '../../src/views/selectionLines/SelectionLines';
import { SelectionOverlap } from '../../src/views/selectionOverlap/SelectionOverlap';
import { overlapByChance } from '../../src/views/selectionOverlap/layout';
import { SelectionPerplexity } from '../../src/views/selectionPerplexity/SelectionPerplexity';
import { SelectRatio } from '../../src/views/selectRatio/SelectRatio';
import { SlowMotion } from '../../src/views/slowMotion/SlowMotion';
import type { SlowMotionData } from '../../src/views/slowMotion/layout';
import { exampleRun, exampleTokens } from './data';
import type { Exhibit } from './exhibit';

const KEEP = 0.3;
const run = exampleRun(exampleTokens(), 5);
const { steps, lossNats, referenceNats } = run;
const excess = lossNats.map((losses) => excessLoss(losses, referenceNats));
const selections = excess.map((scores) => selectTop(scores, KEEP));
const chosenAt = [1, 4, 7, 10];

const falling = (from: number, to: number, speed: number) =>
  steps.map((_, i) => to + (from - to) * Math.exp(-speed * i));
const arms = (unit: 'nats' | 'share', series: readonly (readonly number[])[]) => ({
  title: unit === 'nats' ? 'loss on selected tokens (nats)' : 'accuracy',
  steps,
  tokensPerStep: 1024,
  unit,
  series: series.map((values, arm) => ({ name: ['CLM', 'SLM 15 %', 'random 15 %'][arm] ?? '', values })),
});
const losses = arms('nats', [falling(3.2, 2.3, 0.3), falling(3.2, 1.9, 0.5), falling(3.2, 2.7, 0.2)]);
const accuracy = arms('share', [
  steps.map((_, i) => 0.06 * i),
  steps.map((_, i) => 0.9 * (1 - Math.exp(-0.35 * i))),
  // Half way through the run: what is not measured yet leaves no mark.
  steps.map((_, i) => (i > 5 ? NaN : 0.03 * i)),
]);

const linked = {
  of: 'selected',
  steps,
  accuracy: accuracy.series[1]?.values ?? [],
  series: chosenAt.map((at, i) => ({ chosenAtStep: steps[at] ?? 0, lossNats: falling(2.4 + 0.1 * i, 1.2, 0.3) })),
};

const row: SlowMotionData = {
  texts: run.texts.slice(40, 54),
  referenceNats: referenceNats.subarray(40, 54),
  lossNats: lossNats[2]!.subarray(40, 54),
  afterNats: lossNats[3]!.subarray(40, 54),
  kept: selections[2]!.subarray(40, 54),
  cutNats: 0.8,
};

const passage = {
  texts: run.texts.slice(0, 90),
  panels: [0, 10].map((at) => ({
    title: `step ${steps[at]}`,
    level: preferenceLevels(excess[at]!).subarray(0, 90),
    kept: selections[at]!.subarray(0, 90),
  })),
};

const names = ['H→L', 'L→L', 'H→H', 'L→H'];
const groups = {
  of: 'category',
  keepFraction: KEEP,
  rows: keptByGroup(selections[10]!, run.category, names.length).map((each, i) => ({ ...each, name: names[i]! })),
};

const results = [
  { name: 'CLM', source: 'seeds 1, 2, 3', cells: [0.31, 0.62, 0.46].map((value) => cell(value, 0.05, 3)) },
  { name: 'SLM 15 %', source: 'seed 1', cells: [0.55, 0.6, NaN].map((value) => cell(value, undefined, 1)) },
];

function cell(value: number, plusMinus: number | undefined, runs: number) {
  return { accuracy: value, plusMinus, runs, tasks: 48 };
}

const SLOW_MOMENTS = [
  ['losses', 2.5],
  ['excess', 4],
  ['mask', 6],
] as const;

export const SELECTION_EXHIBITS: readonly Exhibit[] = [
  {
    name: 'arms-loss',
    about: 'Figure 6a: one figure of several arms; the cursor stands at a checkpoint',
    heightPx: 230,
    render: (widthPx) => <SelectionLines data={losses} time={4} size={{ widthPx, heightPx: 230 }} />,
  },
  {
    name: 'arms-accuracy',
    about: 'Figure 1, while a run goes on: one arm is not measured to the end',
    heightPx: 260,
    render: (widthPx) => <SelectionLines data={accuracy} time={10} size={{ widthPx, heightPx: 260 }} />,
  },
  {
    name: 'accuracy-by-loss',
    about: 'Figure 7: one fitted curve for each selection, later ones in the stronger colour',
    heightPx: 260,
    render: (widthPx) => <AccuracyByLoss data={linked} size={{ widthPx, heightPx: 260 }} />,
  },
  {
    name: 'selection-perplexity',
    about: 'Figure 8: perplexity of the tokens that a checkpoint chose; rings where they were chosen',
    heightPx: 280,
    render: (widthPx) => (
      <SelectionPerplexity
        data={{
          steps,
          chosenAt,
          perplexity: perplexityMatrix(
            lossNats,
            chosenAt.map((at) => selections[at]!),
          ),
        }}
        size={{ widthPx, heightPx: 280 }}
      />
    ),
  },
  {
    name: 'select-ratio',
    about: 'Figure 9: three fractions and a null arm of the same fraction',
    heightPx: 260,
    render: (widthPx) => (
      <SelectRatio
        points={[
          { name: 'CLM', keepFraction: 1, accuracy: 0.17, isNull: false },
          { name: 'SLM 15 %', keepFraction: 0.15, accuracy: 0.49, isNull: false },
          { name: 'SLM 60 %', keepFraction: 0.6, accuracy: 0.28, isNull: false },
          { name: 'random 15 %', keepFraction: 0.15, accuracy: 0.47, isNull: true },
        ]}
        size={{ widthPx, heightPx: 260 }}
      />
    ),
  },
  {
    name: 'selection-overlap',
    about: 'how far the selections of two checkpoints agree',
    heightPx: 340,
    render: (widthPx) => (
      <SelectionOverlap
        data={{ steps, overlap: overlapMatrix(selections), byChance: overlapByChance(KEEP) }}
        size={{ widthPx, heightPx: 340 }}
      />
    ),
  },
  {
    name: 'kept-groups',
    about: 'what is kept of each category; the line is what a choice that does not look would keep',
    heightPx: 124,
    render: (widthPx) => <KeptGroups data={groups} widthPx={widthPx} />,
  },
  {
    name: 'preference-kept',
    about: 'Figure 13: kept tokens of a passage',
    heightPx: 300,
    render: () => <Preference data={passage} look="kept" />,
  },
  {
    name: 'preference-levels',
    about: 'Figure 14: the wish for each token at two checkpoints, in fifths',
    heightPx: 300,
    render: () => (
      <>
        <PreferenceLegend />
        <Preference data={passage} look="levels" />
      </>
    ),
  },
  ...SLOW_MOMENTS.map(([name, time]): Exhibit => ({
    name: `slow-motion-${name}`,
    about: `one step in slow motion, at time ${time}`,
    heightPx: 330,
    render: (widthPx) => <SlowMotion data={row} time={time} size={{ widthPx, heightPx: 330 }} />,
  })),
  {
    name: 'result-table',
    about: 'methods by tasks: one over three seeds, one over one, one figure missing',
    heightPx: 200,
    render: () => (
      <ResultTable
        caption="Accuracy in percent at the last step"
        columns={['one-step problems', 'facts', 'average']}
        rows={results}
      />
    ),
  },
];
