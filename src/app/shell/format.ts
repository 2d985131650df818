/** @file Numbers and spans as a person reads them. */

import type { BackendName } from '../../core/trace/messages/commands';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `5,003` */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `41k`, `870`, `1.2M`: two significant digits are all that a rate is worth. */
export function formatRate(value: number): string {
  if (value >= 999_500) return `${trimmed(value / 1e6)}M`;
  if (value >= 9950) return `${Math.round(value / 1000)}k`;
  return value >= 1000 ? `${trimmed(value / 1000)}k` : trimmed(value);
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const fives = Math.round(seconds / 5) * 5;
  if (fives < 600) return parts(Math.floor(fives / 60), 'min', fives % 60, 's');
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** A guess: `about 8 s`, `under 1 s`. */
export function aboutSeconds(seconds: number): string {
  const words = formatSeconds(seconds);
  return seconds < 1 ? words : `about ${words}`;
}

/** `640 B`, `31 kB`, `4.2 MB`, `11 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${trimmed(bytes / 1e6)} MB` : `${trimmed(bytes / 1e9)} GB`;
}

export const BACKEND_NAMES: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' };

function trimmed(value: number): string {
  return value >= 9.95 ? String(Math.round(value)) : String(Number(value.toFixed(1)));
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small > 0 ? `${large} ${largeUnit} ${small} ${smallUnit}` : `${large} ${largeUnit}`;
}
