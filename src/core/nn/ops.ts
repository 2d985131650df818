/**
 * @file The operations of the transformer, each with a gradient of its own, composed of plain tfjs ops.
 *
 * Stock gradients are slow or wrong in places: on wasm they miss the fast product, gather's needs a kernel that is not
 * there, and `pow` costs more than the matrix products. Where the backend has a kernel of ours for an operation, the kernel
 * does it in one piece (`kernels/`); what is written out here is its plain twin.
 * `rows` stands for batch * seq. The caller owns what is returned, and calls within a tidy.
 */

import { differentiable } from './differentiable';
import { GELU_CUBIC, GELU_LINEAR, NORM_EPSILON } from './kernels/constants';
import {
  ADD_POSITIONS,
  BRANCH_NORM_GRADIENT,
  CAUSAL_ATTENTION,
  CAUSAL_ATTENTION_GRADIENT,
  CONVOLUTION,
  CONVOLUTION_GRADIENT,
  EMBED,
  EMBED_GRADIENT,
  FIRST_CONVOLUTION,
  FIRST_CONVOLUTION_GRADIENT,
  GELU_LINEAR_GRADIENT,
  hasKernel,
  LAYER_NORM,
  LAYER_NORM_GRADIENT,
  LINEAR,
  LINEAR_GELU,
  LINEAR_INPUT_GRADIENT,
  LINEAR_WEIGHT_GRADIENT,
  POSITIONS_GRADIENT,
  ROTATE,
  run,
  runMany,
  TOKEN_LOSS,
  TOKEN_LOSS_GRADIENT,
  WEIGHTED_SUM,
} from './kernels/kernel';
import { batchMatmul, matmul, matmulBias, outerProduct, pickRows, sumRows } from './matmul';
import * as tf from './tf';

// A finite number that survives addition: WGSL may assume that no infinity occurs.
const MASKED = -1e9;

/**
 * x · Wᵀ + b, added to a residual where there is one.
 *
 * @param x [rows, in]
 * @param weight [out, in]
 * @param bias [out]
 * @param residual [rows, out]
 * @returns [rows, out]
 */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D, residual?: tf.Tensor2D): tf.Tensor2D {
  if (hasKernel(LINEAR)) return fusedLinear(x, weight, bias, residual);
  const product = plainLinear(x, weight, bias);
  return residual ? tf.add(residual, product) : product;
}

function plainLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  return differentiable(bias ? [x, weight, bias] : [x, weight], () => ({
    value: bias ? matmulBias(x, weight, bias) : matmul(x, weight, false, true), // [rows, in] -> [rows, out]
    saved: [x, weight],
    gradient: (dy, [x, weight]) => [
      matmul(dy, weight), // [rows, in]
      outerProduct(dy, x), // [out, in]
      ...(bias ? [tf.reshape(sumRows(dy), [-1])] : []), // [out]
    ],
  }));
}

function fusedLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D, residual?: tf.Tensor2D): tf.Tensor2D {
  const offered: tf.NamedTensorMap = { ...(bias ? { bias } : {}), ...(residual ? { residual } : {}) };
  return differentiable([x, weight, ...Object.values(offered)], () => ({
    value: run<tf.Tensor2D>(LINEAR, { x, weight, ...offered }),
    saved: [x, weight],
    gradient: (dy, [x, weight]) => [
      run(LINEAR_INPUT_GRADIENT, { dy, weight }),
      ...runMany(LINEAR_WEIGHT_GRADIENT, { dy, x }, { hasBias: bias !== undefined }),
      ...(residual ? [tf.clone(dy)] : []),
    ],
  }));
}

