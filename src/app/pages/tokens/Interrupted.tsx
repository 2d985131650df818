/** @file After a reload or a crash: the run that was broken off, and the way on. */

import { useState } from 'react';
import { useActions, useApp } from '../../AppContext';
import { formatCount } from '../../shell/format';
import { Icon } from '../../shell/icons';

export function Interrupted() {
  const [isDismissed, setIsDismissed] = useState(false);
  const saved = useApp((state) =>
    state.saved.find((each) => each.state === 'paused' && !each.isElsewhere && !state.runs[each.run]),
  );
  const { openSaved, resume } = useActions();
  if (!saved || isDismissed || saved.config.kind !== 'train') return undefined;
  const { run, config, step } = saved;
  const text = config.watch.kind === 'text' ? `“${config.watch.name}”` : 'generated pages';
  return (
    <p className="interrupted" role="status">
      <span>
        Training on {text} was interrupted at step {formatCount(step)} of {formatCount(config.steps)}.
      </span>
      <button
        type="button"
        className="button"
        onClick={() => {
          openSaved(run);
          resume(run);
        }}
      >
        <Icon name="play" />
        Resume
      </button>
      <button type="button" className="icon-button" aria-label="Not now" onClick={() => setIsDismissed(true)}>
        <Icon name="close" />
      </button>
    </p>
  );
}
