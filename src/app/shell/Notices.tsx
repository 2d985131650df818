/** @file What went wrong or is worth knowing: one sentence each, said politely, and gone when dismissed. */

import { useActions, useApp } from '../AppContext';
import { isUnderWay } from '../state/runEntry';
import { formatCount } from './format';
import { Icon } from './icons';

export function Notices() {
  const notices = useApp((state) => state.notices);
  const discarded = useApp((state) => state.discarded);
  const isUpdateReady = useApp((state) => state.isUpdateReady);
  const isComputing = useApp((state) => Object.values(state.runs).some((run) => isUnderWay(run.state)));
  const { dismiss, reclaim, forgetDiscarded, startUpdate } = useActions();
  return (
    <div className="notices" role="status" aria-label="Messages">
      {notices.map(({ id, tone, sentence }) => (
        <div key={id} className="notice" data-tone={tone}>
          <p>{sentence}</p>
          <button type="button" className="icon-button" aria-label="Dismiss this message" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
      {isUpdateReady && (
        <div className="notice" data-tone="note">
          <p>
            A new version of this page is ready. It starts when the page is next opened
            {isComputing ? '; the run in progress goes on undisturbed.' : ', or now.'}
          </p>
          {!isComputing && (
            <button type="button" className="button" onClick={startUpdate}>
              Start it now
            </button>
          )}
        </div>
      )}
      {discarded.length > 0 && (
        <div className="notice" data-tone="note">
          <p>
            {discarded.length === 1 ? 'The run was deleted.' : `${formatCount(discarded.length)} runs were deleted.`}
          </p>
          <button type="button" className="button" onClick={() => reclaim(discarded)}>
            Undo
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label="Dismiss; the deleted runs stay deleted"
            onClick={forgetDiscarded}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
