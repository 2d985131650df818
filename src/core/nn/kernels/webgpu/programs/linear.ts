/** @file x · Wᵀ + b, what may follow it, and its gradients: one program each. */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { FusedBackend } from '../fusedBackend';
import { geluCode } from './gelu';
import { GELU_LINEAR_GRADIENT, LINEAR, LINEAR_GELU, LINEAR_INPUT_GRADIENT, LINEAR_WEIGHT_GRADIENT } from '../../kernel';
import { runCells, runRows } from '../program';
import { fitsQuads, quadCells, quadTile } from './quadTile';
import { type ProductForm, SCALAR_TILE, scalarTile, SHARED_TILE, sharedTile } from './tile';
import { webgpuKernel } from '../webgpuKernel';

interface Product {
  readonly key: string;
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  /** Beside the operands, by the names that the epilogue uses. */
  readonly others?: Readonly<Record<string, TensorInfo>>;
  readonly form: ProductForm;
  readonly sizes: readonly [m: number, k: number, n: number];
  /** First elements of further outputs. */
  readonly offsets?: Readonly<Record<string, number>>;
  readonly output: readonly number[] | TensorInfo;
}

/** Runs a product in the shape of the adapter, by fours where it and the sizes allow. */
function runProduct(
  backend: FusedBackend,
  { key, a, b, others = {}, form, sizes, offsets, output }: Product,
): TensorInfo {
  const [m, k, n] = sizes;
  const inputs = { a, b, ...others };
  const numbers = { m, k, n, ...offsets };
  const tiles = (rows: number, columns: number): number => Math.ceil(m / rows) * Math.ceil(n / columns);
  if (backend.shape === 'workgroup') {
    const { head, body } = sharedTile(form);
    const text = { key: `${key}.shared`, inputs, numbers, head: form.head('f32') + head, body, output };
    return runRows(backend, tiles(SHARED_TILE, SHARED_TILE), text);
  }
  if (!backend.hasQuads || !fitsQuads(form, m, k, n)) {
    const { head, body } = scalarTile(form);
    const text = { key: `${key}.scalar`, inputs, numbers, head: form.head('f32') + head, body, output };
    return runCells(backend, tiles(SCALAR_TILE, SCALAR_TILE), text);
  }
  return runCells(backend, quadCells(m, n), {
    key: `${key}.quads`,
    inputs,
    components: { inputs: Object.keys(inputs).map((): 4 => 4), output: 4 },
    numbers,
    head: form.head('vec4<f32>'),
    body: quadTile(form),
    output,
  });
}

const noHead = (): string => '';
/** Index of an element in a matrix as wide as the result. */
const placeOf = (line: string, column: string, width: 1 | 4): string => `${line} * (uniforms.n / ${width}) + ${column}`;

/** Stores value [+ bias] [+ residual]. */
function affineForm(hasBias: boolean, hasResidual: boolean): ProductForm {
  return {
    transposeA: false,
    transposeB: true,
    head: noHead,
    store: (value, line, column, width) => {
      const at = placeOf(line, column, width);
      return `result[${at}] = ${value}${hasBias ? ` + bias[${column}]` : ''}${hasResidual ? ` + residual[${at}]` : ''};`;
    },
  };
}

const affineGeluForm: ProductForm = {
  transposeA: false,
  transposeB: true,
  head: geluCode,
  store: (value, line, column, width) => {
    const at = placeOf(line, column, width);
    return `{ let u = ${value} + bias[${column}]; result[${at}] = u; result[uniforms.activated / ${width} + ${at}] = gelu(u); }`;
  },
};

const inputGradientForm: ProductForm = {
  transposeA: false,
  transposeB: false,
  head: noHead,
  store: (value, line, column, width) => `result[${placeOf(line, column, width)}] = ${value};`,
};

const geluGradientForm: ProductForm = {
  ...inputGradientForm,
  head: geluCode,
  store: (value, line, column, width) => {
    const at = placeOf(line, column, width);
    return `result[${at}] = ${value} * geluSlope(u[${at}]);`;
  },
};

/** dyᵀ · x; Σ dy over the rows is the bias's gradient, and passes by anyway. */
const weightGradientForm = (hasBias: boolean): ProductForm => ({
  ...inputGradientForm,
  transposeA: true,
  ...(hasBias
    ? {
        storeSum: (value: string, line: string, width: 1 | 4) =>
          `result[uniforms.bias / ${width} + ${line}] = ${value};`,
      }
    : {}),
});

const size = ({ shape }: TensorInfo, axis: number): number => shape[axis] ?? 0;

export const linearKernels = [
  webgpuKernel(LINEAR, ({ backend, input, maybeInput }) => {
    const [x, weight, bias, residual] = [input('x'), input('weight'), maybeInput('bias'), maybeInput('residual')];
    return runProduct(backend, {
      key: `linear${bias ? '.bias' : ''}${residual ? '.residual' : ''}`,
      a: x,
      b: weight,
      others: { ...(bias ? { bias } : {}), ...(residual ? { residual } : {}) },
      form: affineForm(bias !== undefined, residual !== undefined),
      sizes: [size(x, 0), size(x, 1), size(weight, 0)],
      output: [size(x, 0), size(weight, 0)],
    });
  }),
  webgpuKernel(LINEAR_GELU, ({ backend, input }) => {
    const [x, weight, bias] = [input('x'), input('weight'), input('bias')];
    const shape = [size(x, 0), size(weight, 0)];
    const { whole, offsets, parts } = backend.makePacked([shape, shape]);
    runProduct(backend, {
      key: 'linearGelu',
      a: x,
      b: weight,
      others: { bias },
      form: affineGeluForm,
      sizes: [size(x, 0), size(x, 1), size(weight, 0)],
      offsets: { activated: offsets[1] ?? 0 },
      output: whole,
    });
    return parts;
  }),
  webgpuKernel(LINEAR_INPUT_GRADIENT, ({ backend, input }) => {
    const [dy, weight] = [input('dy'), input('weight')];
    return runProduct(backend, {
      key: 'linearInputGradient',
      a: dy,
      b: weight,
      form: inputGradientForm,
      sizes: [size(dy, 0), size(dy, 1), size(weight, 1)],
      output: [size(dy, 0), size(weight, 1)],
    });
  }),
  webgpuKernel(GELU_LINEAR_GRADIENT, ({ backend, input }) => {
    const [dy, weight, u] = [input('dy'), input('weight'), input('u')];
    return runProduct(backend, {
      key: 'geluLinearGradient',
      a: dy,
      b: weight,
      others: { u },
      form: geluGradientForm,
      sizes: [size(dy, 0), size(dy, 1), size(weight, 1)],
      output: [size(dy, 0), size(weight, 1)],
    });
  }),
  webgpuKernel(LINEAR_WEIGHT_GRADIENT, ({ backend, input, attributes }) => {
    const [dy, x] = [input('dy'), input('x')];
    const hasBias = attributes['hasBias'] === true;
    const shape = [size(dy, 1), size(x, 1)];
    const { whole, offsets, parts } = backend.makePacked(hasBias ? [shape, [size(dy, 1)]] : [shape]);
    runProduct(backend, {
      key: `linearWeightGradient${hasBias ? '.bias' : ''}`,
      a: dy,
      b: x,
      form: weightGradientForm(hasBias),
      sizes: [size(dy, 1), size(dy, 0), size(x, 1)],
      ...(hasBias ? { offsets: { bias: offsets[1] ?? 0 } } : {}),
      output: whole,
    });
    return parts;
  }),
];
