/** @file Embeddings of tokens and of positions, with gradients that add in a fixed order: a resumed run repeats itself. */

import { ADD_POSITIONS, EMBED, EMBED_GRADIENT, POSITIONS_GRADIENT } from '../../kernel';
import { runCells, runRows } from '../program';
import { webgpuKernel } from '../webgpuKernel';
import { vectorText, widthOf } from '../wgslText';

export const embedKernels = [
  webgpuKernel(EMBED, ({ backend, input }) => {
    const [table, ids] = [input('table'), input('ids')];
    const [rows = 0] = ids.shape;
    const embed = table.shape[1] ?? 0;
    const width = widthOf(embed);
    return runCells(backend, (rows * embed) / width, {
      key: `embed${width}`,
      inputs: { table, ids },
      components: { inputs: [width, 1], output: width },
      numbers: { size: embed / width },
      output: [rows, embed],
      body: `
    let size = uniforms.size;
    result[cell] = table[ids[cell / size] * size + cell % size];`,
    });
  }),
  webgpuKernel(EMBED_GRADIENT, ({ backend, input, number }) => {
    const [dy, ids] = [input('dy'), input('ids')];
    const vocab = number('vocab');
    // Each word looks for itself among all tokens: no atomics, no order but that of the text.
    const [tokens = 0, embed = 0] = dy.shape;
    const width = widthOf(embed);
    return runRows(backend, vocab, {
      key: `embedGradient${width}`,
      inputs: { dy, ids },
      components: { inputs: [width, 1], output: width },
      numbers: { tokens, size: embed / width },
      output: [vocab, embed],
      body: `
    let size = uniforms.size;
    for (var i = lane; i < size; i = i + LANES) { result[row * size + i] = ${vectorText(width).zero}; }
    for (var token = 0; token < uniforms.tokens; token = token + 1) {
      if (ids[token] != row) { continue; }
      for (var i = lane; i < size; i = i + LANES) {
        result[row * size + i] = result[row * size + i] + dy[token * size + i];
      }
    }`,
    });
  }),
  webgpuKernel(ADD_POSITIONS, ({ backend, input, maybeInput, number }) => {
    const [x, table, starts] = [input('x'), input('table'), maybeInput('starts')];
    const [batch = 0, seq = 0, embed = 0] = x.shape;
    const width = widthOf(embed);
    return runCells(backend, (batch * seq * embed) / width, {
      key: `addPositions${width}${starts ? '.starts' : ''}`,
      inputs: { x, table, ...(starts ? { starts } : {}) },
      components: { inputs: [width, width, ...(starts ? [1 as const] : [])], output: width },
      numbers: { first: number('first'), size: embed / width },
      output: x.shape,
      body: `
    let size = uniforms.size;
    let seq = uniforms.xShape[1];
    let place = uniforms.first + (cell / size) % seq${starts ? ' - starts[cell / (size * seq)]' : ''};
    // Padding stands before the first position, or behind the last one; nobody reads what comes of it.
    let row = clamp(place, 0, uniforms.tableShape[0] - 1);
    result[cell] = x[cell] + table[row * size + cell % size];`,
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
