/** @file Counts what is asked of the GPU; nothing where there is none. */

export interface GpuCalls {
  readonly dispatches: number;
  readonly submits: number;
}

/** Dispatches and submissions while `body` runs. */
export async function counting(body: () => Promise<unknown> | void): Promise<GpuCalls> {
  const count = { dispatches: 0, submits: 0 };
  if (typeof GPUQueue === 'undefined') {
    await body();
    return count;
  }
  const pass = GPUComputePassEncoder.prototype;
  const queue = GPUQueue.prototype;
  const [dispatch, submit] = [pass.dispatchWorkgroups, queue.submit];
  pass.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...groups) {
    count.dispatches++;
    return dispatch.apply(this, groups);
  };
  queue.submit = function (this: GPUQueue, buffers) {
    count.submits++;
    return submit.call(this, buffers);
  };
  try {
    await body();
  } finally {
    pass.dispatchWorkgroups = dispatch;
    queue.submit = submit;
  }
  return count;
}
