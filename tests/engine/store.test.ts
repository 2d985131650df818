import { expect, test } from 'vitest';
import { trainPreset } from '../../src/core/trace/presets';
import type { RunId } from '../../src/core/trace/commands';
import { type FileTree, memoryFileTree } from '../../src/engine/fileTree';
import { RunStore, type RunRecord } from '../../src/engine/store';

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

test('a later save replaces the state and the trace, and leaves no old file behind', async () => {
  const tree = memoryFileTree();
  const store = new RunStore(tree);
  await store.save(run, record(7));
  const before = (await tree.list('runs/r1')).length;
  await store.save(run, record(9));
  expect((await store.load(run))?.step).toBe(9);
  expect((await tree.list('runs/r1')).length).toBe(before);
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
