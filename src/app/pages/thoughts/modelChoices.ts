/** @file The models that can be looked at: recorded ones, and those of this browser. */

import type { RunId } from '../../../core/trace/commands';
import { isThinking, methodOf } from '../../state/problems';
import { recordedId, type RecordedRun } from '../../state/recorded';
import type { RunEntries, RunEntry } from '../../state/runEntry';
import { METHOD_WORDS } from '../../state/teach';

export interface ModelChoice {
  readonly run: RunId;
  readonly words: string;
}

const THINKING = 'thoughts-';
/** The same model at all its checkpoints: it is looked at with the model itself. */
const STAGES = '-stages';

export function modelChoices(
  runs: RunEntries,
  recorded: readonly RecordedRun[],
  shown: RunEntry,
): readonly ModelChoice[] {
  const shipped = recorded
    .filter(({ name }) => name.startsWith(THINKING) && !name.endsWith(STAGES))
    .map(({ name, title }) => ({ run: recordedId(name), words: title }));
  const others = Object.values(runs)
    .filter((entry) => isModel(entry) && !shipped.some(({ run }) => run === entry.run))
    .map((entry) => ({ run: entry.run, words: wordsOf(entry) }));
  const all = [...shipped, ...others];
  return all.some(({ run }) => run === shown.run) ? all : [{ run: shown.run, words: wordsOf(shown) }, ...all];
}

/** A question that was put to a model here is no model of its own. */
function isModel(entry: RunEntry): boolean {
  const isQuestion = entry.origin === 'here' && entry.trace.config?.kind === 'probe';
  return isThinking(entry) && !isQuestion && entry.origin !== 'recorded';
}

function wordsOf(entry: RunEntry): string {
  const { config } = entry.trace;
  const name = METHOD_WORDS[methodOf(entry)].name;
  return config?.kind === 'thoughts' ? `${name}, ${config.preset}, seed ${config.seed}` : name;
}
