import { expect, test } from 'vitest';
import { trainPreset } from '../../../src/core/trace/config/presets';
import type { RunId } from '../../../src/core/trace/messages/commands';
import { type FileTree, memoryFileTree, StorageFullError } from '../../../src/engine/store/fileTree';
import { RunStore, type RunRecord } from '../../../src/engine/store/store';

const run = 'r1' as RunId;

const record = (step: number, more: Partial<RunRecord> = {}): RunRecord => ({
  config: trainPreset('tiny'),
  state: 'paused',
  step,
  savedAtMs: 1000 + step,
  trace: Uint8Array.of(step, 2, 3),
  arms: [Float32Array.of(step, 0.5), Float32Array.of(-step, 1 / 3)],
  tokenizerJson: '{"ü":1}',
  texts: { 'a.txt': Uint8Array.of(0, 255) },
  ...more,
});

/** A tree whose power goes at the n-th write: that write is cut short, and nothing comes after it. */
function treeThatDies(tree: FileTree, atWrite: number): FileTree {
  let writes = 0;
  return {
    ...tree,
    write: async (path, bytes) => {
      if (writes++ < atWrite) return tree.write(path, bytes);
      if (writes === atWrite + 1) await tree.write(path, bytes.slice(0, bytes.length >> 1));
      throw new Error('power cut');
    },
    remove: async (path) => {
      if (writes > atWrite) throw new Error('power cut');
      return tree.remove(path);
    },
  };
}

test('what is saved comes back, to the bit', async () => {
  const tree = memoryFileTree();
  await new RunStore(tree).save(run, record(7));
  // Another tab, another store: nothing is remembered but the files.
  expect(await new RunStore(tree).load(run)).toEqual(record(7));
});

test('the last four saves are kept, each whole, and no file of an older one', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  const counts: number[] = [];
  for (let step = 1; step <= 9; step++) {
    await store.save(run, record(step));
    counts.push((await tree.list('runs/r1')).length);
  }
  expect((await store.list())[0]?.moments).toEqual([9, 8, 7, 6]);
  expect(new Set(counts.slice(3)).size).toBe(1);
  expect(await store.load(run)).toEqual(record(9));
  expect(await store.load(run, 6)).toEqual(record(6));
  expect(await store.load(run, 5)).toBeUndefined();
});

test('a state of more than 64 MB leaves no room for older ones', async () => {
  const store = new RunStore(memoryFileTree());
  const large = (step: number) => record(step, { arms: [new Float32Array(16e6 + 1)] });
  await store.save(run, large(1));
  await store.save(run, large(2));
  expect((await store.list())[0]?.moments).toEqual([2]);
});

test('where the newest save is damaged, the one before it is loaded', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  await store.save(run, record(7));
  await store.save(run, record(9));
  await tree.write('runs/r1/state-2-1', Uint8Array.of(1));
  expect(await store.load(run)).toEqual(record(7));
});

test('a full disk costs the older saves and the bin, not the newest one', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  const binned = 'r2' as RunId;
  await store.save(binned, record(1));
  await store.discard(binned, 0);
  for (const step of [1, 2, 3]) await store.save(run, record(step));
  let isFull = true;
  const full: FileTree = {
    ...tree,
    write: async (path, bytes) => {
      if (isFull && path.includes('trace-4')) throw new StorageFullError(path);
      await tree.write(path, bytes);
    },
    remove: async (path) => {
      await tree.remove(path);
      if (path.includes('trace-1')) isFull = false;
    },
  };
  await new RunStore(full).save(run, record(4));
  expect(await store.load(run)).toEqual(record(4));
  expect((await tree.list('runs/r2')).length).toBe(0);
});

test('weights that meet a full disk get the room of the ring and the bin, and leave no half a file where that is too little', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  const binned = 'r2' as RunId;
  await store.save(binned, record(1));
  await store.discard(binned, 0);
  for (const step of [1, 2, 3]) await store.save(run, record(step));
  let room = 0;
  const full: FileTree = {
    ...tree,
    write: async (path, bytes) => {
      if (room < bytes.length) {
        await tree.write(path, bytes.slice(0, 1));
        throw new StorageFullError(path);
      }
      await tree.write(path, bytes);
    },
    remove: async (path) => {
      room += path === 'runs/r2' ? 8 : 0;
      await tree.remove(path);
    },
  };
  const key = { arm: 0, checkpoint: 0, step: 3 };
  await new RunStore(full).saveWeights(run, key, Float32Array.of(1, 2));
  expect((await tree.read('runs/r1/weights-0-0'))?.length).toBe(8);
  expect(await tree.list('runs/r2')).toEqual([]);
  const more = new RunStore(full).saveWeights(run, { ...key, checkpoint: 1 }, new Float32Array(64));
  await expect(more).rejects.toThrow(StorageFullError);
  expect(await tree.list('runs/r1')).not.toContain('weights-0-1');
  expect(await store.load(run)).toEqual(record(3));
});

