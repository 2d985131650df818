/** @file Recorded runs that belong together: one model, one task, the same problems. */

import { METHOD_NAMES } from '../../core/coconut/curriculum/methods';
import { THOUGHT_TASKS } from '../../core/coconut/curriculum/methodWords';
import type { RunId } from '../../core/trace/messages/commands';
import type { ThoughtMethod, ThoughtTask } from '../../core/trace/config/config';
import { recordedName, type RecordedRun } from './shipped/recorded';

/** `others`: other methods, and the model at hand while it was trained. `changes`: its thoughts changed. */
export type CompanionKind = 'others' | 'changes';

/** The same model with its thoughts changed: large, so it is fetched when it is asked for. */
const CHANGES = '-changed';

export interface ShippedModel {
  readonly method: ThoughtMethod;
  readonly task: ThoughtTask;
  /** Whether its problems are of the size of the authors' files. */
  readonly isOfficial: boolean;
}

/** A shipped model's folder is called by its method and its task, and by its size where that is the official one. */
export function shippedModel(name: string | undefined): ShippedModel | undefined {
  const isOfficial = name?.endsWith(OFFICIAL) ?? false;
  const small = isOfficial ? name?.slice(0, -OFFICIAL.length) : name;
  for (const task of THOUGHT_TASKS)
    for (const method of METHOD_NAMES) if (small === `${method}-${task}`) return { method, task, isOfficial };
  return undefined;
}

const OFFICIAL = '-official';

/** Names of the runs that were recorded beside one. */
export function companionsOf(recorded: readonly RecordedRun[], run: RunId, kind: CompanionKind): string[] {
  const shown = recorded.find(({ name }) => name === recordedName(run));
  const own = shippedModel(shown?.model);
  return recorded
    .filter(({ page, model }) => page === 'thoughts' && own !== undefined && asksTheSame(own, shippedModel(model)))
    .filter(({ name, model }) =>
      kind === 'changes' ? name.endsWith(CHANGES) && model === shown?.model : !name.endsWith(CHANGES),
    )
    .map(({ name }) => name);
}

/** Only problems of one task and size can be compared. */
function asksTheSame(own: ShippedModel, other: ShippedModel | undefined): boolean {
  return other?.task === own.task && other.isOfficial === own.isOfficial;
}