/**
 * (x - mean) / sqrt(variance + epsilon) * gain + bias over the last dimension.
 *
 * @param x [rows, embed]
 * @param gain [embed]
 * @param bias [embed]
 * @returns [rows, embed]
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  if (hasKernel(LAYER_NORM)) return fusedLayerNorm(x, gain, bias);
  return differentiable([x, gain, bias], () => {
    const centered = tf.sub(x, tf.mean(x, 1, true)); // [rows, embed]
    const variance = tf.mean(tf.square(centered), 1, true); // [rows, 1]
    const scale = tf.rsqrt(tf.add(variance, NORM_EPSILON)); // [rows, 1]
    const normed: tf.Tensor2D = tf.mul(centered, scale); // [rows, embed]
    return {
      value: tf.add<tf.Tensor2D>(tf.mul(normed, gain), bias),
      saved: [normed, scale, gain],
      gradient: (dy, [normed, scale, gain]) => {
        const scaled = tf.mul(dy, gain); // [rows, embed]
        const along = tf.mean(tf.mul(scaled, normed), 1, true); // [rows, 1]
        const across = tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), tf.mul(normed, along)); // [rows, embed]
        return [
          tf.mul(across, scale), // [rows, embed]
          tf.reshape(sumRows(tf.mul(dy, normed)), [-1]), // [embed]
          tf.reshape(sumRows(dy), [-1]), // [embed]
        ];
      },
    };
  });
}

function fusedLayerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  return differentiable([x, gain, bias], () => {
    const inputs = { x, gain, bias };
    const [value, statistics] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LAYER_NORM, inputs, { epsilon: NORM_EPSILON });
    return {
      value,
      saved: [x, gain, statistics],
      gradient: (dy, [x, gain, statistics]) => [...runMany(LAYER_NORM_GRADIENT, { x, gain, statistics, dy })],
    };
  });
}

/**
 * The norm of a branch, and the stream that the branch returns to: what comes back along either is added in one program.
 *
 * @returns the norm, and x itself
 */
export function branchNorm(x: tf.Tensor2D, { weight, bias }: Scaling): [normed: tf.Tensor2D, stream: tf.Tensor2D] {
  if (!hasKernel(BRANCH_NORM_GRADIENT)) return [layerNorm(x, weight, bias), x];
  const inputs = { x, gain: weight, bias };
  // tf.customGrad knows functions of one result only.
  return tf.engine()['runKernelFunc']({
    inputs,
    forwardFunc: (_backend: unknown, save?: (tensors: tf.Tensor[]) => void) => {
      const [normed, statistics] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LAYER_NORM, inputs, { epsilon: NORM_EPSILON });
      save?.([x, weight, statistics]);
      return [normed, tf.clone(x)];
    },
    backwardsFunc: (dys: [tf.Tensor2D, tf.Tensor2D], [x, gain, statistics]: tf.Tensor[]) => {
      const given = { x, gain, statistics, dy: dys[0], residual: dys[1] } as tf.NamedTensorMap;
      const gradients = runMany<[tf.Tensor2D, tf.Tensor1D, tf.Tensor1D]>(BRANCH_NORM_GRADIENT, given);
      return { x: () => gradients[0], gain: () => gradients[1], bias: () => gradients[2] };
    },
  }) as unknown as [tf.Tensor2D, tf.Tensor2D];
}

/**
 * GELU by its tanh approximation, written with the logistic function, which is the same, (1 + tanh(z)) / 2 = σ(2z),
 * and which has a SIMD kernel on wasm.
 *
 * @param x [rows, width]
 * @returns [rows, width]
 */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return differentiable([x], () => {
    const gate: tf.Tensor2D = tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), GELU_CUBIC), GELU_LINEAR)));
    const value: tf.Tensor2D = tf.mul(x, gate);
    return {
      value,
      saved: [x, gate, value],
      gradient: (dy, [x, gate, value]) => {
        const slope = tf.add(tf.mul(tf.square(x), 3 * GELU_CUBIC), GELU_LINEAR); // of the logistic's argument
        return [tf.mul(dy, tf.add(gate, tf.mul(tf.sub(value, tf.mul(value, gate)), slope)))];
      },
    };
  });
}

/** A matrix and its bias. */
export interface Affine {
  /** [out, in] */
  readonly weight: tf.Tensor2D;
  /** [out] */
  readonly bias?: tf.Tensor1D | undefined;
}

/** Gain and bias of a layer norm. */
export interface Scaling {
  /** [embed] */
  readonly weight: tf.Tensor1D;
  /** [embed] */
  readonly bias: tf.Tensor1D;
}

/**
 * x + down(GELU(up(norm(x)))): a whole feed-forward branch of the residual stream.
 *
 * @param x [rows, embed]
 * @returns [rows, embed]
 */
export function feedForward(x: tf.Tensor2D, norm: Scaling, up: Affine, down: Affine): tf.Tensor2D {
  if (hasKernel(LINEAR_GELU) && up.bias && down.bias)
    return fusedFeedForward([x, norm.weight, norm.bias, up.weight, up.bias, down.weight, down.bias]);
  const widened = linear(layerNorm(x, norm.weight, norm.bias), up.weight, up.bias); // [rows, 4 * embed]
  return linear(gelu(widened), down.weight, down.bias, x);
}

