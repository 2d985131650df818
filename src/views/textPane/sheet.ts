/** @file The sheet that a text is drawn on: its font, its inks, its pixels. */

import { assert } from '../../core/util/assert';
import type { Inks } from './draw';

/** As a canvas wants it. */
export function fontOf(element: HTMLElement): string {
  const style = getComputedStyle(element);
  return `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
}

/** Width of a text in pixels. */
export function measureIn(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  assert(context, 'no second canvas context');
  context.font = font;
  return (text) => context.measureText(text).width;
}

/** Clears the canvas and gives it as many pixels as the screen has. */
export function prepare(context: CanvasRenderingContext2D, widthPx: number, heightPx: number, font: string): void {
  const { canvas } = context;
  const scale = devicePixelRatio;
  const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${widthPx}px`;
    canvas.style.height = `${heightPx}px`;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, widthPx, heightPx);
  context.font = font;
  context.textBaseline = 'alphabetic';
}

/** Colours of the theme, which a canvas does not take by itself. */
export function inksOf(element: HTMLElement): Inks {
  const style = getComputedStyle(element);
  const ink = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: ink('--v-ink'),
    dim: ink('--v-ink-3'),
    cursor: ink('--v-accent'),
    pin: ink('--v-ink'),
    paper: ink('--v-raised'),
  };
}
