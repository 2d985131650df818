import { describe, expect, test } from 'vitest';
import { calculatorReply, statedAnswer } from '../../../../src/core/train/tool/calculator';

describe('the calculator', () => {
  test('answers an open call, with whole numbers as they are and at most four decimals', () => {
    expect(calculatorReply(' <<48/2=')).toBe('24>>');
    expect(calculatorReply(' <<5+5=10>> <<10-2=')).toBe('8>>');
    expect(calculatorReply('<<2*(3+4)=')).toBe('14>>');
    expect(calculatorReply('<<1/3=')).toBe('0.3333>>');
    expect(calculatorReply('<<3-8=')).toBe('-5>>');
  });

  test.each(['', '5+5=', '<<5+5', '<<5+5=10', '<<5+5=10>>', '<<=', '<<5+=', '<<1/0=', '<<alert(1)=', '<<5=5='])(
    'has nothing to say to %j',
    (written) => expect(calculatorReply(written)).toBeUndefined(),
  );
});

test('the stated answer is the number after the last "The answer is"', () => {
  expect(statedAnswer(' <<5+5=10>> The answer is 10.')).toBe(10);
  expect(statedAnswer(' The answer is 3. The answer is -4.')).toBe(-4);
  expect(statedAnswer(' The answer is red.')).toBeUndefined();
  expect(statedAnswer(' 5 + 5 = 10.')).toBeUndefined();
});
