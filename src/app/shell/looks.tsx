/** @file Look-alikes that keep the place of what loads after the first picture. */

import { Icon } from './icons';

export function ChipLook() {
  return (
    <span className="chip" data-engine="asleep">
      <span className="chip-lamp" data-lamp="asleep" />
      <span className="chip-words">Recorded run</span>
    </span>
  );
}

export function ShareLook() {
  return (
    <span className="icon-button">
      <Icon name="share" />
    </span>
  );
}

export function ExportLook() {
  return (
    <span className="icon-button">
      <Icon name="export" />
    </span>
  );
}
