/** @file Numbers as words. One way for all pictures, so that one number reads the same everywhere. */

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,345`. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** A loss in nats, `2.31`; a dash where there is none. */
export function nats(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(2).replace('-', '−');
}

/** A difference in nats with its sign, `+0.42` or `−1.89`. */
export function signedNats(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const words = nats(value);
  return value > 0 && words !== '0.00' ? `+${words}` : words;
}

/** A share 0..1 as `26 %`; below ten per cent with a decimal. */
export function share(fraction: number): string {
  if (Number.isNaN(fraction)) return '–';
  const percent = fraction * 100;
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** `950`, `12.3k`, `4.5M`: for tokens seen and axis ticks. */
export function short(value: number): string {
  if (Math.abs(value) < 1000) return String(Math.round(value * 1000) / 1000).replace('-', '−');
  for (const [unit, letter] of [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const)
    if (Math.abs(value) >= unit) return `${Number((value / unit).toPrecision(3))}${letter}`.replace('-', '−');
  return WHOLE.format(value);
}

/** A token's text in a line of words: its spaces and newlines are signs. */
export function inlineToken(text: string): string {
  return text.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥');
}

/** A chance 0..1 as the papers print it: `.33`, `1.00`, `<.01`. */
export function chance(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value > 0 && value < 0.005) return '<.01';
  return value.toFixed(2).replace(/^0/, '').replace('-0', '−').replace('-', '−');
}
