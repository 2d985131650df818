/** @file What a graphics device refuses, told to whoever asked for it: by itself it throws nowhere. */

import { InOrder } from './inOrder';

const KINDS: readonly GPUErrorFilter[] = ['out-of-memory', 'validation', 'internal'];

/** The device would not do what it was told; what it computed since is not to be trusted. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
}

/** The device's error scopes are one stack, so that works which overlapped would hear each other's errors. */
export function attending(device: GPUDevice): <T>(work: () => Promise<T>) => Promise<T> {
  const turns = new InOrder();
  return (work) => turns.take(() => attended(device, work));
}

async function attended<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  for (const kind of KINDS) device.pushErrorScope(kind);
  const [done] = await Promise.allSettled([work()]);
  const refused = await popScopes(device);
  // What the work threw by itself is the better word for the same trouble.
  if (done.status === 'rejected') throw done.reason;
  if (refused !== undefined) throw new DeviceError(`The graphics device refused a command: ${refused}`);
  return done.value;
}

/** A lost device pops nothing: its loss is told elsewhere. */
async function popScopes(device: GPUDevice): Promise<string | undefined> {
  const popped = await Promise.allSettled(KINDS.map(() => device.popErrorScope()));
  return popped.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value.message] : []))[0];
}
