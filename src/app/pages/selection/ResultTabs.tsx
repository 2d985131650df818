/** @file The pictures of a run, by the question that they answer. One question at a time. */

import { Tabs } from '@base-ui/react/tabs';
import { type ReactNode, useMemo } from 'react';
import { categorize } from '../../../core/rho1/categories';
import { firstOfFit } from '../../../core/rho1/fitWindow';
import type { RunId } from '../../../core/trace/messages/commands';
import type { DocumentColumns } from '../../../core/trace/trace';
import { useActions, useApp } from '../../AppContext';
import { RESULT_TABS, type ResultTab } from '../../state/bench';
import type { RunEntry } from '../../state/runEntry';
import { TrainingLoss } from '../tokens/run/TrainingLoss';
import { CutHistogram } from './figures/CutPictures';
import { KeptByGroup } from './figures/KeptByGroup';
import { HelpPictures } from './figures/HelpPictures';
import { LinkPictures } from './figures/LinkPictures';
import { LossPictures } from './figures/LossPictures';
import { MovePictures } from './figures/MovePictures';
import { PassagePictures } from './figures/PassagePictures';
import { SlowStep } from './steps/SlowStep';
import type { Selection, SelectionView } from './useSelectionView';

const QUESTIONS: Readonly<Record<ResultTab, string>> = {
  kept: 'Which tokens?',
  step: 'One step',
  help: 'Does it help?',
  losses: 'How do the losses change?',
  moves: 'How does the selection change?',
  link: 'Loss and accuracy',
};

interface Props {
  readonly entry: RunEntry;
  readonly view: SelectionView;
}

export function ResultTabs({ entry, view }: Props) {
  const tab = useApp((state) => state.bench.tab);
  const { setBench } = useActions();
  return (
    <Tabs.Root
      className="result-tabs"
      value={tab}
      onValueChange={(value) => {
        const next = RESULT_TABS.find((each) => each === value);
        if (next) setBench({ tab: next });
      }}
    >
      <Tabs.List className="result-questions" aria-label="Questions">
        {RESULT_TABS.map((each) => (
          <Tabs.Tab key={each} value={each} className="result-question">
            {QUESTIONS[each]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {RESULT_TABS.map((each) => (
        <Tabs.Panel key={each} value={each} className="result-panel">
          <Answer tab={each} entry={entry} view={view} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function Answer({ tab, entry, view }: Props & { readonly tab: ResultTab }): ReactNode {
  const { selection } = view;
  const { document } = entry.trace;
  if (tab === 'help') return <HelpPictures entry={entry} view={view} />;
  if (!selection || !document) return <p className="tab-empty">{waitingWords(view)}</p>;
  switch (tab) {
    case 'kept':
      return (
        <>
          <CutHistogram selection={selection} />
          <KeptGroupsAtCut run={entry.run} view={view} selection={selection} document={document} />
          <PassagePictures view={view} document={document} />
        </>
      );
    case 'step':
      return <SlowStep view={view} selection={selection} document={document} />;
    case 'losses':
      return (
        <>
          <LossPictures view={view} selection={selection} />
          <TrainingLoss entry={entry} atStep={view.run.steps[view.time]} />
        </>
      );
    case 'moves':
      return <MovePictures view={view} selection={selection} />;
    case 'link':
      return <LinkPictures view={view} selection={selection} />;
  }
}

interface KeptProps {
  readonly run: RunId;
  readonly view: SelectionView;
  readonly selection: Selection;
  readonly document: DocumentColumns;
}

/** Categories by the rule at hand, from the checkpoints up to the one looked at, as on the Tokens page. */
function KeptGroupsAtCut({ run: id, view, selection, document }: KeptProps) {
  const { run, arm, time } = view;
  const { rule, fitFrom } = useApp((state) => state.cursor);
  const category = useMemo(() => {
    const soFar = run.arms[arm]?.lossNats.slice(0, time + 1) ?? [];
    const fitted = soFar.slice(firstOfFit(run.steps.slice(0, time + 1), fitFrom));
    return fitted.length > 1 ? categorize(fitted, rule).category : undefined;
  }, [run, arm, time, rule, fitFrom]);
  return (
    <div className="figure-pair">
      <KeptByGroup
        run={id}
        document={document}
        kept={selection.kept}
        keepFraction={selection.keepFraction}
        category={category}
      />
    </div>
  );
}

function waitingWords({ run }: SelectionView): string {
  if (run.steps.length === 0) return 'The text has not been scored yet; the figures appear with the first checkpoint.';
  return 'No reference model has scored this text, so there is no excess loss to select by.';
}
