/** @file Tasks of a page's main thread that take over 50 ms, as the browser reports them. */
import type { Page } from '@playwright/test';

/** To be called before the page is opened. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const longTasksMs: number[] = [];
    Object.assign(window, { longTasksMs });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasksMs.push(Math.round(duration));
    }).observe({ type: 'longtask' });
  });
}

/** Those since the last call, in ms. */
export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { longTasksMs: number[] }).longTasksMs.splice(0));
