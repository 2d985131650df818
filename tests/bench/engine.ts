/** @file What the bench asks of each engine that trains the same model on the same batches. */

export interface Batch {
  /** [batch * seq] */
  readonly inputIds: Int32Array;
  /** [batch * seq] */
  readonly targetIds: Int32Array;
}

export interface BenchEngine {
  readonly name: string;
  /** Takes one optimisation step for each batch and reads all losses back at the end. @returns nats, [count] */
  readonly train: (batches: readonly Batch[]) => Promise<Float32Array>;
  readonly dispose: () => void;
}
