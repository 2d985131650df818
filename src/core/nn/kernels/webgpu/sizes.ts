/** @file Small arithmetic of shapes. */

export const FLOAT_BYTES = 4;

export const productOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
