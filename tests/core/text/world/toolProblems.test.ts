import { describe, expect, test } from 'vitest';
import { evaluateExpression } from '../../../../src/core/coconut/problems/expression';
import { generateCorpus } from '../../../../src/core/text/corpus';
import { isHeldOut } from '../../../../src/core/text/world/arithmetic';
import { makeToolTasks, TOOL_FAMILIES } from '../../../../src/core/text/world/toolProblems';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const corpus = decode(generateCorpus({ recipe: 'tool', seed: 1, minBytes: 40_000 }).bytes);
const lines = corpus.split('\n').filter((line) => line !== '');

describe('the corpus of calculator calls', () => {
  test('every line is a problem, its calls and its answer, and every call is worth what it says', () => {
    for (const line of lines) {
      const [, calls = '', answer] = /^Question: .+\?((?: <<[^<>]+>>){1,2}) The answer is (\d+)\.$/.exec(line) ?? [];
      const results = [...calls.matchAll(/<<([^=]+)=(\d+)>>/g)].map(([, asked = '', result]) => {
        expect(evaluateExpression(asked)).toBe(Number(result));
        return result;
      });
      expect(results.at(-1)).toBe(answer);
    }
  });

  test('asks no held-out sum', () => {
    for (const line of lines) {
      const [a = 0, b = 0, c = 0] = (/ has .*?\./.exec(line)?.[0].match(/\d+/g) ?? []).map(Number);
      expect(isHeldOut(a, b, c)).toBe(false);
    }
  });
});

describe('tasks for a model with a calculator', () => {
  const tasks = makeToolTasks(3, 20);

  test('as many of each family as asked, two of which were tuned on', () => {
    for (const { family } of TOOL_FAMILIES) expect(tasks.filter((task) => task.family === family)).toHaveLength(20);
    expect(TOOL_FAMILIES.filter(({ isTuned }) => isTuned)).toHaveLength(2);
  });

  test('the answer follows from the question, and no corpus asks it', () => {
    for (const { family, question, answer } of tasks) {
      const text = decode(question);
      if (family === 'table') {
        const [, name = ''] = /does (\w+) have/.exec(text) ?? [];
        expect(text).toContain(`${name} ${answer}`);
        continue;
      }
      const terms = [...text.replace(/Choose.*/, '').matchAll(/(?:(breaks|sells|drops|-) )?(\d+)/g)];
      const numbers = terms.map(([, loses, value]) => (loses ? -1 : 1) * Number(value));
      expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(answer);
      const [a = 0, b = 0, c = 0] = numbers.map(Math.abs);
      expect(isHeldOut(a, b, c)).toBe(true);
      if (family === 'large') expect(a).toBeGreaterThan(15);
    }
  });

  test('the same seed asks the same', () => expect(makeToolTasks(3, 20)).toEqual(tasks));
});
