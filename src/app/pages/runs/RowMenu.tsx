/** @file Everything else that can be done with a run. */

import { Menu } from '@base-ui/react/menu';
import { useActions } from '../../AppContext';
import { formatCount } from '../../shell/format';
import { PAGE_NAMES } from '../../shell/Header';
import { Icon } from '../../shell/icons';
import { labsOf } from '../../state/labs';
import type { RunRow } from './rows';

interface Props {
  readonly row: RunRow;
  readonly onEdit: () => void;
}

export function RowMenu({ row, onEdit }: Props) {
  const { openSaved, goTo, describe, branch, exportRun, remove } = useActions();
  const { run, name, kind, card, moments, isElsewhere, savedAtMs } = row;
  const isKept = savedAtMs !== undefined;
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label={`More for ${name}`}>
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6}>
          <Menu.Popup className="popup menu">
            <Menu.Item className="menu-item" disabled={!isKept} onClick={onEdit}>
              Name, note, group…
            </Menu.Item>
            <Menu.Item
              className="menu-item"
              disabled={!isKept}
              onClick={() => describe(run, { ...card, isPinned: !card.isPinned })}
            >
              {card.isPinned ? 'Unpin' : 'Pin to the top'}
            </Menu.Item>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">Open in</Menu.GroupLabel>
              {labsOf(kind).map((page) => (
                <Menu.Item
                  key={page}
                  className="menu-item"
                  onClick={() => {
                    openSaved(run);
                    goTo(page);
                  }}
                >
                  {PAGE_NAMES[page]}
                </Menu.Item>
              ))}
            </Menu.Group>
            {moments.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">Start a new run from</Menu.GroupLabel>
                {moments.map((step) => (
                  <Menu.Item
                    key={step}
                    className="menu-item"
                    onClick={() => {
                      branch(run, step);
                      goTo(labsOf(kind)[0]);
                    }}
                  >
                    step {formatCount(step)}
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
            {isKept && (
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">Export</Menu.GroupLabel>
                <Menu.Item className="menu-item" onClick={() => exportRun(run, 'experiment')}>
                  Experiment <small>.zip</small>
                </Menu.Item>
                {moments.length > 0 && (
                  <Menu.Item className="menu-item" onClick={() => exportRun(run, 'model')}>
                    Model for Python <small>.zip</small>
                  </Menu.Item>
                )}
              </Menu.Group>
            )}
            <Menu.Separator className="menu-line" />
            <Menu.Item className="menu-item" disabled={isElsewhere} onClick={() => remove([run])}>
              Delete
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