type FeedForwardInputs = readonly [
  x: tf.Tensor2D,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  up: tf.Tensor2D,
  upBias: tf.Tensor1D,
  down: tf.Tensor2D,
  downBias: tf.Tensor1D,
];

function fusedFeedForward(inputs: FeedForwardInputs): tf.Tensor2D {
  return differentiable(inputs, () => {
    const [x, gain, bias, up, upBias, down, downBias] = inputs;
    const scaling = { x, gain, bias };
    const [normed, statistics] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LAYER_NORM, scaling, { epsilon: NORM_EPSILON });
    const widened = { x: normed, weight: up, bias: upBias };
    const [u, active] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LINEAR_GELU, widened); // [rows, 4 * embed] each
    return {
      value: run<tf.Tensor2D>(LINEAR, { x: active, weight: down, bias: downBias, residual: x }),
      saved: [x, gain, statistics, normed, up, u, active, down],
      gradient: (dy, [x, gain, statistics, normed, up, u, active, down]) => {
        const du = run<tf.Tensor2D>(GELU_LINEAR_GRADIENT, { dy, weight: down, u }); // [rows, 4 * embed]
        const dNormed = run<tf.Tensor2D>(LINEAR_INPUT_GRADIENT, { dy: du, weight: up }); // [rows, embed]
        return [
          ...branchNormGradient({ x, gain, statistics, dy: dNormed }, dy),
          ...runMany(LINEAR_WEIGHT_GRADIENT, { dy: du, x: normed }, { hasBias: true }),
          ...runMany(LINEAR_WEIGHT_GRADIENT, { dy, x: active }, { hasBias: true }),
        ];
      },
    };
  });
}

/** Of a norm whose branch returns to the stream: dx has the stream's own gradient in it. */
function branchNormGradient(inputs: tf.NamedTensorMap, residual: tf.Tensor2D): tf.Tensor[] {
  if (hasKernel(BRANCH_NORM_GRADIENT)) return [...runMany(BRANCH_NORM_GRADIENT, { ...inputs, residual })];
  const [dx, ...scaling] = runMany<[tf.Tensor2D, tf.Tensor1D, tf.Tensor1D]>(LAYER_NORM_GRADIENT, inputs);
  return [tf.add(dx, residual), ...scaling];
}

/**
 * Rows of the embedding matrix.
 *
 * @param table [vocab, embed]
 * @param ids [rows] int32
 * @returns [rows, embed]
 */
export function embed(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  if (hasKernel(EMBED))
    return differentiable([table], () => ({
      value: run<tf.Tensor2D>(EMBED, { table, ids }),
      saved: [ids],
      gradient: (dy, [ids]) => [run(EMBED_GRADIENT, { dy, ids }, { vocab: table.shape[0] })],
    }));
  return differentiable([table], () => ({
    value: pickRows(table, ids),
    saved: [ids],
    gradient: (dy, [ids]) => [scatterRows(dy, ids, table.shape)],
  }));
}

/** The sum of the rows of each id. [rows, embed] -> [vocab, embed] */
function scatterRows(rows: tf.Tensor2D, ids: tf.Tensor1D, shape: [number, number]): tf.Tensor2D {
  return tf.scatterND(tf.reshape(ids, [-1, 1]), rows, shape) as tf.Tensor2D;
}

/**
 * Adds the learned position of each place, which counts from its row's first token.
 *
 * @param x [batch, seq, embed]
 * @param table [window, embed]
 * @param first position of the first place
 * @param starts [batch] the position of each row's first token; 0 where it is absent
 * @returns [batch, seq, embed]
 */
export function addPositions(
  x: tf.Tensor3D,
  table: tf.Tensor2D,
  first: number,
  starts?: readonly number[],
): tf.Tensor3D {
  if (hasKernel(ADD_POSITIONS)) return fusedAddPositions(x, table, first, starts);
  const [batch, seq, width] = x.shape;
  if (!starts) return tf.add(x, tf.reshape(tf.slice(table, [first, 0], [seq, width]), [1, seq, width]));
  const rows = Int32Array.from({ length: batch * seq }, (_, i) =>
    Math.max(0, first + (i % seq) - (starts[Math.floor(i / seq)] ?? 0)),
  );
  return tf.add(x, tf.reshape(embed(table, tf.tensor1d(rows, 'int32')), [batch, seq, width]));
}

