/** @file How a chip, or a part of a shared character, looks: fill, underline, dimmed, pinned, under the cursor. */

import type { PaneProps } from './pane';

type Look = Pick<PaneProps, 'paint' | 'shown' | 'cursor' | 'pins'>;

/** Whether text on it stands on a fill. */
export function isFilled({ paint, shown }: Pick<Look, 'paint' | 'shown'>, token: number): boolean {
  return shown?.[token] !== 0 && paint.fillOf(token) !== undefined;
}

/** Its classes. */
export function lookOf(look: Look, token: number): string {
  const { paint, shown, cursor, pins } = look;
  const isDim = shown?.[token] === 0;
  let names = `v-cue-${isDim ? 'none' : paint.cueOf(token)}`;
  if (isDim) names += ' v-dim';
  else if (isFilled(look, token)) names += ' v-filled';
  if (pins.includes(token)) names += ' v-pinned';
  if (token === cursor) names += ' v-cursor';
  return names;
}

export function fillStyle(look: Look, token: number): { backgroundColor: string } | undefined {
  const fill = look.paint.fillOf(token);
  return fill === undefined || !isFilled(look, token) ? undefined : { backgroundColor: fill };
}
