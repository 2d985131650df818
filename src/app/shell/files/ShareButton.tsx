/** @file The link to what one sees. A person's text goes into it only when that is asked for. */

import { Popover } from '@base-ui/react/popover';
import { useActions, useApp } from '../../AppContext';
import { formatSharedText } from '../../state/texts/sharedText';
import { formatBytes } from '../format';
import { Icon } from '../icons';

export default function ShareButton() {
  const text = useApp((state) => (state.cursor.run ? state.texts[state.cursor.run] : undefined));
  const copy = useCopy();
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-button" aria-label="Share: the link to this view" title="Share">
        <Icon name="share" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end">
          <Popover.Popup className="popup share-popup">
            <Popover.Title className="popup-title">Share this view</Popover.Title>
            <Popover.Description>
              The link holds your view: page, run, checkpoint, token, rule. Runs and files of your own stay here; send
              them as an experiment, from the export menu.
            </Popover.Description>
            <div className="share-buttons">
              <button type="button" className="button primary" onClick={() => void copy(location.href)}>
                Copy the link
              </button>
              {text && <WithText name={text.name} bytes={text.bytes} onCopy={copy} />}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface TextProps {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly onCopy: (link: string) => Promise<void>;
}

function WithText({ name, bytes, onCopy }: TextProps) {
  const { say } = useActions();
  const share = () => {
    const part = formatSharedText({ name, bytes });
    if (part === undefined) return say('note', `“${name}” is too long for a link; export the experiment instead.`);
    // The run is of this browser: whoever opens the link scores the text there.
    return void onCopy(`${location.href.replace(/#.*$/, '')}#/tokens?v=1&text=${part}`);
  };
  return (
    <button type="button" className="button" onClick={share}>
      Copy a link with my text in it ({formatBytes(bytes.length)})
    </button>
  );
}

function useCopy(): (link: string) => Promise<void> {
  const { say } = useActions();
  return async (link) => {
    try {
      await navigator.clipboard.writeText(link);
      say('note', 'The link was copied.');
    } catch {
      // Without the clipboard's permission the address bar still has the view.
      say('note', 'This page may not use the clipboard; copy the address of this tab instead, it shows the same view.');
    }
  };
}
