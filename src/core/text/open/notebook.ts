/** @file Jupyter notebooks: the sources of their cells are the text. [nbformat 4] */

import { isRecord } from '../../util/json';

export const isNotebook = (value: unknown): boolean =>
  isRecord(value) && Array.isArray(value['cells']) && 'nbformat' in value;

/** [cell] the source of each cell that has one; a cell's lines may stand in a list. */
export function notebookCells(value: unknown): string[] {
  const cells: unknown = isRecord(value) ? value['cells'] : [];
  if (!Array.isArray(cells)) return [];
  return cells.flatMap((cell) => {
    const source: unknown = isRecord(cell) ? cell['source'] : undefined;
    const text = Array.isArray(source) ? source.join('') : typeof source === 'string' ? source : '';
    return text.trim() === '' ? [] : [text];
  });
}
