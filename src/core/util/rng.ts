/** @file Seeded chance. `core/` never calls Math.random: the same seed must give the same run. */

export interface Rng {
  /** Uniform in [0, 1), 32 bits. */
  readonly uniform: () => number;
  /** Uniform integer in [0, n). */
  readonly integer: (n: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/**
 * A generator for one purpose. The path names the purpose, so that streams do not depend on the order in which they
 * are used, and a resumed run finds the same numbers: `rng(seed, 'batch', step)`.
 */
export function rng(seed: number, ...path: readonly (string | number)[]): Rng {
  const next = sfc32(hash(`${seed}/${path.join('/')}`));
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    // Box-Muller; 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Fisher-Yates. Returns a new array. */
export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const held = result[i] as T;
    result[i] = result[j] as T;
    result[j] = held;
  }
  return result;
}

/** One item, uniformly. */
export function pick<T>(items: readonly T[], rng: Rng): T {
  return items[rng.integer(items.length)] as T;
}

/** Four 32-bit words from a string (FNV-1a with four offsets, then a finaliser). */
function hash(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  for (let i = 0; i < text.length; i++)
    for (let w = 0; w < 4; w++) words[w] = Math.imul((words[w] as number) ^ text.charCodeAt(i), 0x01000193 + 2 * w);
  return words.map((word) => {
    let h = word ^ (word >>> 16);
    h = Math.imul(h, 0x7feb352d);
    return (h ^ (h >>> 15)) >>> 0;
  }) as [number, number, number, number];
}

/** Small fast counter, 128 bits of state (Doty-Humphrey's sfc32). */
function sfc32([a, b, c, d]: [number, number, number, number]): () => number {
  const next = () => {
    const result = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
