/** @file Which models that think are shipped, and which probes of them are recorded: a table. */

import { INTERVENTION_KINDS } from '../core/coconut/probes/interventions';
import { METHOD_NAMES, type MethodName } from '../core/coconut/curriculum/methods';
import { METHOD_WORDS, TASK_WORDS } from '../core/coconut/curriculum/methodWords';
import type { ProbeConfig, ThoughtTask } from '../core/trace/config/config';

export interface Starter {
  readonly name: string;
  readonly method: MethodName;
  readonly task: ThoughtTask;
}

const starter = (method: MethodName, task: ThoughtTask): Starter => ({ name: `${method}-${task}`, method, task });

/** Every method on ProsQA, and the three that say most on the other tasks. */
export const STARTERS: readonly Starter[] = [
  ...METHOD_NAMES.map((method) => starter(method, 'prosqa')),
  ...(['prontoqa', 'arithmetic'] as const).flatMap((task) =>
    (['coconut', 'cot', 'no-cot'] as const).map((method) => starter(method, task)),
  ),
];

/** Of problems of the paper's size; taught by a ladder of its own (`officialLadder.ts`). */
export const OFFICIAL_MODEL = 'coconut-prosqa-official';
/** As many as fit a recording, whose problems are ten times as long as the small ones. */
const OFFICIAL_MANY = 100;

/** A probe without its model, which is one of the starters. */
export interface RecordedProbe {
  readonly name: string;
  readonly title: string;
  readonly model: string;
  readonly config: Omit<ProbeConfig, 'model'>;
}

/** Neither the seed of a run's own test set nor one that is tuned on. */
const PROBE_SEED = 11;
/** Problems that are recorded in full, and those that figures over many are drawn from. */
const FULL = 12;
const MANY = 200;
/** They stand in Figure 5 beside the numbers of thoughts, so their shares are over as many problems. */
const COMPARED: readonly MethodName[] = ['cot', 'no-cot'];

const LEVEL: Readonly<Record<ThoughtTask, string>> = { prosqa: 'micro', prontoqa: 'small', arithmetic: 'small' };
/** Two more than the curriculum trains, to see what further thoughts do. */
const MOST_THOUGHTS: Readonly<Record<ThoughtTask, number>> = { prosqa: 4, prontoqa: 5, arithmetic: 5 };

function probeOf(
  task: ThoughtTask,
  count: number,
  change: Partial<RecordedProbe['config']> = {},
): RecordedProbe['config'] {
  return {
    kind: 'probe',
    checkpoints: 'last',
    problems: { kind: 'generated', task, level: LEVEL[task], count, seed: PROBE_SEED },
    thoughts: MOST_THOUGHTS[task],
    detailed: FULL,
    interventions: [],
    seed: 1,
    ...change,
  };
}

const eachThought = (thoughts: number): ProbeConfig['interventions'] =>
  Array.from({ length: thoughts }, (_, i) => INTERVENTION_KINDS.map((kind) => ({ kind, thought: i + 1 }))).flat();

const others = (task: ThoughtTask): RecordedProbe[] =>
  STARTERS.filter((each) => each.task === task && each.method !== 'coconut').map(({ name, method }) => ({
    name: `thoughts-${name}`,
    title: `${TASK_WORDS[task]}, the same problems: ${METHOD_WORDS[method].name}`,
    model: name,
    config: probeOf(task, COMPARED.includes(method) ? MANY : FULL),
  }));

/** In the order of the page's list. */
export const RECORDED_PROBES: readonly RecordedProbe[] = [
  {
    name: 'thoughts-prosqa',
    title: 'Coconut on ProsQA, thought by thought',
    model: 'coconut-prosqa',
    config: probeOf('prosqa', MANY),
  },
  {
    name: 'thoughts-prosqa-stages',
    title: 'Coconut on ProsQA, at the end of each stage of its training',
    model: 'coconut-prosqa',
    config: probeOf('prosqa', FULL, { checkpoints: 'all', thoughts: 2 }),
  },
  {
    name: 'thoughts-prosqa-changed',
    title: 'Coconut on ProsQA with each thought changed in each way',
    model: 'coconut-prosqa',
    config: probeOf('prosqa', MANY, { thoughts: 2, interventions: eachThought(2) }),
  },
  ...others('prosqa'),
  {
    name: 'thoughts-prosqa-official',
    title: 'Coconut on problems of the paper’s size: the first two frontiers of the search',
    model: OFFICIAL_MODEL,
    config: probeOf('prosqa', OFFICIAL_MANY, {
      problems: { kind: 'generated', task: 'prosqa', level: 'official', count: OFFICIAL_MANY, seed: PROBE_SEED },
      thoughts: 3,
    }),
  },
  {
    name: 'thoughts-prontoqa',
    title: 'Coconut on ProntoQA, thought by thought',
    model: 'coconut-prontoqa',
    config: probeOf('prontoqa', MANY),
  },
  ...others('prontoqa'),
  {
    name: 'thoughts-arithmetic',
    title: 'Coconut on arithmetic, thought by thought',
    model: 'coconut-arithmetic',
    config: probeOf('arithmetic', MANY),
  },
  ...others('arithmetic'),
];
