/** @file The backend of last resort: plain JavaScript. */

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '../../core/util/assert';
import type { OpenBackend } from './chooseBackend';

export async function openCpu(): Promise<OpenBackend> {
  if (!(await tf.setBackend('cpu'))) throw new InputError('The CPU backend did not start.');
  return { name: 'cpu', adapter: '1 thread, no SIMD', lost: new Promise(() => undefined) };
}
