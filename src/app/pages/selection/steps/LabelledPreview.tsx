/** @file A piece of text, coloured by where each part comes from. */

import { useMemo } from 'react';
import { paneText } from '../../../state/texts/tokenTexts';

interface Props {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** [byte] index into `labels` */
  readonly labelOf: Uint8Array;
  readonly labels: readonly string[];
}

interface Piece {
  readonly text: string;
  readonly source: string;
}

export function LabelledPreview({ label, bytes, labelOf, labels }: Props) {
  const pieces = useMemo(() => piecesOf(bytes, labelOf, labels), [bytes, labelOf, labels]);
  const sources = labels.filter((name) => pieces.some(({ source }) => source === name));
  return (
    <div className="preview">
      <p className="preview-text" tabIndex={0} role="region" aria-label={label}>
        {pieces.map(({ text, source }, i) => (
          <span key={i} data-source={source.replace(' ', '-')} title={source}>
            {text}
          </span>
        ))}
      </p>
      <ul className="preview-legend" aria-label="Where the text comes from">
        {sources.map((source) => (
          <li key={source} data-source={source.replace(' ', '-')}>
            {source}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Neighbouring bytes of one source are one piece. A source never ends within a character. */
function piecesOf(bytes: Uint8Array, labelOf: Uint8Array, labels: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0, to = 1; from < bytes.length; to++) {
    if (to < bytes.length && labelOf[to] === labelOf[from]) continue;
    pieces.push({ text: paneText(bytes.subarray(from, to)), source: labels[labelOf[from] ?? 0] ?? '' });
    from = to;
  }
  return pieces;
}
