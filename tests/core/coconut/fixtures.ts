/** @file What several tests share: official files where they are at hand, and one small graph to follow by hand. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProsqaProblem } from '../../../src/core/coconut/problems/problem';

/** Official files are no part of the project; a test that needs one is skipped, visibly, where it is absent. */
export function officialFile(name: string): string | undefined {
  const path = resolve(import.meta.dirname, '../../../../shared/data', name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * Ada leads to the target by two ways of three edges (over x and y, or over x and z) and by a longer one; Bob leads to
 * the other candidate.
 *
 *   Ada 0 > x 2 > y 3 > goal 5      Ada > w 7 > x      Ada > dead 8
 *                x > z 4 > goal     Bob 1 > v 9 > false 6
 */
export const HAND: ProsqaProblem = {
  task: 'prosqa',
  nodes: 10,
  symbols: ['Ada', 'Bob', 'xpus', 'ypus', 'zpus', 'goalpus', 'falsepus', 'wpus', 'deadpus', 'vpus'],
  edges: [
    [0, 2],
    [2, 3],
    [3, 5],
    [2, 4],
    [4, 5],
    [0, 7],
    [7, 2],
    [0, 8],
    [1, 9],
    [9, 6],
  ],
  root: 0,
  target: 5,
  negTarget: 6,
  path: [0, 2, 3, 5],
  targetFirst: false,
};
