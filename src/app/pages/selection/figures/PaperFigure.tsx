/** @file A picture with the paper's own words on the other side. */

import { type ReactNode, useState } from 'react';
import type { Table } from '../../../../views/table';
import { Figure } from '../../../shell/Figure';
import type { PaperFact } from './paperFacts';

interface Props {
  readonly name: string;
  readonly paper: PaperFact;
  readonly showing?: string;
  readonly table: () => Table;
  readonly isDrawn?: boolean;
  readonly children: ReactNode;
}

export function PaperFigure({ name, paper, showing, table, isDrawn = true, children }: Props) {
  const [isPaper, setIsPaper] = useState(false);
  return (
    <Figure
      name={name}
      source={paper.figure}
      table={table}
      isDrawn={isDrawn && !isPaper}
      {...(showing && !isPaper ? { showing } : {})}
    >
      <PaperSwitch name={name} isPaper={isPaper} onPaper={setIsPaper} />
      {isPaper ? (
        <ul className="paper-says">
          {paper.says.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        children
      )}
    </Figure>
  );
}

interface SwitchProps {
  readonly name: string;
  readonly isPaper: boolean;
  readonly onPaper: (isPaper: boolean) => void;
}

export function PaperSwitch({ name, isPaper, onPaper }: SwitchProps) {
  return (
    <div className="paper-switch" role="group" aria-label={`${name}: this run or the paper`}>
      <button type="button" aria-pressed={!isPaper} onClick={() => onPaper(false)}>
        here
      </button>
      <button type="button" aria-pressed={isPaper} onClick={() => onPaper(true)}>
        paper
      </button>
    </div>
  );
}
