/** @file The rows of the Runs page: saved and open runs as one list, sought through, sorted and grouped. */

import type { RunCard, RunId, RunState, SavedRun } from '../../../core/trace/messages/commands';
import type { ModelRef, RunConfig } from '../../../core/trace/config/config';
import { stepsOf, watchedText } from '../../../core/trace/config/configFacts';
import { STATE_WORDS } from '../../shell/status/RunStatus';
import { progressOf, type RunEntries, type RunEntry } from '../../state/runEntry';
import { isSingleQuestion } from '../../state/config/probeConfig';
import type { Grouping, Shelf } from '../../state/shelf';

export interface RunRow {
  readonly run: RunId;
  /** What a person called it, or its text. */
  readonly name: string;
  /** The text or the problems. */
  readonly source: string;
  readonly kind: RunConfig['kind'] | undefined;
  /** Asked in passing, and never named, noted or pinned by a person: kept, and out of the way. */
  readonly isQuestion: boolean;
  /** `micro, seed 3` */
  readonly kindWords: string;
  readonly state: RunState;
  readonly stateWords: string;
  readonly step: number;
  /** undefined for a run that does not train */
  readonly totalSteps: number | undefined;
  /** undefined where it is not on the disk */
  readonly savedAtMs: number | undefined;
  readonly bytes: number | undefined;
  readonly card: RunCard;
  readonly moments: readonly number[];
  readonly isElsewhere: boolean;
}

/** Pinned ones first, then the newest. */
export function runRows(saved: readonly SavedRun[], runs: RunEntries): readonly RunRow[] {
  const open = Object.values(runs)
    .filter(({ run, origin }) => origin !== 'recorded' && !saved.some((each) => each.run === run))
    .map(openRow);
  const rows = [...open, ...saved.map((each) => savedRow(each, runs[each.run]))];
  const age = (row: RunRow) => row.savedAtMs ?? Infinity;
  return rows.sort((a, b) => Number(b.card.isPinned ?? false) - Number(a.card.isPinned ?? false) || age(b) - age(a));
}

function savedRow(saved: SavedRun, live: RunEntry | undefined): RunRow {
  const { run, config, card, moments, isElsewhere, savedAtMs, bytes } = saved;
  const state = live?.state ?? saved.state;
  const source = sourceWords(config);
  const progress = live && progressOf(live.trace);
  return {
    run,
    name: card.name ?? source,
    source,
    kind: config.kind,
    isQuestion: isSingleQuestion(config) && !isMarked(card),
    kindWords: kindWords(config),
    state,
    stateWords: isElsewhere ? 'In another tab' : STATE_WORDS[state],
    step: progress?.unit === 'step' ? progress.done : saved.step,
    totalSteps: stepsOf(config),
    savedAtMs,
    bytes,
    card,
    moments,
    isElsewhere,
  };
}

function openRow({ run, title, trace, state, origin }: RunEntry): RunRow {
  const { config } = trace;
  const progress = progressOf(trace);
  return {
    run,
    name: title,
    source: config ? sourceWords(config) : title,
    kind: config?.kind,
    isQuestion: isSingleQuestion(config),
    kindWords: config ? kindWords(config) : '–',
    state,
    stateWords: origin === 'imported' ? 'From a file' : STATE_WORDS[state],
    step: progress?.unit === 'step' ? progress.done : 0,
    totalSteps: config && stepsOf(config),
    savedAtMs: undefined,
    bytes: undefined,
    card: {},
    moments: [],
    isElsewhere: false,
  };
}

function isMarked({ name, note, group, isPinned }: RunCard): boolean {
  return Boolean(name ?? note ?? group ?? isPinned);
}

function kindWords(config: RunConfig): string {
  if (config.kind === 'score') return 'Scored';
  return config.kind === 'probe' ? 'Probed' : `${config.preset}, seed ${config.seed}`;
}

function sourceWords(config: RunConfig): string {
  if (config.kind === 'probe' && isSingleQuestion(config)) return `One problem, ${modelWords(config.model)}`;
  const source = watchedText(config);
  if (source) return source.kind === 'text' ? source.name : `Generated, ${source.recipe}`;
  const problems = config.kind === 'thoughts' || config.kind === 'probe' ? config.problems : undefined;
  return problems?.kind === 'file' ? problems.name : `Generated, ${problems?.task ?? ''}`;
}

function modelWords(model: ModelRef): string {
  return model.kind === 'run' ? 'a model trained here' : model.name;
}

/** Rows that have every word that is sought, in their name, note, group, text, kind or state. Single questions are sought by themselves. */
export function soughtRows(
  rows: readonly RunRow[],
  { search, kind }: Pick<Shelf, 'search' | 'kind'>,
): readonly RunRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (row.isQuestion !== (kind === 'question')) return false;
    if (kind !== 'all' && kind !== 'question' && row.kind !== kind) return false;
    const { card } = row;
    const text = [row.name, row.source, row.kindWords, row.stateWords, card.note, card.group].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export interface RowGroup {
  /** Empty where nothing is grouped. */
  readonly title: string;
  readonly rows: readonly RunRow[];
}

/** In the order in which their first rows stand. */
export function groupedRows(rows: readonly RunRow[], grouping: Grouping): readonly RowGroup[] {
  const title = TITLES[grouping];
  const titles = [...new Set(rows.map(title))];
  return titles.map((each) => ({ title: each, rows: rows.filter((row) => title(row) === each) }));
}

const TITLES: Readonly<Record<Grouping, (row: RunRow) => string>> = {
  none: () => '',
  group: ({ card }) => card.group ?? 'No group',
  text: ({ source }) => source,
  kind: ({ kindWords: words }) => words.replace(/, seed \d+$/, ''),
  state: ({ stateWords }) => stateWords,
};
