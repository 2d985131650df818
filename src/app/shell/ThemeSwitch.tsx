/** @file System, light, dark. The choice is read before the first paint by a script in index.html. */

import { useState } from 'react';
import { Icon, type IconName } from './icons';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const NAMES: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' };
const ICONS: Readonly<Record<Theme, IconName>> = { system: 'system', light: 'light', dark: 'dark' };

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const choose = () => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Theme: ${NAMES[theme]}. Change to ${NAMES[next]}.`}
      title={`Theme: ${NAMES[theme]}`}
      onClick={choose}
    >
      <Icon name={ICONS[theme]} />
    </button>
  );
}

function currentTheme(): Theme {
  return THEMES.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system';
}

function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  // A browser that blocks storage keeps the choice until the page is closed.
  if (dataset['storage'] !== 'blocked') localStorage.setItem('theme', theme);
}