function fusedAddPositions(x: tf.Tensor3D, table: tf.Tensor2D, first: number, starts?: readonly number[]): tf.Tensor3D {
  return differentiable([x, table], () => {
    const padding: tf.NamedTensorMap = starts ? { starts: tf.tensor1d([...starts], 'int32') } : {};
    return {
      value: run<tf.Tensor3D>(ADD_POSITIONS, { x, table, ...padding }, { first }),
      saved: Object.values(padding),
      gradient: (dy, [starts]) => [
        tf.clone(dy),
        run(POSITIONS_GRADIENT, { dy, ...(starts ? { starts } : {}) }, { first, window: table.shape[0] }),
      ],
    };
  });
}

/**
 * Scaled dot-product attention; a query sees the keys up to its own position. The last query stands at the last key.
 *
 * @param queries [count, seq, headDim], count being heads * batch
 * @param keys [count, past + seq, headDim]
 * @param values [count, past + seq, headDim]
 * @param starts [batch] the first key that each row may see; all where it is absent
 * @returns [count, seq, headDim]
 */
export function causalAttention(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  starts?: readonly number[],
): tf.Tensor3D {
  const scale = 1 / Math.sqrt(queries.shape[2]);
  return differentiable([queries, keys, values], () => {
    const scaled = tf.mul<tf.Tensor3D>(queries, scale);
    const scores = batchMatmul(scaled, keys, false, true); // [count, seq, past + seq]
    const seen = starts ? tf.add<tf.Tensor3D>(scores, paddingMask(starts, queries.shape[0], keys.shape[1])) : scores;
    // A single query is the last position: nothing comes after it.
    const isSingle = queries.shape[1] === 1;
    const masked = isSingle ? seen : tf.add<tf.Tensor3D>(seen, causalMask(queries.shape[1], keys.shape[1]));
    const chances = tf.softmax<tf.Tensor3D>(masked);
    return {
      value: batchMatmul(chances, values), // [count, seq, headDim]
      saved: [scaled, keys, values, chances],
      gradient: (dy, [scaled, keys, values, chances]) => {
        const dChances = batchMatmul(dy, values, false, true); // [count, seq, past + seq]
        const weighted = tf.mul(dChances, chances);
        const dScores: tf.Tensor3D = tf.sub(weighted, tf.mul(chances, tf.sum(weighted, 2, true)));
        return [
          tf.mul(batchMatmul(dScores, keys), scale), // [count, seq, headDim]
          batchMatmul(dScores, scaled, true), // [count, past + seq, headDim]
          batchMatmul(chances, dy, true), // [count, past + seq, headDim]
        ];
      },
    };
  });
}

/**
 * The same on packed rows of queries, keys and values, for backends with a kernel of it.
 *
 * @param qkv [batch, past + seq, 3 * embed]
 * @param seq queries: the last positions
 * @returns [batch * seq, embed]
 */
export function packedAttention(qkv: tf.Tensor3D, seq: number, heads: number, starts?: readonly number[]): tf.Tensor2D {
  return differentiable([qkv], () => {
    const padding: tf.NamedTensorMap = starts ? { starts: tf.tensor1d([...starts], 'int32') } : {};
    const inputs = { qkv, ...padding };
    const [value, chances] = runMany<[tf.Tensor2D, tf.Tensor4D]>(CAUSAL_ATTENTION, inputs, { heads, seq });
    return {
      value,
      saved: [qkv, chances],
      gradient: (dy, [qkv, chances]) => [run(CAUSAL_ATTENTION_GRADIENT, { qkv, chances, dy }, { heads, seq })],
    };
  });
}

/** [1, seq, keys]: 0 where a query may look, a very negative number where it may not */
function causalMask(seq: number, keys: number): tf.Tensor3D {
  const mask = new Float32Array(seq * keys);
  const past = keys - seq;
  for (let query = 0; query < seq; query++) mask.fill(MASKED, query * keys + past + query + 1, (query + 1) * keys);
  return tf.tensor3d(mask, [1, seq, keys]);
}

