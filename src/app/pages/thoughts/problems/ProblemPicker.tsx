/** @file Which problem: one of those that the run was probed with, or of one's own, drawn, written, made or from a file. */

import { type ReactNode, useState } from 'react';
import { type Draft, draftOf, EMPTY_DRAFT } from '../../../../core/coconut/problems/draft';
import { type DraftFault, readDraft } from '../../../../core/coconut/problems/draftFaults';
import type { Problem, ProsqaProblem } from '../../../../core/coconut/problems/problem';
import { type History, historyOf } from '../../../../core/util/history';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { Icon } from '../../../shell/icons';
import type { RunEntry } from '../../../state/runEntry';
import { MakeProblems } from './MakeProblems';
import { ProblemEditor } from './ProblemEditor';
import { ProblemList } from './ProblemList';
import { sizeNotes } from '../teach/sizeNotes';
import { type Bringing, useBringProblems } from './useBringProblems';
import '../../../styles/problems.css';

const WAYS = { list: 'Choose', edit: 'Draw', make: 'Make' } as const;
type Way = keyof typeof WAYS;
const ALL_WAYS = Object.keys(WAYS) as readonly Way[];

interface Props {
  readonly entry: RunEntry;
  readonly problems: readonly Problem[];
}

export function ProblemPicker({ entry, problems }: Props) {
  const list = useApp(({ desk }) => desk.list);
  const asked = useApp(({ cursor }) => cursor.problem);
  const { layOut } = useActions();
  const [way, setWay] = useState<Way>();
  const bring = useBringProblems();
  const place = Math.max(0, Math.min(asked, problems.length - 1));
  const problem = problems[place];
  return (
    <div className="problem-picker" data-dropping={bring.isDropping}>
      <PlaceBar place={place} count={problems.length} />
      <div className="problem-ways">
        {ALL_WAYS.map((each) => (
          <button
            key={each}
            type="button"
            className="button"
            aria-expanded={each === way}
            onClick={() => setWay(each === way ? undefined : each)}
          >
            {WAYS[each]}
          </button>
        ))}
        <button type="button" className="button" onClick={bring.chooseFile}>
          <Icon name="open" />
          File
        </button>
        {bring.input}
      </div>
      <BringingWords bringing={bring.bringing} onRest={bring.openRest} onDismiss={bring.dismiss} />
      {list && (
        <p className="showing">
          {list.name}: {formatCount(list.problems.length)} of your own.{' '}
          <button type="button" className="link" onClick={() => layOut(undefined)}>
            Back to the model’s test problems
          </button>
        </p>
      )}
      {way === 'list' && <ProblemList problems={problems} name={list?.name ?? 'test problems'} />}
      {way === 'make' && <MakeProblems />}
      {way === 'edit' && <Drawing problem={problem?.task === 'prosqa' ? problem : undefined} place={place} />}
      {problem &&
        sizeNotes(problem, entry.trace).map((note) => (
          <p key={note} className="problem-note">
            {note}
          </p>
        ))}
    </div>
  );
}

function PlaceBar({ place, count }: { readonly place: number; readonly count: number }) {
  const { showProblem } = useActions();
  if (count === 0) return undefined;
  return (
    <div className="place-bar" role="group" aria-label="Problem">
      <button
        type="button"
        className="icon-button"
        aria-label="Previous problem"
        disabled={place === 0}
        onClick={() => showProblem(place - 1)}
      >
        <span aria-hidden="true">‹</span>
      </button>
      <span aria-live="polite">
        Problem {formatCount(place + 1)} of {formatCount(count)}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Next problem"
        disabled={place === count - 1}
        onClick={() => showProblem(place + 1)}
      >
        <span aria-hidden="true">›</span>
      </button>
    </div>
  );
}

interface DrawingProps {
  readonly problem: ProsqaProblem | undefined;
  readonly place: number;
}

/** A drawing begins with the problem at hand; whenever it is a problem, it lies on the desk. */
function Drawing({ problem, place }: DrawingProps) {
  const { setDesk, layOut } = useActions();
  const list = useApp(({ desk }) => desk.list);
  const [drawn, setDrawn] = useState<Drawn>(() => beginning(problem));
  // Another problem was chosen beside the editor: what was drawn of the last one lies in its list.
  const current = problem && problem !== drawn.problem ? beginning(problem) : drawn;
  const onHistory = (history: History<Draft>) => {
    const reading = readDraft(history.present);
    if (reading.kind === 'faults') return setDrawn({ ...current, history, faults: reading.faults });
    setDrawn({ problem: reading.problem, history, faults: [] });
    if (list) setDesk({ list: { ...list, problems: list.problems.with(place, reading.problem) } });
    else layOut({ name: 'Your problem', problems: [reading.problem] });
  };
  return <ProblemEditor history={current.history} faults={current.faults} onHistory={onHistory} />;
}

interface Drawn {
  /** As it lies on the desk. */
  readonly problem: ProsqaProblem | undefined;
  readonly history: History<Draft>;
  readonly faults: readonly DraftFault[];
}

function beginning(problem: ProsqaProblem | undefined): Drawn {
  return { problem, history: historyOf(problem ? draftOf(problem) : EMPTY_DRAFT), faults: [] };
}

interface BringingProps {
  readonly bringing: Bringing;
  readonly onRest: () => void;
  readonly onDismiss: () => void;
}

/** What is said of a refused file before one looks further. */
const SHOWN_REFUSALS = 3;

function BringingWords({ bringing, onRest, onDismiss }: BringingProps): ReactNode {
  if (bringing.kind === 'none') return undefined;
  if (bringing.kind === 'reading')
    return (
      <p className="showing" role="status">
        {bringing.name}: {formatCount(bringing.done)} of {formatCount(bringing.total)} problems read…
      </p>
    );
  const { name, sentences, rest } = bringing;
  const more = sentences.length - SHOWN_REFUSALS;
  return (
    <div className="bring-refused" role="alert">
      <p>
        <strong>{name}</strong> was not opened; the problems here are unchanged.
      </p>
      <ul>
        {sentences.slice(0, SHOWN_REFUSALS).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {more > 0 && <li>And {formatCount(more)} more.</li>}
      </ul>
      <div className="problem-ways">
        {rest.length > 0 && (
          <button type="button" className="button" onClick={onRest}>
            Open the {formatCount(rest.length)} that can be read
          </button>
        )}
        <button type="button" className="button" onClick={onDismiss}>
          Close
        </button>
      </div>
    </div>
  );
}
