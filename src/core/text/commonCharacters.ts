/** @file Characters that a tokenizer of English should not cut into bytes, though its corpus may lack them. */

/**
 * Letters of the European, Hebrew and Arabic alphabets and the usual typographic signs. None for a vocabulary so small that
 * they would take more than a tenth of it.
 */
export function commonCharacters(vocab: number): readonly string[] {
  return vocab < 10 * COMMON.length ? [] : COMMON;
}

const SIGNS = '“”‘’‚„«»–—…•·§¶†°±×÷≈≠≤≥∞√∑→←↑↓′″€£¥¢©®™½¼¾²³µ¿¡';
const LATIN = 'ĀāĂăĄąĆćČčĎďĒēĘęĚěĞğĪīİıŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŤťŪūŮůŰűŹźŻżŽžȘșȚț';
const GREEK_ACCENTS = 'άέήίόύώ';
const CYRILLIC_MORE = 'ЁёЄєІіЇїҐґЎў';

const between = (first: string, last: string): string => {
  const [from = 0, to = 0] = [first.codePointAt(0), last.codePointAt(0)];
  return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
};

const COMMON: readonly string[] = [
  ...SIGNS,
  ...between('À', 'ÿ').replaceAll(/[×÷]/g, ''),
  ...LATIN,
  ...between('Α', 'Ω').replaceAll(/\P{L}/gu, ''),
  ...between('α', 'ω'),
  ...GREEK_ACCENTS,
  ...between('А', 'я'),
  ...CYRILLIC_MORE,
  ...between('א', 'ת'),
  ...between('ء', 'غ'),
  ...between('ف', 'ي'),
];