/** [count, 1, keys]: very negative at the keys before each row's start; rows repeat for each head */
function paddingMask(starts: readonly number[], count: number, keys: number): tf.Tensor3D {
  const mask = new Float32Array(count * keys);
  for (let row = 0; row < count; row++) mask.fill(MASKED, row * keys, row * keys + (starts[row % starts.length] ?? 0));
  return tf.tensor3d(mask, [count, 1, keys]);
}

/**
 * `causalConvolution` at the start of a sequence: zeros stand before it.
 *
 * @param x [batch, seq, embed]
 * @param kernel [taps, embed]
 * @returns [batch, seq, embed]
 */
export function firstConvolution(x: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  if (hasKernel(FIRST_CONVOLUTION))
    return differentiable([x, kernel], () => ({
      value: run<tf.Tensor3D>(FIRST_CONVOLUTION, { x, kernel }),
      saved: [x, kernel],
      gradient: (dy, [x, kernel]) => [...runMany(FIRST_CONVOLUTION_GRADIENT, { x, kernel, dy })],
    }));
  const padded: tf.Tensor3D = tf.pad(x, [
    [0, 0],
    [kernel.shape[0], 0],
    [0, 0],
  ]);
  return causalConvolution(padded, kernel);
}

/**
 * Adds to each position a weighted sum of those before it: y_t = x_t + Σ_j kernel_j * x_(t-1-j), per channel.
 *
 * @param padded [batch, taps + seq, embed]: the `taps` positions before the first, then the sequence
 * @param kernel [taps, embed]: row j holds the weights at offset j + 1
 * @returns [batch, seq, embed]
 */
export function causalConvolution(padded: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  if (hasKernel(CONVOLUTION))
    return differentiable([padded, kernel], () => ({
      value: run<tf.Tensor3D>(CONVOLUTION, { padded, kernel }),
      saved: [padded, kernel],
      gradient: (dy, [padded, kernel]) => [...runMany(CONVOLUTION_GRADIENT, { padded, kernel, dy })],
    }));
  const [batch, length, width] = padded.shape;
  const taps = kernel.shape[0];
  const seq = length - taps;
  const offsets = Array.from({ length: taps }, (_, j) => taps - 1 - j);
  return differentiable([padded, kernel], () => {
    const delayed = offsets.map((first, j) =>
      tf.mul(tf.slice(padded, [0, first, 0], [batch, seq, width]), tf.slice(kernel, [j, 0], [1, width])),
    );
    return {
      value: tf.addN([tf.slice(padded, [0, taps, 0], [batch, seq, width]), ...delayed]) as tf.Tensor3D,
      saved: [padded, kernel],
      gradient: (dy, [padded, kernel]) => {
        const spread = offsets.map((first, j) =>
          tf.pad(tf.mul(dy, tf.slice(kernel, [j, 0], [1, width])), [
            [0, 0],
            [first, taps - first],
            [0, 0],
          ]),
        );
        const dKernel = offsets.map((first) =>
          sumRows(tf.reshape(tf.mul(dy, tf.slice(padded, [0, first, 0], [batch, seq, width])), [-1, width])),
        );
        return [
          tf.addN([
            tf.pad(dy, [
              [0, 0],
              [taps, 0],
              [0, 0],
            ]),
            ...spread,
          ]),
          tf.concat(dKernel),
        ];
      },
    };
  });
}

/** The turn of each pair of channels at each position, and the matrix that swaps the members of a pair. */
export interface Rotation {
  /** [seq, headDim] */
  readonly cosine: tf.Tensor2D;
  /** [seq, headDim] */
  readonly sine: tf.Tensor2D;
  /** [headDim, headDim]: x · swap = (-x₂, x₁), where x₁ and x₂ are the halves of x */
  readonly swap: tf.Tensor2D;
}

/** Angles of positions `first` to `first + seq - 1`: position * base^(-2i / headDim). [RoFormer §3.2, in halves] */
export function rotation(first: number, seq: number, headDim: number, base: number): Rotation {
  const half = headDim / 2;
  const angle = (position: number, channel: number): number => (first + position) * base ** (-(channel % half) / half);
  const angles = Array.from({ length: seq * headDim }, (_, i) => angle(Math.floor(i / headDim), i % headDim));
  const swap = new Float32Array(headDim * headDim);
  for (let i = 0; i < half; i++) {
    swap[(i + half) * headDim + i] = -1;
    swap[i * headDim + i + half] = 1;
  }
  return {
    cosine: tf.tensor2d(Float32Array.from(angles, Math.cos), [seq, headDim]),
    sine: tf.tensor2d(Float32Array.from(angles, Math.sin), [seq, headDim]),
    swap: tf.tensor2d(swap, [headDim, headDim]),
  };
}

