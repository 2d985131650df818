/** @file Keys that work anywhere. They stay out of the way of fields, and can be turned off. */

import { useEffect } from 'react';

export type Shortcuts = Readonly<Record<string, () => void>>;

/** `keys` maps `event.key` to what it does. */
export function useShortcuts(keys: Shortcuts, areOn: boolean): void {
  useEffect(() => {
    if (!areOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [keys, areOn]);
}

/** Space on a button presses it, a letter in a field is a letter. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, button, a, summary, [role="slider"], [role="dialog"], [role="menu"]') !==
        null)
  );
}
