/** @file What is chosen for teaching, as one part of the address: `teach=coconut,prosqa,micro,1,7`. */

import * as v from 'valibot';
import { METHOD_NAMES } from '../../../core/coconut/curriculum/methods';
import { THOUGHT_PRESETS } from '../../../core/trace/config/config';
import { MOST_THOUGHTS_PER_STEP, START_TEACH, TEACH_TASKS, type Teach } from '../teach';

const MAX_SEED = 999_999;
const whole = (most: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number), v.minValue(0), v.maxValue(most));

const link = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.strictTuple([
    v.picklist(METHOD_NAMES),
    v.picklist(TEACH_TASKS),
    v.picklist(THOUGHT_PRESETS),
    v.pipe(whole(MOST_THOUGHTS_PER_STEP), v.minValue(1)),
    whole(MAX_SEED),
  ]),
);

/** Undefined where the text is no such choice. */
export function parseTeach(text: string): Teach | undefined {
  const parsed = v.safeParse(link, text);
  if (!parsed.success) return undefined;
  const [method, task, preset, thoughtsPerStep, seed] = parsed.output;
  return { method, task, preset, thoughtsPerStep, seed };
}

/** Undefined where nothing differs from the start. */
export function formatTeach(teach: Teach): string | undefined {
  const text = textOf(teach);
  return text === textOf(START_TEACH) ? undefined : text;
}

function textOf({ method, task, preset, thoughtsPerStep, seed }: Teach): string {
  return [method, task, preset, String(thoughtsPerStep), String(seed)].join(',');
}
