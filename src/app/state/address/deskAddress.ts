/** @file The desk as one part of the address: `desk=attention,1,twin.1,search,change`. Problems of a person do not stand in it. */

import * as v from 'valibot';
import { INTERVENTION_KINDS } from '../../../core/coconut/probes/interventions';
import { type Desk, EDGE_LOOKS, FINDINGS, MOST_THOUGHTS, PROBLEM_QUESTIONS, SPEEDS, START_DESK } from '../desk';

/** What of a desk stands in this part; what is chosen for teaching has one of its own. */
export type DeskLink = Omit<Desk, 'list' | 'teach'>;

const thought = v.pipe(v.string(), v.regex(/^\d$/), v.transform(Number), v.minValue(1), v.maxValue(MOST_THOUGHTS));

const intervention = v.pipe(
  v.string(),
  v.transform((text) => text.split('.')),
  v.strictTuple([v.picklist(INTERVENTION_KINDS), thought]),
  v.transform(([kind, at]) => ({ kind, thought: at })),
);

const link = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.strictTuple([
    v.picklist(EDGE_LOOKS),
    v.pipe(v.string(), v.transform(Number), v.picklist(SPEEDS)),
    v.union([
      v.pipe(
        v.literal('none'),
        v.transform(() => undefined),
      ),
      intervention,
    ]),
    v.picklist(FINDINGS),
    v.picklist(PROBLEM_QUESTIONS),
  ]),
);

/** Undefined where the text is no desk. */
export function parseDesk(text: string): DeskLink | undefined {
  const parsed = v.safeParse(link, text);
  if (!parsed.success) return undefined;
  const [edges, speed, changed, finding, question] = parsed.output;
  return { edges, speed, intervention: changed, finding, question };
}

/** Undefined where nothing differs from the start. */
export function formatDesk(desk: Desk): string | undefined {
  const text = textOf(desk);
  return text === textOf(START_DESK) ? undefined : text;
}

function textOf({ edges, speed, intervention: changed, finding, question }: Desk): string {
  return [edges, String(speed), changed ? `${changed.kind}.${changed.thought}` : 'none', finding, question].join(',');
}
