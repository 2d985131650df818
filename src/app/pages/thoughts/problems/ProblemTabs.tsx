/** @file What can be asked of the one problem, below its tree: one question at a time. */

import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { useActions, useApp } from '../../../AppContext';
import { PROBLEM_QUESTIONS, type ProblemQuestion } from '../../../state/desk';
import type { RunEntry } from '../../../state/runEntry';
import { CaseStudyPlace } from '../tree/CaseStudyPlace';
import { ChangePlace } from '../tree/ChangePlace';
import { CurriculumPlace } from '../teach/CurriculumPlace';

const QUESTIONS: Readonly<Record<ProblemQuestion, string>> = {
  writes: 'What does it write?',
  change: 'What if a thought is changed?',
  learns: 'How did it learn this?',
};

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem;
}

export default function ProblemTabs({ entry, problem }: Props) {
  const question = useApp(({ desk }) => desk.question);
  const { setDesk } = useActions();
  return (
    <Tabs.Root
      className="result-tabs"
      value={question}
      onValueChange={(value) => {
        const next = PROBLEM_QUESTIONS.find((each) => each === value);
        if (next) setDesk({ question: next });
      }}
    >
      <Tabs.List className="result-questions" aria-label="Of this problem">
        {PROBLEM_QUESTIONS.map((each) => (
          <Tabs.Tab key={each} value={each} className="result-question">
            {QUESTIONS[each]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {PROBLEM_QUESTIONS.map((each) => (
        <Tabs.Panel key={each} value={each} className="result-panel">
          <Answer question={each} entry={entry} problem={problem} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function Answer({ question, ...props }: Props & { readonly question: ProblemQuestion }): ReactNode {
  switch (question) {
    case 'writes':
      return <CaseStudyPlace {...props} />;
    case 'change':
      return <ChangePlace {...props} />;
    case 'learns':
      return <CurriculumPlace {...props} />;
  }
}
