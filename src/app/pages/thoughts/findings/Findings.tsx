/** @file What holds over many problems, by the question that the pictures answer. One question at a time. */

import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { FINDINGS, type Finding } from '../../../state/desk';
import type { RunEntry } from '../../../state/runEntry';
import { AnswersFinding } from './AnswersFinding';
import { ChangeFinding } from './ChangeFinding';
import { GroupsFinding } from './GroupsFinding';
import { SearchFinding } from './SearchFinding';
import { TableFinding } from './TableFinding';
import { type Findings as Found, useFindings } from './useFindings';
import '../../../../views/selection.css';
import '../../../styles/results.css';

const QUESTIONS: Readonly<Record<Finding, string>> = {
  answers: 'Does it help?',
  search: 'How wide is the search?',
  groups: 'What is in a thought?',
  change: 'Does a changed thought matter?',
  table: 'Against the paper',
};

interface Props {
  readonly entry: RunEntry;
}

export function Findings({ entry }: Props) {
  const tab = useApp(({ desk }) => desk.finding);
  const { setDesk } = useActions();
  const found = useFindings(entry);
  return (
    <section className="findings" aria-labelledby="findings-title" data-run={entry.run}>
      <div className="findings-head">
        <h2 id="findings-title">Over many problems</h2>
        <p className="showing">{found ? showingWords(found) : 'The figures appear with the first evaluation.'}</p>
      </div>
      <Tabs.Root
        className="result-tabs"
        value={tab}
        onValueChange={(value) => {
          const finding = FINDINGS.find((each) => each === value);
          if (finding) setDesk({ finding });
        }}
      >
        <Tabs.List className="result-questions" aria-label="Questions">
          {FINDINGS.map((each) => (
            <Tabs.Tab key={each} value={each} className="result-question">
              {QUESTIONS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {FINDINGS.map((each) => (
          <Tabs.Panel key={each} value={each} className="result-panel">
            <Answer tab={each} entry={entry} found={found} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}

interface AnswerProps {
  readonly tab: Finding;
  readonly entry: RunEntry;
  readonly found: Found | undefined;
}

function Answer({ tab, entry, found }: AnswerProps): ReactNode {
  if (tab === 'table') return <TableFinding entry={entry} found={found} />;
  if (!found) return <p className="tab-empty">The model has not been asked yet.</p>;
  switch (tab) {
    case 'answers':
      return <AnswersFinding entry={entry} found={found} />;
    case 'search':
      return <SearchFinding found={found} />;
    case 'groups':
      return <GroupsFinding entry={entry} />;
    case 'change':
      return <ChangeFinding entry={entry} />;
  }
}

function showingWords({ outcomes, problems, stamp }: Found): string {
  const graded = outcomes[0]?.summary.problems ?? 0;
  return `${formatCount(graded)} problems answered, ${formatCount(problems.length)} of them drawn as trees; ${stamp}.`;
}
