/** @file Numbers that an operation and its kernels share. */

export const NORM_EPSILON = 1e-5;

/** GELU(u) = u * σ(u * (GELU_LINEAR + GELU_CUBIC * u²)) */
export const GELU_LINEAR = 2 * Math.sqrt(2 / Math.PI);
export const GELU_CUBIC = GELU_LINEAR * 0.044715;