/**
 * Rotary positions: turns each pair of channels by its angle. The gradient turns back.
 *
 * @param x [count, seq, headDim]
 * @returns [count, seq, headDim]
 */
export function rotate(x: tf.Tensor3D, turn: Rotation): tf.Tensor3D {
  return differentiable([x], () => ({
    value: tf.add<tf.Tensor3D>(tf.mul(x, turn.cosine), tf.mul(swapHalves(x, turn.swap), turn.sine)),
    saved: [turn.cosine, turn.sine, turn.swap],
    gradient: (dy, [cosine, sine, swap]) => [
      tf.add(tf.mul(dy, cosine), swapHalves(tf.mul(dy, sine), tf.transpose(swap))),
    ],
  }));
}

/**
 * The same on packed rows, whose values pass unturned, for backends with a kernel of it.
 *
 * @param qkv [batch, seq, 3 * embed]
 */
export function rotatePacked(qkv: tf.Tensor3D, { cosine, sine }: Rotation): tf.Tensor3D {
  return differentiable([qkv], () => ({
    value: run<tf.Tensor3D>(ROTATE, { qkv, cosine, sine }, { sign: 1 }),
    saved: [cosine, sine],
    gradient: (dy, [cosine, sine]) => [run(ROTATE, { qkv: dy, cosine, sine }, { sign: -1 })],
  }));
}

/** x · swap. [count, seq, headDim] -> [count, seq, headDim] */
function swapHalves(x: tf.Tensor3D, swap: tf.Tensor2D): tf.Tensor3D {
  return tf.reshape(matmul(tf.reshape(x, [-1, x.shape[2]]), swap), x.shape);
}

/**
 * Cross entropy of each row: log Σ exp(logits) - logits[target].
 *
 * log Σ exp is taken as max - log(largest chance), for the largest chance is exp(0) / Σ exp(logits - max): exact, safe
 * from overflow, and it leaves the chances, which the gradient needs, as the only large tensor.
 *
 * @param logits [rows, vocab]
 * @param targets [rows] int32
 * @returns [rows] nats
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  if (hasKernel(TOKEN_LOSS)) return fusedTokenLoss(logits, targets);
  const [rows, vocab] = logits.shape;
  return differentiable([logits], () => {
    const chances = tf.softmax(logits); // [rows, vocab]
    const logSum = tf.sub(tf.max(logits, 1), tf.log(tf.max(chances, 1))); // [rows]
    const places = tf.stack([tf.range(0, rows, 1, 'int32'), targets], 1); // [rows, 2]
    return {
      value: tf.sub<tf.Tensor1D>(logSum, tf.gatherND(logits, places)),
      saved: [chances, places],
      gradient: (dy, [chances, places]) => [
        // chances * dy, less dy at the target. No one-hot matrix: wasm's float32 one is wrong.
        tf.sub(tf.mul(chances, tf.reshape(dy, [rows, 1])), tf.scatterND(places, dy, [rows, vocab])),
      ],
    };
  });
}

function fusedTokenLoss(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  return differentiable([logits], () => ({
    value: run<tf.Tensor1D>(TOKEN_LOSS, { logits, targets }),
    saved: [logits, targets],
    gradient: (dy, [logits, targets]) => [run(TOKEN_LOSS_GRADIENT, { logits, targets, dy })],
  }));
}

/**
 * Σ losses * weights, where the weights are a function of the losses through which no gradient flows.
 *
 * @param lossNats [batch, seq]
 * @param weigh gives the weights [batch, seq] from the losses; runs off the tape
 * @returns []
 */
export function weightedSum(lossNats: tf.Tensor2D, weigh: (lossNats: tf.Tensor2D) => tf.Tensor2D): tf.Scalar {
  return differentiable([lossNats], () => {
    const weights = weigh(lossNats);
    return {
      value: hasKernel(WEIGHTED_SUM)
        ? run<tf.Scalar>(WEIGHTED_SUM, { losses: lossNats, weights })
        : tf.sum<tf.Scalar>(tf.mul(lossNats, weights)),
      saved: [weights],
      gradient: (dy, [weights]) => [tf.mul(weights, dy)],
    };
  });
}
