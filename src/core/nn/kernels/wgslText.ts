/** @file Words that the texts of programs are put together from. */

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const PARTS = ['x', 'y', 'z', 'w'] as const;

const SWAPS = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'] as const;

/** A value of every lane of a quad, as lane ^ `other` holds it. */
export const swapped = (value: string, other: number): string =>
  other === 0 ? value : `${SWAPS[other] ?? ''}(${value})`;
