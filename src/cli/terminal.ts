/** @file Progress for a person on standard error: a bar on a terminal, a line now and then otherwise. */

export interface Terminal {
  readonly say: (line: string) => void;
  /** @param done of `total`; the rate is in `unit` a second */
  readonly progress: (title: string, done: number, total: number, unit: string) => void;
}

export interface TerminalPorts {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly nowMs: () => number;
}

const BAR = 24;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5000;

export function terminalOn({ write, isTerminal, nowMs }: TerminalPorts): Terminal {
  let shownMs = -Infinity;
  let begunMs = 0;
  let current = '';
  return {
    say: (line) => write(`${line}\n`),
    progress: (title, done, total, unit) => {
      const now = nowMs();
      if (title !== current) {
        current = title;
        begunMs = now;
        shownMs = -Infinity;
      }
      const isLast = done >= total;
      if (!isLast && now - shownMs < (isTerminal ? REDRAW_MS : LINE_EVERY_MS)) return;
      shownMs = now;
      const line = progressLine(title, done, total, unit, (now - begunMs) / 1000);
      write(isTerminal ? `\r\x1b[K${line}${isLast ? '\n' : ''}` : `${line}\n`);
    },
  };
}

/** `training ████····  120/480 · 34.2 steps/s · 11 s left` */
export function progressLine(title: string, done: number, total: number, unit: string, seconds: number): string {
  const filled = Math.round((BAR * done) / Math.max(total, 1));
  const bar = '█'.repeat(filled) + '·'.repeat(BAR - filled);
  // At the first call no time has passed, and there is no rate to tell.
  if (seconds <= 0 || done <= 0) return `${title} ${bar} ${done}/${total}`;
  const rate = done / seconds;
  const left = Math.ceil((total - done) / rate);
  return `${title} ${bar} ${done}/${total} · ${rate.toPrecision(3)} ${unit}/s · ${left} s left`;
}