test('a folder that a crash left without a manifest is swept, but not that of a run in hand', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  const [crashed, young] = ['r2' as RunId, 'r3' as RunId];
  await store.save(run, record(1));
  for (const each of [crashed, young])
    await store.saveWeights(each, { arm: 0, checkpoint: 0, step: 0 }, Float32Array.of(1));
  await store.sweep(2000, new Set([young]));
  expect(await tree.list('runs')).toEqual([run, young]);
});

test('what a person says of a run outlives its saves and a crash', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  await store.save(run, record(1));
  await store.describe(run, { name: 'First', note: 'ü', isPinned: true });
  await store.save(run, record(2));
  await expect(new RunStore(treeThatDies(tree, 0)).describe(run, { name: 'Cut short' })).rejects.toThrow('power cut');
  expect((await store.list())[0]?.card).toEqual({ name: 'First', note: 'ü', isPinned: true });
});

test('a discarded run is in no list, comes back whole, and is swept after an hour', async () => {
  const store = new RunStore(memoryFileTree());
  await store.save(run, record(1));
  await store.describe(run, { name: 'First' });
  await store.discard(run, 1000);
  expect(await store.list()).toEqual([]);
  await store.sweep(1000 + 3_600_000, new Set());
  expect(await store.reclaim(run)).toBe(true);
  expect((await store.list())[0]?.card).toEqual({ name: 'First' });
  await store.discard(run, 1000);
  await store.sweep(1001 + 3_600_000, new Set());
  expect(await store.reclaim(run)).toBe(false);
});

test('a branch is a run of its own, with the weights up to its step', async () => {
  const store = new RunStore(memoryFileTree());
  const branch = 'r2' as RunId;
  await store.saveWeights(run, { arm: 0, checkpoint: 0, step: 0 }, Float32Array.of(0));
  await store.save(run, record(5));
  await store.saveWeights(run, { arm: 0, checkpoint: 1, step: 9 }, Float32Array.of(9));
  await store.save(run, record(9));
  expect(await store.branch(branch, run, 7)).toBe(false);
  expect(await store.branch(branch, run, 5)).toBe(true);
  await store.delete(run);
  expect(await store.load(branch)).toEqual(record(5));
  expect((await store.openModel(branch, 0))?.checkpoints.map(({ step }) => step)).toEqual([0]);
  expect(await store.parentStep(branch)).toBe(5);
});

test('a crash at any write of a save leaves the save before it whole', async () => {
  for (let atWrite = 0; atWrite < 12; atWrite++) {
    const tree = memoryFileTree();
    await new RunStore(tree).save(run, record(7));
    const dying = new RunStore(treeThatDies(tree, atWrite));
    const died = await dying.save(run, record(9)).then(
      () => false,
      () => true,
    );
    const loaded = await new RunStore(tree).load(run);
    expect(loaded).toEqual(record(died ? 7 : 9));
    // And the run can be saved again after it.
    await new RunStore(tree).save(run, record(11));
    expect((await new RunStore(tree).load(run))?.step).toBe(11);
  }
});

test('the weights of checkpoints are opened by arm, in order, and only once a save counted them', async () => {
  const store = new RunStore(memoryFileTree());
  await store.save(run, record(0));
  await store.saveWeights(run, { arm: 0, checkpoint: 1, step: 10 }, Float32Array.of(1));
  await store.saveWeights(run, { arm: 0, checkpoint: 0, step: 0 }, Float32Array.of(0));
  await store.saveWeights(run, { arm: 1, checkpoint: 0, step: 0 }, Float32Array.of(5));
  expect((await store.openModel(run, 0))?.checkpoints).toHaveLength(0);
  await store.save(run, record(10));
  const opened = await store.openModel(run, 0);
  expect(opened?.checkpoints.map(({ step }) => step)).toEqual([0, 10]);
  expect(await opened?.checkpoints[1]?.weights()).toEqual(Float32Array.of(1));
  // A checkpoint that is computed again after a resume replaces itself.
  await store.saveWeights(run, { arm: 0, checkpoint: 1, step: 10 }, Float32Array.of(2));
  await store.save(run, record(12));
  expect(await (await store.openModel(run, 0))?.checkpoints[1]?.weights()).toEqual(Float32Array.of(2));
});

test('a deleted run is gone, and the list names the others, the newest first', async () => {
  const store = new RunStore(memoryFileTree());
  const other = 'r2' as RunId;
  await store.save(run, record(1));
  await store.save(other, record(2));
  expect((await store.list()).map((saved) => saved.run)).toEqual([other, run]);
  await store.delete(run);
  expect((await store.list()).map((saved) => saved.run)).toEqual([other]);
  expect(await store.load(run)).toBeUndefined();
});

test('a file that changed behind its manifest is refused by name, and the run can still be deleted', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  await store.save(run, record(3));
  await tree.write('runs/r1/tokenizer', Uint8Array.of(1));
  await expect(store.load(run)).rejects.toThrow(/The file tokenizer of this saved run is damaged/);
  expect(await store.list()).toHaveLength(1);
  await store.delete(run);
  expect(await store.list()).toHaveLength(0);
});
