/** @file The eight methods of the paper's Table 1 as data: what each one writes, what it thinks with, and what it takes away. */

export type MethodName =
  'coconut' | 'cot' | 'no-cot' | 'icot' | 'pause' | 'coconut-no-curriculum' | 'coconut-no-thought' | 'pause-as-thought';

export interface Method {
  /** `<bot>` and `<eot>` stand around the slots, also where there are no slots. */
  readonly markers: boolean;
  /** What is fed in at a slot: nothing has slots, the last hidden state, or a learned embedding. */
  readonly slots: 'none' | 'feedback' | 'pause';
  /** How the written steps go: never, all from the start, one step a stage, or one token at a time. */
  readonly removal: 'none' | 'all' | 'steps' | 'tokens';
}

const writing: Method = { markers: false, slots: 'none', removal: 'none' };

const thinking = (method: Method): Method => ({ ...method, markers: true, slots: 'feedback' });
const pausing = (method: Method): Method => ({ ...method, slots: 'pause' });
const answering = (method: Method): Method => ({ ...method, removal: 'all' });
const staged = (method: Method): Method => ({ ...method, removal: 'steps' });
const tokenwise = (method: Method): Method => ({ ...method, removal: 'tokens' });

/** [Coconut §4.2, Table 1] */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  coconut: staged(thinking(writing)),
  cot: writing,
  'no-cot': answering(writing),
  icot: tokenwise(writing),
  pause: answering(pausing(writing)),
  'coconut-no-curriculum': answering(thinking(writing)),
  'coconut-no-thought': staged(writing),
  // The curriculum and its markers stay; only the feedback goes.
  'pause-as-thought': staged(pausing(thinking(writing))),
};

export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[];
