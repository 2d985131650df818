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

/** Scrolls a pane the least that shows [topPx, bottomPx) of its content. */
export function scrollIntoPane(pane: HTMLElement, topPx: number, bottomPx: number): void {
  const marginPx = Math.min(48, pane.clientHeight / 4);
  if (topPx - marginPx < pane.scrollTop) pane.scrollTop = Math.max(0, topPx - marginPx);
  else if (bottomPx + marginPx > pane.scrollTop + pane.clientHeight)
    pane.scrollTop = bottomPx + marginPx - pane.clientHeight;
}
