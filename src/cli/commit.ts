/** @file The commit of the program, for the stamp of what it computes. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Short; `unknown` outside a checkout. */
export function commitHere(): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}
