/** @file GELU by its tanh approximation in WGSL, for f32 or vec4<f32>, written with the logistic function as in `ops/feedForward.ts`. */

import { GELU_CUBIC, GELU_LINEAR } from '../constants';

// exp of a large number would be an infinity, and WGSL may assume that there is none.
const MOST = 80;

export const geluCode = (type: 'f32' | 'vec4<f32>'): string => `
  fn gate(u : ${type}) -> ${type} {
    let bent = u * (u * u * ${GELU_CUBIC} + ${GELU_LINEAR});
    return 1.0 / (1.0 + exp(-clamp(bent, ${type}(-${MOST}.0), ${type}(${MOST}.0))));
  }
  fn gelu(u : ${type}) -> ${type} { return u * gate(u); }
  fn geluSlope(u : ${type}) -> ${type} {
    let open = gate(u);
    let value = u * open;
    return open + (value - value * open) * (u * u * ${3 * GELU_CUBIC} + ${GELU_LINEAR});
  }`;
