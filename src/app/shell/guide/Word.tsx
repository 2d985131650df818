/** @file A word of the papers in the guide's prose: what it means stands beside it on hover, on focus, and on a tap. */

import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { GLOSSARY, type Term } from './glossary';

export function Word({ of, children }: { readonly of: Term; readonly children?: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="word" openOnHover delay={150}>
        {children ?? of}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} side="top">
          <Popover.Popup className="popup word-popup" initialFocus={false}>
            <Popover.Title className="popup-title">{of}</Popover.Title>
            <Popover.Description>{GLOSSARY[of]}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** All of them, to read in a row. */
export function Glossary() {
  return (
    <details className="glossary">
      <summary>All words</summary>
      <dl>
        {Object.entries(GLOSSARY).map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
