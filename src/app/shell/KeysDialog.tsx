/** @file The keys sheet: every key that does something, by place. */

import { Dialog } from '@base-ui/react/dialog';
import { Icon } from './icons';

const KEYS = [
  {
    place: 'Anywhere',
    rows: [
      { keys: ['?'], does: 'this list' },
      { keys: ['g'], does: 'the guide' },
      { keys: ['Space'], does: 'play or pause the checkpoints, or the thoughts' },
      { keys: ['[', ']'], does: 'previous, next checkpoint' },
      { keys: ['Esc'], does: 'close, or unpin everything' },
    ],
  },
  {
    place: 'In the text',
    rows: [
      { keys: ['←', '→'], does: 'previous, next token' },
      { keys: ['↑', '↓'], does: 'line above, line below' },
      { keys: ['Home', 'End'], does: 'first and last token' },
      { keys: ['Enter'], does: 'pin or unpin the token' },
    ],
  },
  {
    place: 'On the Thoughts page',
    rows: [
      { keys: ['←', '→'], does: 'one thought fewer, one thought more' },
      { keys: ['[', ']'], does: 'the model earlier, later in its training' },
      { keys: ['↑', '↓'], does: 'in the tree: node of the next larger, next smaller value' },
      { keys: ['Enter'], does: 'in the tree: pin or unpin the node' },
    ],
  },
] as const;

interface Props {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly areShortcutsOn: boolean;
  readonly onShortcuts: (areOn: boolean) => void;
}

export default function KeysDialog({ isOpen, onOpenChange, areShortcutsOn, onShortcuts }: Props) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">Keys</Dialog.Title>
          <Dialog.Close className="icon-button dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          {KEYS.map(({ place, rows }) => (
            <section key={place} className="keys">
              <h3>{place}</h3>
              <dl>
                {rows.map(({ keys, does }) => (
                  <div key={does}>
                    <dt>
                      {keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <label className="check">
            <input type="checkbox" checked={areShortcutsOn} onChange={(event) => onShortcuts(event.target.checked)} />
            Single-key shortcuts work anywhere on the page
          </label>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
