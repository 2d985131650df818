/** @file What a person says of a run: a name, a group, a note. */

import { Dialog } from '@base-ui/react/dialog';
import type { FormEvent } from 'react';
import { CARD_LIMITS } from '../../../core/trace/runCard';
import { useActions } from '../../AppContext';
import { Icon } from '../../shell/icons';
import type { RunRow } from './rows';

interface Props {
  readonly row: RunRow;
  readonly onClose: () => void;
}

export function CardDialog({ row, onClose }: Props) {
  const { describe } = useActions();
  const { run, card, source } = row;
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (field: string) => String(form.get(field) ?? '').trim() || undefined;
    const { isPinned, parent } = card;
    const [name, group, note] = [said('name'), said('group'), said('note')];
    describe(run, {
      ...(name ? { name } : {}),
      ...(group ? { group } : {}),
      ...(note ? { note } : {}),
      ...(isPinned ? { isPinned } : {}),
      ...(parent ? { parent } : {}),
    });
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">About this run</Dialog.Title>
          <Dialog.Close className="icon-button dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <form className="card-form" onSubmit={save}>
            <label className="field">
              <span>Name</span>
              <input name="name" defaultValue={card.name} placeholder={source} maxLength={CARD_LIMITS.name} />
            </label>
            <label className="field">
              <span>Group</span>
              <input name="group" defaultValue={card.group} maxLength={CARD_LIMITS.group} />
            </label>
            <label className="field">
              <span>Note</span>
              <textarea name="note" rows={4} defaultValue={card.note} maxLength={CARD_LIMITS.note} />
            </label>
            <button type="submit" className="button primary">
              Save
            </button>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
