/** @file A picture on the page as a file of its own: the same marks, with the styles that they have from CSS written in. */

import { assert } from '../../../core/util/assert';

/** What a mark may get from a style sheet. */
const STYLED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'letter-spacing',
  // Without it the halo of a label would be painted over the label.
  'paint-order',
] as const;

const PNG_SCALE = 2;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * The drawing inside of `figure`, canvases included, as the text of an SVG file.
 *
 * @param stamp lines below the drawing: what it is, and which run it comes from
 */
export function pictureSvg(figure: Element, stamp: readonly string[]): string {
  const box = drawingBox(figure);
  const height = heightWith(box, stamp);
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('width', String(box.width));
  root.setAttribute('height', String(height));
  root.setAttribute('viewBox', `0 0 ${box.width} ${height}`);
  const ground = document.createElementNS(SVG, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(figure).getPropertyValue('--surface').trim() || '#ffffff');
  const legend = [...figure.querySelectorAll('[data-legend] li')].map((entry) => legendText(entry, box));
  root.append(ground, ...drawings(figure).map((drawing) => placed(drawing, box)), ...legend);
  stamp.forEach((line, i) => root.append(smallText(line, STAMP_PX, box.height + (i + 1) * STAMP_LINE_PX, figure)));
  return new XMLSerializer().serializeToString(root);
}

export async function picturePng(figure: Element, stamp: readonly string[]): Promise<Blob> {
  const box = drawingBox(figure);
  const { width } = box;
  const height = heightWith(box, stamp);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureSvg(figure, stamp))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.ceil(width * PNG_SCALE), Math.ceil(height * PNG_SCALE));
  const context = canvas.getContext('2d');
  assert(context, 'a canvas without a context');
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/png' });
}

const STAMP_PX = 8;
const STAMP_LINE_PX = 16;

const heightWith = (box: DOMRect, stamp: readonly string[]): number =>
  box.height + (stamp.length > 0 ? (stamp.length + 0.5) * STAMP_LINE_PX : 0);

/** Words of a legend stand in HTML beside their swatch, which is a drawing of its own. */
function legendText(entry: Element, box: DOMRect): SVGElement {
  const own = entry.getBoundingClientRect();
  const swatch = entry.querySelector('svg')?.getBoundingClientRect();
  const left = (swatch?.right ?? own.left) - box.left + STAMP_PX;
  return smallText(entry.textContent ?? '', left, own.bottom - box.top - own.height / 3, entry);
}

function smallText(words: string, x: number, y: number, like: Element): SVGElement {
  const text = document.createElementNS(SVG, 'text');
  const style = getComputedStyle(like);
  text.setAttribute('x', String(x));
  text.setAttribute('y', String(y));
  text.setAttribute('font-family', style.fontFamily);
  text.setAttribute('font-size', '11');
  text.setAttribute('fill', style.color);
  text.textContent = words;
  return text;
}

function drawings(figure: Element): (SVGSVGElement | HTMLCanvasElement)[] {
  return [...figure.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg:not(.icon), canvas')];
}

/** The smallest rectangle of the page that holds all drawings. */
function drawingBox(figure: Element): DOMRect {
  const boxes = drawings(figure).map((drawing) => drawing.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  return new DOMRect(left, top, right - left, bottom - top);
}

function placed(drawing: SVGSVGElement | HTMLCanvasElement, box: DOMRect): SVGElement {
  const own = drawing.getBoundingClientRect();
  const element = drawing instanceof SVGSVGElement ? styledClone(drawing) : canvasImage(drawing);
  element.setAttribute('x', String(own.left - box.left));
  element.setAttribute('y', String(own.top - box.top));
  element.setAttribute('width', String(own.width));
  element.setAttribute('height', String(own.height));
  return element;
}

function canvasImage(canvas: HTMLCanvasElement): SVGImageElement {
  const image = document.createElementNS(SVG, 'image');
  image.setAttribute('href', canvas.toDataURL('image/png'));
  return image;
}

function styledClone(svg: SVGSVGElement): SVGElement {
  const clone = svg.cloneNode(true);
  assert(clone instanceof SVGSVGElement, 'a clone is of the same kind');
  const copies = [clone, ...clone.querySelectorAll<SVGElement>('*')];
  [svg, ...svg.querySelectorAll<SVGElement>('*')].forEach((mark, i) => {
    const style = getComputedStyle(mark);
    for (const name of STYLED) copies[i]?.style.setProperty(name, style.getPropertyValue(name));
  });
  return clone;
}
