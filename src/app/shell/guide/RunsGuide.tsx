/** @file The guide to the Runs page: each link moves a lever of it. */

import { useActions } from '../../AppContext';
import { recordedId } from '../../state/shipped/recorded';
import { GuideLink } from './GuideLink';
import { Word } from './Word';

export function RunsGuide() {
  const { compare, setShelf } = useActions();
  const compareRecorded = () => {
    setShelf({ compared: [] });
    compare(recordedId('selection'));
  };
  return (
    <>
      <p>
        Every run is kept in this browser as it goes: its losses, its <Word of="checkpoint">checkpoints</Word>, and the
        last few <Word of="moment">moments</Word> that it can go on from. Close the tab, and it waits here; a line on
        its curve shows where it was away.
      </p>
      <h3>Side by side</h3>
      <p>
        The box before a run takes it into the comparison, in the order of your choice.{' '}
        <GuideLink onClick={compareRecorded}>Compare three recorded arms</GuideLink>. Then{' '}
        <GuideLink onClick={() => setShelf({ smoothing: 'none' })}>look at the raw losses</GuideLink>: a smoothed curve
        hides how much a step differs from the next.{' '}
        <GuideLink onClick={() => setShelf({ smoothing: 'strong' })}>Strong smoothing</GuideLink> is computed from the
        same raw points.
      </p>
      <h3>Doubt it</h3>
      <p>
        Two runs that differ are not yet two methods that differ. Train the same settings from several{' '}
        <Word of="seed">seeds</Word>, and{' '}
        <GuideLink onClick={() => setShelf({ isBySeeds: true })}>draw them as one line with their range</GuideLink>:
        what lies inside of the range is chance.
      </p>
      <h3>Branch</h3>
      <p>
        The menu of a run begins a new one from a saved moment. Change the learning rate there, and the two share all
        that was before.
      </p>
      <h3>Take it along</h3>
      <p>
        An experiment is one archive: drop it on this page in another browser, and it shows the same view and goes on to
        the same losses. Its models open in Python. Losses that were measured elsewhere come in as Parquet, JSON lines
        or CSV, one row a <Word of="token">token</Word>.
      </p>
    </>
  );
}
