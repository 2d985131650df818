/** @file A link in the guide's prose that moves a lever instead of going anywhere. */

import type { ReactNode } from 'react';

export function GuideLink({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className="link" onClick={onClick}>
      {children}
    </button>
  );
}
