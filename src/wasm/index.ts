/**
 * @file Our own SIMD kernels, in AssemblyScript. They work on the memory of tfjs's WASM module: every `usize` is a place in
 * it, in bytes. They own no memory and no static data, and allocate nothing; `scratch` is lent by the caller.
 *
 * `npm run kernels` compiles this folder into `core/nn/kernels/wasm/wasmBinary.ts`.
 */

export { adamw, squares } from './adamw';
export { attention, attentionGrad, attentionScratch, attentionStride } from './attention';
export { crossEntropy, crossEntropyGrad, tokenEntropy } from './crossEntropy';
export { gelu, geluGrad } from './gelu';
export { addPositions, positionsGrad, convolution, convolutionGrad, copy, pickRows, rotate, scatterRows } from './move';
export { dot } from './math';
export { layerNorm, layerNormGrad } from './norm';
export { product, PRODUCT_SCRATCH, sumRows } from './product';
// Exported for nobody: what is exported is not inlined, and these must not be.
export { shortSums, tallSums } from './tile';
