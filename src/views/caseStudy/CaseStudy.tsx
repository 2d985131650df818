/** @file What each method and each number of thoughts writes for one problem, word by word, and what it is worth. [Coconut Fig 6] */

import { chance } from '../format';
import { Words } from '../thoughtStrip/Words';
import { type CaseRow, lookOf, verdictWords } from './cases';

export interface CaseStudyProps {
  readonly rows: readonly CaseRow[];
  /** The row that the tree shows. */
  readonly shown: string | undefined;
  readonly onRow: (row: CaseRow) => void;
  /** Whether the chance of every word stands under it. */
  readonly hasNumbers?: boolean;
}

export function CaseStudy({ rows, shown, onRow, hasNumbers = false }: CaseStudyProps) {
  return (
    <ol className="v-cases" data-numbers={hasNumbers}>
      {rows.map((row) => (
        <li key={row.id} className="v-case" data-shown={row.id === shown}>
          <div className="v-case-head">
            {row.thoughts === undefined ? (
              <span className="v-case-name">{row.name}</span>
            ) : (
              <button type="button" className="v-case-name" aria-pressed={row.id === shown} onClick={() => onRow(row)}>
                {row.name}
              </button>
            )}
            <Verdict row={row} />
          </div>
          <p className="v-case-words">
            {row.marks.map((mark, i) => (
              <span key={i} className="v-case-mark">
                {mark}
              </span>
            ))}
            <Words words={row.words} />
          </p>
          {row.certainty !== undefined && (
            <p className="v-case-note">the whole answer has probability {chance(row.certainty)}</p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Verdict({ row }: { readonly row: CaseRow }) {
  const words = verdictWords(row);
  if (words === '') return undefined;
  const look = lookOf(row.pathClass);
  return (
    <span className="v-verdict" data-right={row.isRight}>
      {look && <span className="v-verdict-fill" style={{ background: look.fill }} aria-hidden="true" />}
      {words}
    </span>
  );
}
