/** @file The guide: prose whose links set the state, so that a reader can see what a sentence says. */

import type { ReactNode } from 'react';
import { type CategoryName, PAPER_RULE } from '../../../core/rho1/categories';
import { useActions, useApp } from '../../AppContext';
import type { Page } from '../../state/address/address';
import { clearestToken } from '../../state/texts/tokenColumns';
import { GuideLink } from './GuideLink';
import { Icon } from '../icons';
import { RunsGuide } from './RunsGuide';
import { SelectionGuide } from './SelectionGuide';
import { ThoughtsGuide } from './ThoughtsGuide';
import { Glossary, Word } from './Word';

export default function Guide({ onClose }: { readonly onClose: () => void }) {
  const page = useApp((state) => state.page);
  return (
    <aside className="guide" aria-label="Guide">
      <div className="guide-head">
        <h2>Guide</h2>
        <button type="button" className="icon-button" aria-label="Close the guide" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <GuideOf page={page} />
      <Glossary />
    </aside>
  );
}

function GuideOf({ page }: { readonly page: Page }) {
  switch (page) {
    case 'tokens':
      return <TokensGuide />;
    case 'selection':
      return <SelectionGuide />;
    case 'thoughts':
      return <ThoughtsGuide />;
    case 'runs':
      return <RunsGuide />;
  }
}

function TokensGuide() {
  const { look } = useActions();
  return (
    <>
      <p>
        A language model reads a text and guesses each next <Word of="token" />. Its <Word of="loss" /> is the surprise:
        0 nats when it was certain and right, about 7 when it knew nothing of a thousand possible tokens.
      </p>
      <p>
        This page keeps the loss of every token at each <Word of="checkpoint" /> of training, fits a line through them,
        and asks where the line went. <Show sought="H→L">Most of what a model learns</Show> is the blue: high before,
        low after. <Show sought="L→L">The green</Show> was known from the start. <Show sought="H→H">The yellow</Show>{' '}
        never came down: names, dates, numbers that nobody could foresee.{' '}
        <Show sought="L→H">Show me a token that got worse</Show>: the red, which training took away.
      </p>
      <h3>Watch it happen</h3>
      <p>
        <GuideLink onClick={() => look({ checkpoint: 0 })}>Go to the start of training</GuideLink>, then press play
        under the text. To see the surprise itself,{' '}
        <GuideLink onClick={() => look({ metric: 'loss' })}>colour by loss</GuideLink>; to see what moved,{' '}
        <GuideLink onClick={() => look({ metric: 'change' })}>colour by change</GuideLink>; and then{' '}
        <GuideLink onClick={() => look({ metric: 'category' })}>back to the categories</GuideLink>.
      </p>
      <h3>Doubt it</h3>
      <p>
        The four colours are a rule with a threshold: a line that falls by more than 0.2 nats is blue. Is 0.2 right?{' '}
        <GuideLink onClick={() => look({ rule: { ...PAPER_RULE, thresholdNats: 0.05 } })}>Try 0.05</GuideLink>,{' '}
        <GuideLink onClick={() => look({ rule: { ...PAPER_RULE, thresholdNats: 1 } })}>try 1</GuideLink>, or{' '}
        <GuideLink onClick={() => look({ rule: { ...PAPER_RULE, trend: 'endPoints' } })}>
          compare the first and the last loss
        </GuideLink>{' '}
        instead of a fitted line. <GuideLink onClick={() => look({ rule: PAPER_RULE })}>The paper’s rule</GuideLink> is
        the default.
      </p>
      <h3>Bring your own</h3>
      <p>
        Drop a text anywhere on this page, or paste one. It is cut into tokens and scored by every checkpoint of the
        model that you are looking at. Then train on it: the model starts from nothing, here, and the colours change as
        it learns. Nothing leaves this tab.
      </p>
      <p className="guide-source">
        After Lin et al., <cite>Rho-1: Not All Tokens Are What You Need</cite>, arXiv 2404.07965, §2.1.
      </p>
    </>
  );
}

/** Goes to the clearest case of a category in the run at hand. */
function Show({ sought, children }: { readonly sought: CategoryName; readonly children: ReactNode }) {
  const { look, say } = useActions();
  const cursor = useApp((state) => state.cursor);
  const entry = useApp((state) => (state.cursor.run ? state.runs[state.cursor.run] : undefined));
  const go = () => {
    const token = entry && clearestToken(entry.trace, cursor, sought);
    if (token === undefined) say('note', `No token of this run is ${sought} at this checkpoint.`);
    else look({ token, pins: [token], metric: 'category' });
  };
  return <GuideLink onClick={go}>{children}</GuideLink>;
}
