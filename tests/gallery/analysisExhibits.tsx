/** @file Exhibits of the Thoughts page's analyses. Values and answers are made up; what is derived from them is computed. */

import type { ReactElement } from 'react';
import { PATH_CLASSES, type PathClass } from '../../src/core/coconut/probes/grade';
import { summariseGrades } from '../../src/core/coconut/probes/gradeSummary';
import { interventionEffect, type Choice } from '../../src/core/coconut/probes/interventionEffect';
import { parallelism, valueByHeight } from '../../src/core/coconut/probes/parallelism';
import { rng } from '../../src/core/util/rng';
import { AccuracyByTokens } from '../../src/views/accuracyByTokens/AccuracyByTokens';
import { GroupHistogram } from '../../src/views/groupHistogram/GroupHistogram';
import { GroupSteps } from '../../src/views/groupSteps/GroupSteps';
import { ChoiceLegend, InterventionBars } from '../../src/views/interventionBars/InterventionBars';
import type { InterventionRow } from '../../src/views/interventionBars/layout';
import { MethodTable } from '../../src/views/methodTable/MethodTable';
import { AnswerAccuracy } from '../../src/views/outcomes/AnswerAccuracy';
import { PathClasses, PathLegend } from '../../src/views/outcomes/PathClasses';
import { ParallelSearch } from '../../src/views/parallelism/ParallelSearch';
import { ValueByHeight } from '../../src/views/valueByHeight/ValueByHeight';
import type { Exhibit } from './exhibit';

const PROBLEMS = 200;
const chance = rng(3, 'exhibits');

/** Shares in the order of PATH_CLASSES. */
function outcome(name: string, shares: readonly number[], tokens: number) {
  const names = PATH_CLASSES.flatMap((pathClass, i) =>
    new Array<PathClass>(Math.round((shares[i] ?? 0) * PROBLEMS)).fill(pathClass),
  );
  const isRight = (pathClass: PathClass) => pathClass.startsWith('correct') || pathClass === 'longerPath';
  const grades = names.map((pathClass) => ({ pathClass, answerRight: isRight(pathClass) }));
  return {
    name,
    ...summariseGrades(
      grades,
      names.map(() => tokens),
    ),
  };
}

const outcomes = [
  outcome('No-CoT', [0, 0, 0, 0, 0.5, 0.5], 1),
  outcome('CoT', [0.78, 0.03, 0.1, 0.09, 0, 0], 9),
  outcome('k = 0', [0.7, 0.02, 0.15, 0.13, 0, 0], 9.2),
  outcome('k = 1', [0.82, 0.02, 0.08, 0.08, 0, 0], 5.1),
  { ...outcome('k = 2', [0, 0, 0, 0, 0.96, 0.04], 1), isShown: true },
];

const frontiers = Array.from({ length: PROBLEMS }, () => {
  const best = 0.4 + 0.55 * chance.uniform();
  const second = (1 - best) * chance.uniform();
  return [best, second, (1 - best - second) * chance.uniform()];
});

const nodes = Array.from({ length: 400 }, () => {
  const height = chance.integer(4);
  const isCorrect = chance.uniform() < height / 4;
  return { height, isCorrect, value: Math.min(1, chance.uniform() * (isCorrect ? 0.8 : 0.2 + 0.1 * height)) };
});

const spreadAround = (centre: number, count: number) => Array.from({ length: count }, () => centre + chance.normal());
const inner = {
  title: 'inner product with the name',
  values: {
    notReachable: spreadAround(-0.3, 500),
    reachable: spreadAround(2.2, 300),
    frontier: spreadAround(3.4, 160),
    optimal: spreadAround(5.1, 60),
  },
};

const attention = {
  title: 'attention on edges',
  means: {
    notReachable: [0.04, 0.03, 0.08, 0.12],
    reachable: [2.12, 0.71, 0.38, 0.29],
    frontier: [2.12, 1, 0.67, 0.61],
    optimal: [2.54, 1.72, NaN, 2.23],
  },
};

