/**
 * @file Where the buffers of a recording come from.
 *
 * What is recorded is played again on the same buffers, so that nobody else may hold them between two plays: while a
 * recording is made, tfjs takes its buffers from an arena of the recording's own. Inside it they are used again and again as
 * in tfjs's pool; but what the CPU wrote, uniforms and constants, is written once and must stay.
 */

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

type BufferManager = WebGPUBackend['bufferManager'];

export class Arena {
  readonly #device: GPUDevice;
  readonly #buffers = new Set<GPUBuffer>();
  readonly #free = new Map<string, GPUBuffer[]>();
  /** Written by the CPU while recording: never used for anything else. */
  readonly #fixed = new WeakSet<GPUBuffer>();
  bytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  acquire(size: number, usage: GPUBufferUsageFlags, mappedAtCreation: boolean): GPUBuffer {
    const isFixed = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const free = isFixed ? undefined : this.#free.get(keyOf(size, usage))?.pop();
    if (free) return free;
    const buffer = this.#device.createBuffer({ size, usage, mappedAtCreation });
    if (isFixed) this.#fixed.add(buffer);
    this.#buffers.add(buffer);
    this.bytes += size;
    return buffer;
  }

  release(buffer: GPUBuffer): void {
    if (this.#fixed.has(buffer)) return;
    const key = keyOf(buffer.size, buffer.usage);
    const free = this.#free.get(key);
    if (free) free.push(buffer);
    else this.#free.set(key, [buffer]);
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.clear();
    this.#free.clear();
    this.bytes = 0;
  }
}

const keyOf = (size: number, usage: GPUBufferUsageFlags): string => `${size}_${usage}`;

/** tfjs's pool, or the arena of the recording that is being made. A buffer goes back to where it came from. */
export class RoutedBuffers implements Pick<BufferManager, keyof BufferManager> {
  readonly #pool: BufferManager;
  readonly #owners = new WeakMap<GPUBuffer, Arena>();
  readonly #arenas = new Set<Arena>();
  #arena: Arena | undefined;

  constructor(pool: BufferManager) {
    this.#pool = pool;
  }

  get isRecording(): boolean {
    return this.#arena !== undefined;
  }

  /** Takes buffers from an arena while `body` runs. */
  during<T>(arena: Arena, body: () => T): T {
    this.#arena = arena;
    this.#arenas.add(arena);
    try {
      return body();
    } finally {
      this.#arena = undefined;
    }
  }

  forget(arena: Arena): void {
    this.#arenas.delete(arena);
    arena.dispose();
  }

  // As tfjs calls them.

  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false, reuse = true): GPUBuffer {
    const arena = this.#arena;
    if (!arena) return this.#pool.acquireBuffer(size, usage, mappedAtCreation, reuse);
    const buffer = arena.acquire(size, usage, mappedAtCreation);
    this.#owners.set(buffer, arena);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    const owner = this.#owners.get(buffer);
    if (owner) owner.release(buffer);
    else this.#pool.releaseBuffer(buffer, reuse);
  }

  get numBytesUsed(): number {
    return this.#pool.numBytesUsed + this.#arenaBytes();
  }

  get numBytesAllocated(): number {
    return this.#pool.numBytesAllocated + this.#arenaBytes();
  }

  getNumUsedBuffers(): number {
    return this.#pool.getNumUsedBuffers();
  }

  getNumFreeBuffers(): number {
    return this.#pool.getNumFreeBuffers();
  }

  dispose(): void {
    this.#pool.dispose();
    for (const arena of this.#arenas) arena.dispose();
    this.#arenas.clear();
  }

  #arenaBytes(): number {
    return [...this.#arenas].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
