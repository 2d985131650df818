import { expect, test } from 'vitest';
import { followWork } from '../../../../../src/app/pages/tokens/run/followWork';

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
};

/** Counts up what stands for the stream, and for what was made of it. */
function bench(pieces: number) {
  let grown = 0;
  let begun = 0;
  const taken: number[] = [];
  const following = followWork(
    function* () {
      const seen = grown;
      begun++;
      for (let i = 0; i < pieces; i++) {
        yield;
        grow(); // a stream that is faster than the work
      }
      return seen;
    },
    (value) => taken.push(value),
  );
  const grow = () => {
    if (grown >= 100) return;
    grown++;
    following.ask();
  };
  return { taken, grow, end: following.end, begun: () => begun };
}

test('a stream that is faster than the work does not keep it from its end, and the last of it is seen', async () => {
  const { taken, end, begun } = bench(30);
  await until(() => taken.at(-1) === 100);
  expect(taken[0]).toBe(0);
  expect(begun()).toBe(taken.length); // each that was begun came to its end
  expect(taken).toEqual([...taken].sort((a, b) => a - b));
  end();
});

test('nothing is done where nothing is asked, and nothing is taken after the end', async () => {
  const { taken, grow, end, begun } = bench(0);
  await until(() => taken.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(begun()).toBe(1);
  grow();
  await until(() => taken.length === 2);
  end();
  grow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(taken).toEqual([0, 1]);
});
