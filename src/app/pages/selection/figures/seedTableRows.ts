/** @file Tables over seeds, as rows of methods by tasks. Pure. */

import type { ArmRow } from '../../../../core/rho1/compareArms';
import { armsOf, rowOf, type SeedTable } from '../../../../core/rho1/seedTable';
import { TASK_FAMILIES } from '../../../../core/text/world/tasks';
import { TOOL_FAMILIES } from '../../../../core/text/world/toolProblems';
import type { ResultCell, ResultRow } from '../../../../views/resultTable/ResultTable';

interface Column {
  readonly figure: string;
  readonly title: string;
}

export interface MethodTable {
  readonly columns: readonly string[];
  readonly rows: readonly ResultRow[];
}

const AVERAGE: Column = { figure: 'accuracy', title: 'average' };

/** What the recipe calls accuracy, beside the mean over all families. */
export const RECIPE_MEAN: Column = { figure: 'accuracy.problemsAndFacts', title: 'problems and facts' };

export const TASK_COLUMNS: readonly Column[] = [
  ...TASK_FAMILIES.map(({ family, title }) => ({ figure: `accuracy.${family}`, title })),
  AVERAGE,
  RECIPE_MEAN,
];

export const TOOL_COLUMNS: readonly Column[] = [
  ...TOOL_FAMILIES.map(({ family, title, isTuned }) => ({
    figure: `accuracy.${family}`,
    title: isTuned ? `${title} (tuned on)` : title,
  })),
  AVERAGE,
];

/** Accuracies: arms by tasks. A single seed has no interval. */
export function accuracyTable(table: SeedTable, columns: readonly Column[]): MethodTable {
  const source = `${table.seeds.length === 1 ? 'seed' : 'seeds'} ${table.seeds.join(', ')}`;
  return {
    columns: columns.map(({ title }) => title),
    rows: armsOf(table).map((name) => ({
      name,
      source,
      cells: columns.map(({ figure }) => cellOf(table, name, figure)),
    })),
  };
}

function cellOf(table: SeedTable, arm: string, figure: string): ResultCell {
  const row = rowOf(table, arm, figure);
  const plusMinus = row && Number.isFinite(row.halfWidth) ? row.halfWidth : undefined;
  return { accuracy: row?.mean ?? NaN, plusMinus, runs: row?.values.length ?? 0, tasks: 0 };
}

/** Arms by figures, in words. */
export interface WordTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly words: readonly string[] }[];
}

const SPEED_FIGURES: readonly Column[] = [
  { figure: 'cleanLossNats', title: 'loss on clean text' },
  { figure: 'answerLossNats', title: 'loss on answers' },
  AVERAGE,
  RECIPE_MEAN,
  { figure: 'accuracy.oneStep', title: 'one-step problems' },
  { figure: 'accuracy.twoStep', title: 'two-step problems' },
  { figure: 'accuracy.factOutside', title: 'facts outside the clean set' },
];

/** How many times fewer steps than the first arm each other one takes to the first arm's final figure. */
export function speedTable(table: SeedTable): WordTable {
  const trained = armsOf(table).filter((arm) => rowOf(table, arm, 'fasterThanFirst.accuracy'));
  return wordTable(SPEED_FIGURES, trained, (figure, arm) => speedWords(rowOf(table, arm, `fasterThanFirst.${figure}`)));
}

function wordTable(
  columns: readonly Column[],
  arms: readonly string[],
  wordsOf: (figure: string, arm: string) => string,
): WordTable {
  return {
    columns: columns.map(({ title }) => title),
    rows: arms.map((name) => ({ name, words: columns.map(({ figure }) => wordsOf(figure, name)) })),
  };
}

/** How many seeds got there, where not all did: a mean over those alone would flatter. */
function speedWords(row: ArmRow | undefined): string {
  if (!row) return '–';
  if (row.values.some(Number.isNaN)) return 'reached at the start';
  const reached = row.values.filter((value) => value > 0).length;
  if (reached === 0) return 'never';
  if (reached < row.values.length) return `${reached} of ${row.values.length} seeds get there`;
  return withInterval(row);
}

const LOSS_FIGURES: readonly Column[] = [
  { figure: 'watchedKeptLossNats', title: 'selected tokens' },
  { figure: 'answerLossNats', title: 'downstream answers' },
  { figure: 'watchedDroppedLossNats', title: 'unselected tokens' },
  { figure: 'cleanLossNats', title: 'clean text' },
];

/** Figure 6 at the last step, in nats: arms by the tokens that the loss is taken over. */
export function lossTable(table: SeedTable): WordTable {
  const watched = armsOf(table).filter((arm) => rowOf(table, arm, 'watchedKeptLossNats'));
  return wordTable(LOSS_FIGURES, watched, (figure, arm) => {
    const row = rowOf(table, arm, figure);
    return row && Number.isFinite(row.mean) ? withInterval(row) : '–';
  });
}

/** `2.80 ± 0.31` */
function withInterval({ mean, halfWidth }: ArmRow): string {
  const interval = Number.isFinite(halfWidth) ? ` ± ${halfWidth.toFixed(2)}` : '';
  return `${mean.toFixed(2)}${interval}`;
}
