/** @file After a reload or a crash: the training that was broken off, and the way on. */

import { useState } from 'react';
import { stepsOf } from '../../core/trace/config/configFacts';
import type { ThoughtsConfig, TrainConfig } from '../../core/trace/config/config';
import { useActions, useApp } from '../AppContext';
import { formatCount } from '../shell/format';
import { Icon } from '../shell/icons';
import { teachingTitle } from '../state/runEntry';

/** @param kind whose page it stands on */
export function Interrupted({ kind }: { readonly kind: 'train' | 'thoughts' }) {
  const [isDismissed, setIsDismissed] = useState(false);
  const saved = useApp((state) =>
    state.saved.find(
      (each) => each.config.kind === kind && each.state === 'paused' && !each.isElsewhere && !state.runs[each.run],
    ),
  );
  const { openSaved, resume } = useActions();
  if (!saved || isDismissed || (saved.config.kind !== 'train' && saved.config.kind !== 'thoughts')) return undefined;
  const { run, config, step } = saved;
  return (
    <p className="interrupted" role="status">
      <span>
        {whatWas(config)} was interrupted at step {formatCount(step)} of {formatCount(stepsOf(config) ?? step)}.
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

function whatWas(config: TrainConfig | ThoughtsConfig): string {
  if (config.kind === 'thoughts') return `Teaching ${teachingTitle(config)}`;
  return `Training on ${config.watch.kind === 'text' ? `“${config.watch.name}”` : 'generated pages'}`;
}
