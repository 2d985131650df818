/** @file The problems at hand as a list to search. Only the lines in view are in the page, so that a file may be long. */

import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { ListTools } from './ListTools';
import { haystackOf, isFound, problemLine } from './problemWords';

const ROW_PX = 46;
const HEIGHT_PX = 5.5 * ROW_PX;
/** Lines beyond the edges, so that a fast scroll shows no gap. */
const SPARE = 4;
const PAGE = 5;

interface Props {
  readonly problems: readonly Problem[];
  /** Of the list as a whole. */
  readonly name: string;
}

export function ProblemList({ problems, name }: Props) {
  const place = useApp(({ cursor }) => cursor.problem);
  const { showProblem } = useActions();
  const [query, setQuery] = useState('');
  const haystacks = useMemo(() => problems.map(haystackOf), [problems]);
  const found = useMemo(
    () => [...problems.keys()].filter((index) => isFound(haystacks[index] ?? '', query)),
    [problems, haystacks, query],
  );
  return (
    <div className="problem-list">
      <label className="inline-field">
        Search
        <input type="search" value={query} onChange={(event) => setQuery(event.target.value)} />
      </label>
      <p className="showing" role="status">
        {query.trim() === ''
          ? `${formatCount(problems.length)} problems`
          : `${formatCount(found.length)} of ${formatCount(problems.length)} problems`}
      </p>
      <Lines problems={problems} found={found} place={place} onPlace={showProblem} />
      <ListTools problems={problems} name={name} />
    </div>
  );
}

interface LinesProps {
  readonly problems: readonly Problem[];
  /** Places in `problems`. */
  readonly found: readonly number[];
  readonly place: number;
  readonly onPlace: (place: number) => void;
}

function Lines({ problems, found, place, onPlace }: LinesProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [topPx, setTop] = useState(0);
  const at = found.indexOf(place);
  const first = Math.max(0, Math.floor(topPx / ROW_PX) - SPARE);
  const last = Math.min(found.length, Math.ceil((topPx + HEIGHT_PX) / ROW_PX) + SPARE);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    const target = found[next];
    if (target === undefined) return;
    onPlace(target);
    keepInView(box.current, next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: Infinity }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div
      ref={box}
      className="problem-lines"
      role="listbox"
      aria-label="Problems"
      tabIndex={0}
      aria-activedescendant={at >= first && at < last ? `${id}${at}` : undefined}
      style={{ height: Math.min(HEIGHT_PX, Math.max(1, found.length) * ROW_PX) }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      {/* Options must be children of the list; what stands between says nothing. */}
      <div role="presentation" style={{ height: found.length * ROW_PX }}>
        {found.slice(first, last).map((index, i) => {
          const problem = problems[index];
          if (!problem) return undefined;
          const { asks, size } = problemLine(problem);
          return (
            <div
              key={index}
              id={`${id}${first + i}`}
              className="problem-line"
              role="option"
              aria-selected={index === place}
              aria-setsize={found.length}
              aria-posinset={first + i + 1}
              style={{ top: (first + i) * ROW_PX, height: ROW_PX }}
              onClick={() => onPlace(index)}
            >
              <span className="problem-number">{index + 1}</span>
              <span className="problem-asks">{asks}</span>
              <small>{size}</small>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keepInView(box: HTMLElement | null, row: number): void {
  if (!box) return;
  const topPx = row * ROW_PX;
  if (topPx < box.scrollTop) box.scrollTop = topPx;
  else if (topPx + ROW_PX > box.scrollTop + box.clientHeight) box.scrollTop = topPx + ROW_PX - box.clientHeight;
}
