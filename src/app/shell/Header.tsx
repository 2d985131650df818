/** @file The head of every page: where one is, what computes, what runs, and what one can take away. */

import type { ReactNode } from 'react';
import { useApp } from '../AppContext';
import { PAGES, type Page } from '../state/address/address';
import { Icon } from './icons';
import { RunStatus } from './status/RunStatus';
import { ThemeSwitch } from './ThemeSwitch';

export const PAGE_NAMES: Readonly<Record<Page, string>> = {
  tokens: 'Tokens',
  selection: 'Selection',
  thoughts: 'Thoughts',
  runs: 'Runs',
};

interface Props {
  readonly engineChip: ReactNode;
  readonly shareButton: ReactNode;
  readonly exportMenu: ReactNode;
  readonly onKeys: () => void;
  readonly onGuide: () => void;
}

export function Header({ engineChip, shareButton, exportMenu, onKeys, onGuide }: Props) {
  return (
    <header className="head">
      <a className="brand" href="#/tokens">
        Tokens <i>&amp;</i> Thoughts
      </a>
      <Tabs />
      <div className="head-space" />
      <RunStatus />
      {engineChip}
      <div className="head-tools">
        {shareButton}
        {exportMenu}
        <ThemeSwitch />
        <button type="button" className="icon-button" aria-label="Guide" title="Guide" onClick={onGuide}>
          <Icon name="guide" />
        </button>
        <button type="button" className="icon-button keys-button" aria-label="Keys" title="Keys" onClick={onKeys}>
          ?
        </button>
      </div>
    </header>
  );
}

function Tabs() {
  const page = useApp((state) => state.page);
  return (
    <nav className="tabs" aria-label="Pages">
      {PAGES.map((name) => (
        <a key={name} href={`#/${name}`} {...(name === page ? { 'aria-current': 'page' as const } : {})}>
          {PAGE_NAMES[name]}
        </a>
      ))}
    </nav>
  );
}
