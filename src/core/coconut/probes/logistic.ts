/** @file A logistic head on vectors: two classes, fitted by gradient descent with a pull towards zero. Pure. */

import { assert } from '../../util/assert';
import { mean } from '../../util/statistics';

export interface LogisticHead {
  /** [feature] */
  readonly weight: Float64Array;
  readonly bias: number;
}

export interface LogisticSample {
  /** [feature] */
  readonly vector: ArrayLike<number>;
  readonly isMember: boolean;
}

const ITERATIONS = 2000;
/** Vectors are scaled to a length of about 1, where the loss bends by a quarter at most: it is stable below 8. */
const RATE = 2;
/** Of the squared weights: two groups that a plane parts would drive them without end. */
const PULL = 1e-3;

/** The whole of the samples in each step, each class with half of the weight, however rare it is. */
export function fitLogistic(samples: readonly LogisticSample[]): LogisticHead {
  const features = samples[0]?.vector.length ?? 0;
  const members = samples.filter(({ isMember }) => isMember).length;
  assert(members > 0 && members < samples.length, 'both classes have samples');
  const scale = rootMeanSquare(samples);
  const weight = new Float64Array(features);
  let bias = 0;
  for (let step = 0; step < ITERATIONS; step++) {
    const slope = weight.map((value) => PULL * value);
    let biasSlope = 0;
    for (const { vector, isMember } of samples) {
      const share = 0.5 / (isMember ? members : samples.length - members);
      const error = share * (sigmoid(bias + dot(weight, vector) / scale) - (isMember ? 1 : 0));
      biasSlope += error;
      for (let i = 0; i < features; i++) slope[i] = (slope[i] ?? 0) + (error * (vector[i] ?? 0)) / scale;
    }
    for (let i = 0; i < features; i++) weight[i] = (weight[i] ?? 0) - RATE * (slope[i] ?? 0);
    bias -= RATE * biasSlope;
  }
  return { weight: weight.map((value) => value / scale), bias };
}

/** Chance of membership, 0..1. */
export function logisticChance({ weight, bias }: LogisticHead, vector: ArrayLike<number>): number {
  return sigmoid(bias + dot(weight, vector));
}

function rootMeanSquare(samples: readonly LogisticSample[]): number {
  const squares = samples.map(({ vector }) => Array.from(vector).reduce((sum, value) => sum + value * value, 0));
  return Math.sqrt(mean(squares)) || 1;
}

function dot(weight: Float64Array, vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weight.length; i++) sum += (weight[i] ?? 0) * (vector[i] ?? 0);
  return sum;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
