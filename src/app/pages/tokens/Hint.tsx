/** @file One quiet line for a first visit; gone for good once it was read. */

import { useState } from 'react';
import { Icon } from '../../shell/icons';

const KEY = 'hint-read';

export function Hint() {
  const [isRead, setRead] = useState(wasRead);
  if (isRead) return undefined;
  const close = () => {
    setRead(true);
    if (isStorageOpen()) localStorage.setItem(KEY, 'yes');
  };
  return (
    <p className="hint">
      Hover or arrow through the tokens · drag the checkpoint · drop a text anywhere to see its tokens
      <button type="button" className="icon-button" aria-label="Dismiss the hint" onClick={close}>
        <Icon name="close" />
      </button>
    </p>
  );
}

function wasRead(): boolean {
  return isStorageOpen() && localStorage.getItem(KEY) === 'yes';
}

/** The script in index.html found out before the first paint. */
function isStorageOpen(): boolean {
  return document.documentElement.dataset['storage'] !== 'blocked';
}