function choices(right: number, other: number): Choice[] {
  return Array.from({ length: PROBLEMS }, (_, i) =>
    i < right * PROBLEMS ? 'right' : i < (right + other) * PROBLEMS ? 'other' : 'neither',
  );
}

const clean = choices(0.95, 0.04);
function changed(name: string, right: number, other: number, isNull: boolean): InterventionRow {
  const { after, rightChange } = interventionEffect(clean, choices(right, other));
  return { name, shares: after, rightChange, isNull };
}

const interventions = {
  thought: 1,
  problems: PROBLEMS,
  rows: [
    { name: 'as it was', shares: interventionEffect(clean, clean).before, isNull: false },
    changed('the twin’s', 0.17, 0.83, false),
    changed('another problem’s', 0.67, 0.33, true),
    changed('zero', 0.63, 0.25, false),
    changed('the mean', 0.78, 0.22, true),
  ],
};

const methods = [
  {
    name: 'Coconut',
    detail: '3 seeds, 2 thoughts',
    cells: [
      { accuracy: 0.96, plusMinus: 0.012, tokens: 1 },
      { accuracy: NaN, tokens: NaN },
    ],
  },
  {
    name: 'CoT',
    detail: '3 seeds',
    cells: [
      { accuracy: 0.985, plusMinus: 0.008, tokens: 9 },
      { accuracy: 0.3, tokens: 2.2, note: 'quoted' },
    ],
  },
];

const tokenPoints = outcomes.map(({ name, accuracy, meanGeneratedTokens }) => ({
  name,
  meanGeneratedTokens,
  accuracy: accuracy.share,
  low: accuracy.low,
  high: accuracy.high,
  isSameModel: name.startsWith('k'),
}));

const exhibit = (
  name: string,
  about: string,
  heightPx: number,
  draw: (size: { widthPx: number; heightPx: number }) => ReactElement,
): Exhibit => ({ name, about, heightPx, render: (widthPx) => draw({ widthPx, heightPx }) });

export const ANALYSIS_EXHIBITS: readonly Exhibit[] = [
  exhibit('outcome-accuracy', 'Figure 5, left: accuracy with intervals, k = 2 looked at', 240, (size) => (
    <AnswerAccuracy rows={outcomes} size={size} chance={0.5} />
  )),
  exhibit('outcome-classes', 'Figure 5, right: six classes, stripes where no path was written', 260, (size) => (
    <>
      <PathLegend />
      <PathClasses rows={outcomes} size={size} />
    </>
  )),
  exhibit('parallelism', 'Figure 8: top-1, top-2, top-3 by percentile, the gap shaded', 240, (size) => (
    <ParallelSearch data={parallelism(frontiers)} thoughts={1} size={size} />
  )),
  exhibit('value-by-height', 'Figure 9: right nodes apart from wrong ones, with counts', 260, (size) => (
    <ValueByHeight groups={valueByHeight(nodes)} thoughts={1} size={size} />
  )),
  exhibit('group-histogram', 'Inner products of a thought with names, by group', 300, (size) => (
    <GroupHistogram data={inner} size={size} />
  )),
  exhibit('group-steps', 'Attention on edges by group and thought; one group is missing once', 240, (size) => (
    <GroupSteps data={attention} size={size} />
  )),
  exhibit('interventions', 'What the model answers, each change above its null', 170, ({ widthPx }) => (
    <>
      <ChoiceLegend />
      <InterventionBars data={interventions} widthPx={widthPx} />
    </>
  )),
  exhibit('accuracy-by-tokens', 'Accuracy against generated tokens', 260, (size) => (
    <AccuracyByTokens points={tokenPoints} size={size} />
  )),
  exhibit('method-table', 'Table 1: a note, a missing cell, a missing interval', 220, () => (
    <MethodTable caption="Two methods, two tasks" tasks={['ProsQA', 'GSM8k']} rows={methods} />
  )),
];
