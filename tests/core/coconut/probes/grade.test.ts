import { describe, expect, test } from 'vitest';
import { evaluateExpression } from '../../../../src/core/coconut/problems/expression';
import { grade, gradeProsqa, PATH_CLASSES } from '../../../../src/core/coconut/probes/grade';
import { summariseGrades } from '../../../../src/core/coconut/probes/gradeSummary';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { parseProblems } from '../../../../src/core/coconut/problems/problemJson';
import type { ProsqaProblem } from '../../../../src/core/coconut/problems/problem';
import { problemText } from '../../../../src/core/coconut/problems/problemText';
import { OFFICIAL_PROSQA, prosqaProblem } from '../../../../src/core/coconut/tasks/prosqaGenerator';
import { readSum } from '../../../../src/core/coconut/probes/writtenChain';
import { compactText } from '../../../../src/core/coconut/curriculum/sequence';
import { rng } from '../../../../src/core/util/rng';
import { HAND, officialFile } from '../fixtures';

const classOf = (written: string): string | undefined => gradeProsqa(HAND, written).pathClass;

describe('the six classes, on the hand-made graph (shortest way 3 edges)', () => {
  test.each([
    // whole chains
    ['Ada is a xpus. Every xpus is a ypus. Every ypus is a goalpus. ### Ada is a goalpus.', 'correctPath', true],
    ['Ada is a xpus. Every xpus is a zpus. Every zpus is a goalpus. ### Ada is a goalpus.', 'correctPath', true],
    [
      'Ada is a wpus. Every wpus is a xpus. Every xpus is a ypus. Every ypus is a goalpus. ### Ada is a goalpus.',
      'longerPath',
      true,
    ],
    ['Ada is a deadpus. ### Ada is a falsepus.', 'wrongTarget', false],
    ['Ada is a xpus. Every xpus is a goalpus. ### Ada is a goalpus.', 'hallucination', true],
    ['Ada is a xpus. Every ypus is a goalpus. ### Ada is a goalpus.', 'hallucination', true],
    // chains that thoughts have begun
    ['Every xpus is a zpus. Every zpus is a goalpus. ### Ada is a goalpus.', 'correctPath', true],
    ['Every ypus is a goalpus. ### Ada is a goalpus.', 'correctPath', true],
    // w is one edge from the root, so its way to the goal comes to four: a valid explanation, and no shortest one.
    ['Every wpus is a xpus. Every xpus is a ypus. Every ypus is a goalpus. ### Ada is a goalpus.', 'longerPath', true],
    ['Every xpus is a ypus. ### Ada is a goalpus.', 'wrongTarget', true],
    // a true sentence about a node that the root does not lead to
    ['Every vpus is a falsepus. ### Ada is a falsepus.', 'hallucination', false],
    ['Every nopus is a goalpus. ### Ada is a goalpus.', 'hallucination', true],
    // labels alone
    ['### Ada is a goalpus.', 'correctLabel', true],
    ['### Ada is a falsepus.', 'incorrectLabel', false],
    ['### Bob is a goalpus.', 'incorrectLabel', false],
    ['', 'incorrectLabel', false],
    // no language
    ['Every Every is is', 'hallucination', false],
    ['Ada is a xpus. Every xpus is', 'hallucination', false],
  ])('%s', (written, pathClass, answerRight) => {
    expect(gradeProsqa(HAND, written)).toMatchObject({ pathClass, answerRight });
  });

  test('the compact style is judged alike', () => {
    expect(classOf('Ada is a xpus . xpus is a ypus . ypus is a goalpus . goalpus <eos>')).toBe('correctPath');
    expect(classOf('xpus is a goalpus . goalpus <eos>')).toBe('hallucination');
    expect(classOf('goalpus <eos>')).toBe('correctLabel');
    expect(classOf('falsepus')).toBe('incorrectLabel');
  });

  test('the first wrong sentence is pointed at', () => {
    const first = (written: string): number | undefined => gradeProsqa(HAND, written).firstWrongStep;
    expect(first('Ada is a xpus. Every xpus is a goalpus. ### Ada is a goalpus.')).toBe(1);
    expect(first('Every vpus is a falsepus. falsepus')).toBe(0);
    expect(first('Ada is a xpus. Every xpus is a ypus. Every ypus is a goalpus. ### Ada is a goalpus.')).toBe(-1);
  });
});

const figure7 = officialFile('prosqa_figure7.json');
test.skipIf(figure7 === undefined)(
  'the paper’s own case study (Figure 6) gets the classes that the paper gives',
  () => {
    const problem = parseProblems(figure7!)[0] as ProsqaProblem;
    const written = {
      cot: 'Alex is a lempus.\nEvery lempus is a scrompus.\nEvery scrompus is a yumpus.\nEvery yumpus is a rempus.\nEvery rempus is a gorpus.\n### Alex is a gorpus.',
      k1: 'Every lempus is a scrompus.\nEvery scrompus is a brimpus.\n### Alex is a brimpus.',
      k2: 'Every rorpus is a bompus.\n### Alex is a bompus.',
    };
    expect(gradeProsqa(problem, written.cot)).toEqual({
      answerRight: false,
      pathClass: 'hallucination',
      firstWrongStep: 3,
    });
    expect(gradeProsqa(problem, written.k1)).toMatchObject({ answerRight: false, pathClass: 'wrongTarget' });
    expect(gradeProsqa(problem, written.k2)).toMatchObject({ answerRight: true, pathClass: 'correctPath' });
  },
);

