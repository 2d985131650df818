/** @file One model on the Thoughts page. Composes: the problem, the tree in the middle, what is known of it beside. */

import { lazy } from 'react';
import { isUnderWay, progressOf, type RunEntry } from '../../state/runEntry';
import { Later } from '../../shell/Later';
import { Interrupted } from '../Interrupted';
import { RunControls } from '../tokens/run/RunControls';
import { BesideTree } from './tree/BesideTree';
import { ModelLine } from './ask/ModelLine';
import { ProblemPicker } from './problems/ProblemPicker';
import { ProblemText } from './problems/ProblemText';
import { Findings } from './findings/Findings';
import { Training } from './teach/Training';
import { TreePlace } from './tree/TreePlace';
import { useProblemsAtHand } from './problems/useProblemsAtHand';

const ProblemTabs = lazy(() => import('./problems/ProblemTabs'));

export function ThoughtsOfRun({ entry }: { readonly entry: RunEntry }) {
  const { problems, problem } = useProblemsAtHand(entry);
  return (
    <div className="thoughts-page" data-run-state={entry.state} data-step={progressOf(entry.trace)?.done ?? 0}>
      <section className="thoughts-problem" aria-label="The problem">
        <h1>Thoughts</h1>
        <ModelLine entry={entry} problem={problem} />
        <ProblemPicker entry={entry} problems={problems} />
        {problem && <ProblemText problem={problem} />}
      </section>
      <section className="thoughts-tree" aria-label="The search tree">
        <Interrupted kind="thoughts" />
        {isUnderWay(entry.state) && <RunControls entry={entry} />}
        <TreePlace entry={entry} problem={problem} />
      </section>
      <aside className="thoughts-beside" aria-label="What the model thinks and writes">
        <BesideTree entry={entry} problem={problem} />
      </aside>
      <div className="thoughts-more">
        <Later placeholder={undefined}>
          {problem && <ProblemTabs entry={entry} problem={problem} />}
          <Findings entry={entry} />
          <Training entry={entry} />
        </Later>
      </div>
    </div>
  );
}
