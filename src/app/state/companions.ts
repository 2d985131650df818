/** @file Recorded runs that belong together: one model, one task, the same problems. */

import { METHOD_NAMES } from '../../core/coconut/methods';
import { THOUGHT_TASKS } from '../../core/coconut/methodWords';
import type { RunId } from '../../core/trace/commands';
import type { ThoughtMethod, ThoughtTask } from '../../core/trace/config';
import { recordedName, type RecordedRun } from './recorded';

/** `others`: other methods, and the model at hand while it was trained. `changes`: its thoughts changed. */
export type CompanionKind = 'others' | 'changes';

/** The same model with its thoughts changed: large, so it is fetched when it is asked for. */
const CHANGES = '-changed';

/** A shipped model's folder is called by its method and its task. */
export function shippedModel(name: string | undefined): { method: ThoughtMethod; task: ThoughtTask } | undefined {
  for (const task of THOUGHT_TASKS)
    for (const method of METHOD_NAMES) if (name === `${method}-${task}`) return { method, task };
  return undefined;
}

/** Names of the runs that were recorded beside one. */
export function companionsOf(recorded: readonly RecordedRun[], run: RunId, kind: CompanionKind): string[] {
  const shown = recorded.find(({ name }) => name === recordedName(run));
  const task = shippedModel(shown?.model)?.task;
  return recorded
    .filter(({ page, model }) => page === 'thoughts' && task !== undefined && shippedModel(model)?.task === task)
    .filter(({ name, model }) =>
      kind === 'changes' ? name.endsWith(CHANGES) && model === shown?.model : !name.endsWith(CHANGES),
    )
    .map(({ name }) => name);
}
