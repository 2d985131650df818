/** @file Figures 13 and 14: a passage whose letters are coloured by what selection makes of each token. */

import { PREFERENCE_LEVELS } from '../../core/rho1/dynamics';
import { count } from '../format';
import type { Table } from '../table';

/** How a token looks: from the most to the least wanted, or not scored. */
export type PreferenceLevel = 0 | 1 | 2 | 3 | 4;

/** The paper's five colours, from deep blue to dark orange, in words. */
export const PREFERENCE_WORDS: readonly string[] = [
  'most preferred fifth',
  'second fifth',
  'middle fifth',
  'fourth fifth',
  'least preferred fifth',
];

export interface PreferenceData {
  /** Printable text of each token of the passage. */
  readonly texts: readonly string[];
  readonly panels: readonly PreferencePanel[];
}

export interface PreferencePanel {
  /** Such as `step 240, half way`. */
  readonly title: string;
  /** [token of the passage] 0..4, 255 where there is no score */
  readonly level: Uint8Array;
  /** [token of the passage] 1 where kept at the cut */
  readonly kept: Uint8Array;
}

/** Neighbours of one look are one run of text: fewer elements, the same picture. */
export interface TextRun {
  readonly text: string;
  readonly level: number;
  readonly isKept: boolean;
}

export function textRuns(texts: readonly string[], { level, kept }: PreferencePanel): TextRun[] {
  const runs: { text: string; level: number; isKept: boolean }[] = [];
  texts.forEach((text, token) => {
    const look = { level: level[token] ?? 255, isKept: kept[token] === 1 };
    const last = runs.at(-1);
    if (last && last.level === look.level && last.isKept === look.isKept) last.text += text;
    else runs.push({ text, ...look });
  });
  return runs;
}

export function preferenceSentence({ texts, panels }: PreferenceData): string {
  const parts = panels.map(({ title, kept }) => `${title}: ${count(kept.reduce((sum, each) => sum + each, 0))} kept`);
  return `${count(texts.length)} tokens. ${parts.join('; ')}.`;
}

export function preferenceTable({ texts, panels }: PreferenceData): Table {
  return {
    columns: ['token', ...panels.flatMap(({ title }) => [`fifth, ${title}`, `kept, ${title}`])],
    rows: texts.map((text, token) => [
      text,
      ...panels.flatMap(({ level, kept }) => [levelNumber(level[token]), kept[token] ?? 0]),
    ]),
  };
}

/** 1 is the most wanted. */
function levelNumber(level: number | undefined): number {
  return level === undefined || level >= PREFERENCE_LEVELS ? NaN : level + 1;
}
