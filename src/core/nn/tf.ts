/**
 * @file The one door to tfjs. Everything else in the project says `import * as tf from './tf'`.
 *
 * The core package alone: `@tensorflow/tfjs` also carries the layers, data and converter packages and registers WebGL,
 * none of which is used here. 4.22 is its last release and is pinned.
 */
import './register';

export * from '@tensorflow/tfjs-core';
