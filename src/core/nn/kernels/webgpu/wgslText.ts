/** @file Words that the texts of programs are put together from. */

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const PARTS = ['x', 'y', 'z', 'w'] as const;

const SWAPS = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'] as const;

/** A value of every lane of a quad, as lane ^ `other` holds it. */
export const swapped = (value: string, other: number): string =>
  other === 0 ? value : `${SWAPS[other] ?? ''}(${value})`;

/** Numbers that a row of this length is read and written by. */
export const widthOf = (length: number): 1 | 4 => (length % 4 === 0 ? 4 : 1);

/** Words of a program that is written once for numbers and for vectors of four. */
export interface VectorText {
  readonly type: string;
  readonly zero: string;
  /** The sum of a vector's numbers. */
  readonly sum: (vector: string) => string;
  /** One word for each number of a vector, given its suffix. */
  readonly each: (word: (part: string) => string) => string;
  /** Stores one number at its place in `result`, counted in numbers. */
  readonly store: (place: string, value: string) => string;
}

export const vectorText = (width: 1 | 4): VectorText =>
  width === 4
    ? {
        type: 'vec4<f32>',
        zero: 'vec4<f32>()',
        sum: (vector) => `(${vector}.x + ${vector}.y + ${vector}.z + ${vector}.w)`,
        each: (word) => PARTS.map((part) => word(`.${part}`)).join(', '),
        store: (place, value) => `result[(${place}) / 4][(${place}) % 4] = ${value};`,
      }
    : {
        type: 'f32',
        zero: '0.0',
        sum: (vector) => vector,
        each: (word) => word(''),
        store: (place, value) => `result[${place}] = ${value};`,
      };
