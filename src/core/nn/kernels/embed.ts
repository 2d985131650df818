/** @file Embeddings of tokens and of positions, with gradients that add in a fixed order: a resumed run repeats itself. */

import { ADD_POSITIONS, EMBED, EMBED_GRADIENT, POSITIONS_GRADIENT } from './kernel';
import { runCells, runRows } from './program';
import { webgpuKernel } from './webgpuKernel';

export const embedKernels = [
  webgpuKernel(EMBED, ({ backend, input }) => {
    const [table, ids] = [input('table'), input('ids')];
    const [rows = 0] = ids.shape;
    const embed = table.shape[1] ?? 0;
    return runCells(backend, rows * embed, {
      key: 'embed',
      inputs: { table, ids },
      output: [rows, embed],
      body: `
    let embed = uniforms.tableShape[1];
    result[cell] = table[ids[cell / embed] * embed + cell % embed];`,
    });
  }),
  webgpuKernel(EMBED_GRADIENT, ({ backend, input, number }) => {
    const [dy, ids] = [input('dy'), input('ids')];
    const vocab = number('vocab');
    // Each word looks for itself among all tokens: no atomics, no order but that of the text.
    return runRows(backend, vocab, {
      key: 'embedGradient',
      inputs: { dy, ids },
      output: [vocab, dy.shape[1] ?? 0],
      body: `
    let embed = uniforms.dyShape[1];
    for (var i = lane; i < embed; i = i + LANES) { result[row * embed + i] = 0.0; }
    for (var token = 0; token < uniforms.dyShape[0]; token = token + 1) {
      if (ids[token] != row) { continue; }
      for (var i = lane; i < embed; i = i + LANES) {
        result[row * embed + i] = result[row * embed + i] + dy[token * embed + i];
      }
    }`,
    });
  }),
  webgpuKernel(ADD_POSITIONS, ({ backend, input, maybeInput, number }) => {
    const [x, table, starts] = [input('x'), input('table'), maybeInput('starts')];
    const [batch = 0, seq = 0, embed = 0] = x.shape;
    return runCells(backend, batch * seq * embed, {
      key: `addPositions${starts ? '.starts' : ''}`,
      inputs: { x, table, ...(starts ? { starts } : {}) },
      numbers: { first: number('first') },
      output: x.shape,
      body: `
    let embed = uniforms.xShape[2];
    let seq = uniforms.xShape[1];
    let place = uniforms.first + (cell / embed) % seq${starts ? ' - starts[cell / (embed * seq)]' : ''};
    // Padding stands before the first position, or behind the last one; nobody reads what comes of it.
    let row = clamp(place, 0, uniforms.tableShape[0] - 1);
    result[cell] = x[cell] + table[row * embed + cell % embed];`,
    });
  }),
  webgpuKernel(POSITIONS_GRADIENT, ({ backend, input, maybeInput, number }) => {
    const [dy, starts] = [input('dy'), maybeInput('starts')];
    const embed = dy.shape[2] ?? 0;
    const window = number('window');
    // Padding stands at no position: it is silenced, and has no gradient.
    return runCells(backend, window * embed, {
      key: `positionsGradient${starts ? '.starts' : ''}`,
      inputs: { dy, ...(starts ? { starts } : {}) },
      numbers: { first: number('first') },
      output: [window, embed],
      body: `
    let seq = uniforms.dyShape[1];
    let embed = uniforms.dyShape[2];
    var sum = 0.0;
    for (var item = 0; item < uniforms.dyShape[0]; item = item + 1) {
      let at = cell / embed - uniforms.first${starts ? ' + starts[item]' : ''};
      if (at >= 0 && at < seq) { sum = sum + dy[(item * seq + at) * embed + cell % embed]; }
    }
    result[cell] = sum;`,
    });
  }),
];
