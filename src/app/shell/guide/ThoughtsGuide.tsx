/** @file The guide to the Thoughts page: each link moves a lever of it. */

import { useActions } from '../../AppContext';
import { GuideLink } from './GuideLink';
import { Word } from './Word';

export function ThoughtsGuide() {
  const { look, setDesk, togglePlayThoughts } = useActions();
  const force = (thoughts: number) => () => look({ thoughts });
  return (
    <>
      <p>
        A model that reasons in words commits itself with each one. Here it may think first: its last hidden state is
        fed back as the next input, a <Word of="continuous thought" />, and only then does it write. What it thinks of
        can be read off: the chance that it would now write each node of the problem.
      </p>
      <h3>Watch it search</h3>
      <p>
        <GuideLink onClick={force(0)}>Without a thought</GuideLink> it must choose its first step at once. After{' '}
        <GuideLink onClick={force(1)}>one thought</GuideLink> the chance is spread over the{' '}
        <Word of="frontier">frontier</Word>; after <GuideLink onClick={force(2)}>two</GuideLink> it closes in.{' '}
        <GuideLink onClick={togglePlayThoughts}>Play it</GuideLink>, or press ← and →.
      </p>
      <h3>Where it came from</h3>
      <p>
        The model learned this by a <Word of="curriculum" />: first whole chains in words, then one step more replaced
        by thoughts at each stage. Scrub the stages below the tree to see the same problem before and after.
      </p>
      <h3>Doubt it</h3>
      <p>
        That the values look like a search does not show that the answer comes from it. Change a thought and see: put{' '}
        <GuideLink onClick={() => setDesk({ intervention: { kind: 'noise', thought: 1 } })}>
          noise of the same norm
        </GuideLink>{' '}
        in its place, or{' '}
        <GuideLink onClick={() => setDesk({ intervention: { kind: 'transplant', thought: 1 } })}>
          the thought of another problem
        </GuideLink>
        . <GuideLink onClick={() => setDesk({ intervention: undefined })}>Leave it as it was</GuideLink>. Each change
        has a null beside it, and over many problems an interval.
      </p>
      <p className="guide-source">
        After Hao et al., <cite>Training Large Language Models to Reason in a Continuous Latent Space</cite>, arXiv
        2412.06769, §3 to §5.
      </p>
    </>
  );
}
