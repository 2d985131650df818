/** @file Small questions to the DOM that both ways of drawing a text ask. */

/** The token of the chip that an event came from. */
export function tokenAtNode(target: EventTarget): number | undefined {
  const chip = target instanceof Element ? target.closest<HTMLElement>('[data-token]') : undefined;
  return chip ? Number(chip.dataset.token) : undefined;
}

/** Whether somebody has just marked text, so that a click is no click. */
export function hasSelectedText(): boolean {
  return getSelection()?.isCollapsed === false;
}

/** Scrolls a pane the least that shows [topPx, bottomPx) of its content; what is more than a screen away comes to the middle. */
export function scrollIntoPane(pane: HTMLElement, topPx: number, bottomPx: number): void {
  const heightPx = pane.clientHeight;
  const marginPx = Math.min(48, heightPx / 4);
  const abovePx = pane.scrollTop - (topPx - marginPx);
  const belowPx = bottomPx + marginPx - (pane.scrollTop + heightPx);
  if (abovePx <= 0 && belowPx <= 0) return;
  const isFar = Math.max(abovePx, belowPx) > heightPx;
  const leastPx = abovePx > 0 ? topPx - marginPx : bottomPx + marginPx - heightPx;
  pane.scrollTop = Math.max(0, isFar ? (topPx + bottomPx - heightPx) / 2 : leastPx);
}

/** The id of a token's chip in the pane of this id. */
export function chipId(id: string, token: number): string {
  return `${id}t${token}`;
}

/** Where a chip stands in its pane. A part of a shared character is placed within that character. */
export function placeInPane(chip: HTMLElement): { readonly topPx: number; readonly leftPx: number } {
  const character = chip.closest<HTMLElement>('.v-shared');
  return {
    topPx: chip.offsetTop + (character?.offsetTop ?? 0),
    leftPx: chip.offsetLeft + (character?.offsetLeft ?? 0),
  };
}
