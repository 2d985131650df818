/** @file Counts what is asked of the GPU. */

/** Dispatches and submissions while `body` runs. */
export function counted(body: () => void): { dispatches: number; submits: number } {
  const pass = GPUComputePassEncoder.prototype;
  const queue = GPUQueue.prototype;
  const [dispatch, submit] = [pass.dispatchWorkgroups, queue.submit];
  const count = { dispatches: 0, submits: 0 };
  pass.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...groups) {
    count.dispatches++;
    return dispatch.apply(this, groups);
  };
  queue.submit = function (this: GPUQueue, buffers) {
    count.submits++;
    return submit.call(this, buffers);
  };
  try {
    body();
  } finally {
    pass.dispatchWorkgroups = dispatch;
    queue.submit = submit;
  }
  return count;
}
