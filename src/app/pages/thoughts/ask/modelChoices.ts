/** @file The models that can be looked at: recorded ones, and those of this browser. */

import type { RunId } from '../../../../core/trace/messages/commands';
import { shippedModel } from '../../../state/companions';
import { isThinking, methodOf } from '../../../state/problems';
import { recordedId, type RecordedRun } from '../../../state/shipped/recorded';
import type { RunEntries, RunEntry } from '../../../state/runEntry';
import { METHOD_WORDS, TASK_WORDS } from '../../../../core/coconut/curriculum/methodWords';

export interface ModelChoice {
  readonly run: RunId;
  readonly words: string;
}

export function modelChoices(
  runs: RunEntries,
  recorded: readonly RecordedRun[],
  shown: RunEntry,
): readonly ModelChoice[] {
  const shipped = recorded
    // The first run of each model: the same at its checkpoints, or with changed thoughts, is looked at with it.
    .filter((each, i) => each.page === 'thoughts' && recorded.findIndex(({ model }) => model === each.model) === i)
    .map(({ name, title, model }) => ({ run: recordedId(name), words: shippedWords(model) ?? title }));
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

function shippedWords(model: string | undefined): string | undefined {
  const shipped = shippedModel(model);
  if (!shipped) return undefined;
  const size = shipped.isOfficial ? ' of the paper’s size' : '';
  return `${METHOD_WORDS[shipped.method].name}, ${TASK_WORDS[shipped.task]}${size}`;
}

function wordsOf(entry: RunEntry): string {
  const { config } = entry.trace;
  const name = METHOD_WORDS[methodOf(entry)].name;
  return config?.kind === 'thoughts' ? `${name}, ${config.preset}, seed ${config.seed}` : name;
}