test('on any problem: each tail of its own chain is a correct path, in both styles, and no output is in no class', () => {
  const pools = namePools(10, 60);
  for (let i = 0; i < 60; i++) {
    const problem = prosqaProblem(OFFICIAL_PROSQA, pools, 1, i);
    const official = problemText(problem);
    const compact = compactText(problem);
    for (let k = 0; k < official.steps.length; k++) {
      const whole = { answerRight: true, pathClass: 'correctPath', firstWrongStep: -1 };
      expect(grade(problem, `${official.steps.slice(k).join('\n')}\n### ${official.answer}`)).toEqual(whole);
      expect(grade(problem, `${compact.steps.slice(k).join(' ')} ${compact.answer} <eos>`)).toEqual(whole);
    }
    const chance = rng(i, 'noise');
    const words = [...official.question.split(' '), '###', '\n'];
    const noise = Array.from({ length: 12 }, () => words[chance.integer(words.length)]).join(' ');
    expect(PATH_CLASSES).toContain(gradeProsqa(problem, noise).pathClass);
  }
});

describe('numbers', () => {
  const sum = { task: 'arithmetic', question: '', steps: ['<<4-2=2>>', '<<2/.5=4>>'], answer: '27200' } as const;
  test('the text after the last mark, without commas, as a number', () => {
    expect(grade(sum, '<<4-2=2>>\n<<2/.5=4>>\n### 27,200')).toEqual({
      answerRight: true,
      writtenSteps: 2,
      rightSteps: 2,
    });
    expect(grade(sum, '<< 4 - 2 = 3 >> 27200 <eos>')).toEqual({ answerRight: true, writtenSteps: 1, rightSteps: 0 });
    expect(grade(sum, '### 27200.00').answerRight).toBe(true);
    expect(grade(sum, '### 2720').answerRight).toBe(false);
    expect(grade(sum, 'Every 27200 is').answerRight).toBe(false);
  });
  test.each([
    ['2+3*4', 14],
    ['(2+3)*4', 20],
    ['10-4-3', 3],
    ['48/2/4', 6],
    ['.5*20%', 0.1],
    ['-3+5', 2],
    ['2*-3', -6],
  ])('%s is %d', (text, value) => expect(evaluateExpression(text)).toBeCloseTo(value, 12));
  test.each(['', '2+', '1/0', '2 apples', '((1)', ')', '('.repeat(1000)])('"%s" is no sum', (text) =>
    expect(evaluateExpression(text)).toBeUndefined(),
  );
  test('a step may round to two decimals', () => {
    expect(readSum('10/3', '3.33').right).toBe(true);
    expect(readSum('10/3', '3.3').right).toBe(false);
  });
  const gsm = officialFile('gsm8k_aug_valid.json');
  test.skipIf(gsm === undefined)(
    'of 1,573 official steps, all but a few roundings come out as they are written',
    () => {
      const problems = parseProblems(gsm!).flatMap((problem) => (problem.task === 'arithmetic' ? [problem] : []));
      const steps = problems.flatMap(({ steps }) => steps.map((step) => step.slice(2, -2).split('=')));
      const right = steps.filter(([left = '', result = '']) => readSum(left, result).right).length;
      expect(steps).toHaveLength(1573);
      expect(right / steps.length).toBeGreaterThan(0.98);
      for (const problem of problems)
        expect(grade(problem, `${problem.steps.join('\n')}\n### ${problem.answer}`).answerRight).toBe(true);
    },
  );
});

test('ProntoQA is right or wrong by its last word', () => {
  const problem = parseProblems(
    JSON.stringify([
      { question: 'Each tumpus is happy. Ada is a tumpus. True or false: Ada is happy.', steps: [], answer: 'True' },
    ]),
  )[0]!;
  expect(grade(problem, 'Ada is a tumpus. Each tumpus is happy.\nAda is happy.\n### True').answerRight).toBe(true);
  expect(grade(problem, 'True <eos>').answerRight).toBe(true);
  expect(grade(problem, 'False').answerRight).toBe(false);
  expect(grade(problem, '').answerRight).toBe(false);
});

test('a summary counts answers, classes and tokens', () => {
  const outputs = [
    '### Ada is a goalpus.',
    'Every ypus is a goalpus. ### Ada is a goalpus.',
    'Ada is a deadpus. ### Ada is a falsepus.',
    '### Ada is a falsepus.',
  ];
  const summary = summariseGrades(
    outputs.map((written) => grade(HAND, written)),
    [1, 5, 5, 1],
  );
  expect(summary.accuracy.share).toBe(0.5);
  expect(summary.meanGeneratedTokens).toBe(3);
  expect(summary.classes).toEqual({
    correctPath: 0.25,
    longerPath: 0,
    hallucination: 0,
    wrongTarget: 0.25,
    correctLabel: 0.25,
    incorrectLabel: 0.25,
  });
});
