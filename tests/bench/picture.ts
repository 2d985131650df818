/** @file The result of a bench as a picture for the README: one group a backend and size, one bar an engine, a log scale. */
import { scaleLog } from 'd3';
import type { Result, Row } from './result';
import { SIZES } from './sizes';

const WIDTH = 740;
const LEFT = 250;
const RIGHT = 70;
const BAR = 16;
const GROUP_GAP = 14;
const TOP = 44;

const COLOURS: Readonly<Record<string, string>> = { ours: '#2a6f97', 'plain tfjs': '#b0b7bf', 'jax-js': '#e09f3e' };

const BACKENDS = ['webgpu', 'wasm', 'cpu'];
const PLACES = ['Node', 'Chromium'];

/** Rows stand by backend, then size, then place, then threads, in whatever order they were measured. */
const placeOf = ({ backend, size, place, threads = 0 }: Row): number =>
  1000 * BACKENDS.indexOf(backend) +
  100 * SIZES.findIndex(({ name }) => name === size) +
  10 * PLACES.indexOf(place) +
  threads / 10;

/** @returns an SVG file */
export function withPicture({ device, adapters, rows }: Result): string {
  const groups = rows
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((row) => ({
      label: `${row.backend === 'webgpu' ? 'WebGPU' : row.backend.toUpperCase()}, ${row.size}, ${row.place}${row.threads && row.threads > 1 ? `, ${row.threads} threads` : ''}`,
      bars: [{ name: 'ours', tokensPerSecond: row.tokensPerSecond }, ...row.peers],
    }));
  const all = groups.flatMap(({ bars }) => bars.map(({ tokensPerSecond }) => tokensPerSecond));
  const x = scaleLog([10 ** Math.floor(Math.log10(Math.min(...all))), Math.max(...all)], [LEFT, WIDTH - RIGHT]);
  let y = TOP;
  const marks: string[] = [];
  for (const { label, bars } of groups) {
    marks.push(text(LEFT - 10, y + (bars.length * BAR) / 2 + 4, label, 'end', 600));
    for (const { name, tokensPerSecond } of bars) {
      const end = x(tokensPerSecond);
      marks.push(
        `<rect x="${LEFT}" y="${y + 1}" width="${(end - LEFT).toFixed(1)}" height="${BAR - 2}" rx="2" fill="${COLOURS[name] ?? '#888'}"/>`,
        text(end + 6, y + BAR - 4, Math.round(tokensPerSecond).toLocaleString('en'), 'start', 400),
      );
      y += BAR;
    }
    y += GROUP_GAP;
  }
  const names = [...new Set(groups.flatMap(({ bars }) => bars.map(({ name }) => name)))];
  const legend = names.map(
    (name, i) =>
      `<rect x="${LEFT + i * 110}" y="14" width="12" height="12" rx="2" fill="${COLOURS[name] ?? '#888'}"/>${text(LEFT + 18 + i * 110, 25, name, 'start', 400)}`,
  );
  const where = [device, adapters.webgpu && `WebGPU on ${adapters.webgpu}`].filter(Boolean).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 26}" viewBox="0 0 ${WIDTH} ${y + 26}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${y + 26}" fill="#ffffff"/>`,
    ...legend,
    ...marks,
    text(LEFT, y + 12, `tokens trained a second, log scale; ${where}`, 'start', 400),
    '</svg>\n',
  ].join('\n');
}

const text = (x: number, y: number, words: string, anchor: 'start' | 'end', weight: number): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-weight="${weight}" fill="#22303c">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
