import { describe, expect, test } from 'vitest';
import { LabelledText } from '../../../../src/core/text/world/labelledText';
import { SOURCE_LABELS } from '../../../../src/core/text/world/labels';
import { filled, misspelt } from '../../../../src/core/text/world/templates';
import { rng } from '../../../../src/core/util/rng';

describe('templates', () => {
  const slots = { user: { label: 'metadata', draw: () => 'mole' }, tool: { draw: () => 'sieve' } } as const;

  test('a slot keeps its own label, or takes that of its template', () => {
    expect(filled('{user} has a {tool}.', 'chatter', slots, rng(1))).toEqual([
      { text: 'mole', label: 'metadata' },
      { text: ' has a ', label: 'chatter' },
      { text: 'sieve', label: 'chatter' },
      { text: '.', label: 'chatter' },
    ]);
  });

  test('an unknown slot is a bug', () => {
    expect(() => filled('{nobody}', 'chatter', slots, rng(1))).toThrow('{nobody}');
  });
});

describe('misspelling', () => {
  const spans = [{ text: 'Please weigh 12 of the pebbles', label: 'chatter' }] as const;
  const textOf = (of: readonly { text: string }[]) => of.map(({ text }) => text).join('');

  test('never without a probability, and always with certainty: words of four letters and more', () => {
    expect(misspelt(spans, 0, rng(1))).toEqual(spans);
    for (let seed = 0; seed < 50; seed++) {
      const typos = misspelt(spans, 1, rng(seed)).filter(({ label }) => label === 'typo');
      expect(typos.length).toBe(3);
      expect(textOf(typos)).not.toContain('weigh');
    }
  });

  test('a word keeps its first letter and changes its length by at most one', () => {
    for (let seed = 0; seed < 50; seed++) {
      const [, word] = misspelt([{ text: 'kettle', label: 'chatter' }], 1, rng(seed));
      expect(word!.text).not.toBe('kettle');
      expect(word!.text[0]).toBe('k');
      expect(Math.abs(word!.text.length - 6)).toBeLessThanOrEqual(1);
    }
  });

  test('spares numbers, answers and furniture', () => {
    const spared = [
      { text: 'Member since', label: 'furniture' },
      { text: ' grey', label: 'answer' },
    ] as const;
    expect(misspelt(spared, 1, rng(1))).toEqual(spared);
  });
});

test('labelled text is the UTF-8 of its pieces, with a label for every byte', () => {
  const pieces = ['a·b', '› 🪨', 'é'.repeat(3000)];
  const out = new LabelledText();
  pieces.forEach((text, i) => out.add(text, SOURCE_LABELS[i]!));
  expect(out.bytes()).toEqual(new TextEncoder().encode(pieces.join('')));
  const lengths = pieces.map((text) => new TextEncoder().encode(text).length);
  expect(out.labelOf()).toEqual(Uint8Array.from(lengths.flatMap((length, i) => Array<number>(length).fill(i))));
});
