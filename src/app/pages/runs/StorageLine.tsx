/** @file How much room the runs take, how much there is, and whether the browser promised to keep them. */

import { useApp } from '../../AppContext';
import { formatBytes } from '../../shell/format';

/** From here on a person should know before a run does. */
const NEARLY_FULL = 0.9;

export function StorageLine() {
  const storage = useApp((state) => state.storage);
  if (!storage) return undefined;
  const { usedBytes, quotaBytes, isPersistent } = storage;
  const isNearlyFull = usedBytes > NEARLY_FULL * quotaBytes;
  return (
    <p className="storage-line" data-nearly-full={isNearlyFull}>
      <meter min={0} max={quotaBytes} value={usedBytes} aria-label="Storage used" />
      <span>
        {formatBytes(usedBytes)} of {formatBytes(quotaBytes)} used.{' '}
        {isPersistent
          ? 'The browser keeps these files until you delete them.'
          : 'The browser may clear these files when the disk is full: export what you want to keep.'}
        {isNearlyFull && ' Delete runs to make room.'}
      </span>
    </p>
  );
}
