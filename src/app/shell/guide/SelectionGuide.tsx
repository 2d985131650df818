/** @file The guide to the Selection page: each link moves a lever of it. */

import type { SelectionScore } from '../../../core/trace/config/config';
import { useActions } from '../../AppContext';
import type { ResultTab } from '../../state/bench';
import { GuideLink } from './GuideLink';
import { Word } from './Word';

export function SelectionGuide() {
  const { look, setBench } = useActions();
  const keep = (keepFraction: number) => () => {
    setBench({ tab: 'kept' });
    look({ keepFraction });
  };
  const rankBy = (score: SelectionScore) => () => setBench({ tab: 'kept', score });
  const ask = (tab: ResultTab) => () => setBench({ tab });
  return (
    <>
      <p>
        A web page is mostly not worth learning: menus, dates, chatter.{' '}
        <Word of="selective training">Selective language modelling</Word> trains on all of it as context, but takes the
        loss only of the tokens where the model lags most behind a <Word of="reference model">reference</Word> that has
        read clean text. That distance is the <Word of="excess loss" />.{' '}
        <GuideLink onClick={ask('step')}>See one step in slow motion.</GuideLink>
      </p>
      <h3>Move the threshold</h3>
      <p>
        The recipe here keeps <GuideLink onClick={keep(0.15)}>15 %</GuideLink>, the paper{' '}
        <GuideLink onClick={keep(0.6)}>60 %</GuideLink>. Watch how many of the kept lie below zero: there the model is
        already ahead of its reference, and is trained on nevertheless. Kept means ranked first, not lagging.
      </p>
      <h3>Ask what it is good for</h3>
      <p>
        <GuideLink onClick={ask('help')}>Does it help?</GuideLink> Beside the paper’s two methods stands one that keeps
        as many tokens at random. <GuideLink onClick={ask('losses')}>How do the losses change?</GuideLink> Training on
        the selected ones has a price, and the unselected pay it.{' '}
        <GuideLink onClick={ask('moves')}>How does the selection change</GuideLink> while the model learns?
      </p>
      <h3>Doubt it</h3>
      <p>
        Rank by <GuideLink onClick={rankBy('highestLoss')}>the loss alone</GuideLink>, without a reference, and look at
        what kind of text comes to the top. Then <GuideLink onClick={rankBy('excess')}>by excess loss</GuideLink> again.
        A wrong answer reads like a right one: the bars by kind of text show whether the cut can tell them apart.
      </p>
      <p className="guide-source">
        After Lin et al., <cite>Rho-1: Not All Tokens Are What You Need</cite>, arXiv 2404.07965, §2.2 to §3.4.
      </p>
    </>
  );
}
