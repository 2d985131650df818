/** @file The frame of a picture: its name, what it shows, its twin as a table, and the way to take it along. */

import { Menu } from '@base-ui/react/menu';
import { type ReactNode, useRef, useState } from 'react';
import { useApp } from '../AppContext';
import { shownEntry } from '../state/select';
import type { AppState } from '../state/store';
import type { Table } from '../../views/table';
import { download, fileName } from './files/download';
import { Icon } from './icons';
import { picturePng, pictureSvg } from './files/pictureFile';
import { tableCsv, tableJson } from './files/tableFile';
import { TableTwin } from './files/TableTwin';

interface Props {
  readonly name: string;
  /** Where the paper has it, such as `Figure 3a`. */
  readonly source?: string;
  /** `showing 812 of 5,003 tokens (filter: H→L)` */
  readonly showing?: string;
  /** What a saved picture says of its origin; the run at hand where it is left out. */
  readonly stamp?: string;
  /** Made when it is asked for. */
  readonly table: () => Table;
  /** False where the picture is text: there is nothing drawn to save. */
  readonly isDrawn?: boolean;
  readonly children: ReactNode;
}

export function Figure({ name, source, showing, stamp, table, isDrawn = true, children }: Props) {
  const frame = useRef<HTMLElement>(null);
  const [isTable, setIsTable] = useState(false);
  return (
    <figure className="figure" data-picture={name} ref={frame} aria-label={name}>
      <figcaption className="figure-head">
        <h2>{name}</h2>
        {source && <span className="figure-source">{source}</span>}
        <PictureMenu
          name={name}
          frame={() => frame.current}
          table={table}
          {...(stamp === undefined ? {} : { stamp })}
          isDrawn={isDrawn}
          isTable={isTable}
          onTable={() => setIsTable(!isTable)}
        />
      </figcaption>
      {children}
      {isTable && <TableTwin name={name} table={table()} />}
      {showing && <p className="showing">{showing}</p>}
    </figure>
  );
}

interface MenuProps {
  readonly stamp?: string;
  readonly isDrawn: boolean;
  readonly name: string;
  readonly frame: () => Element | null;
  readonly table: () => Table;
  readonly isTable: boolean;
  readonly onTable: () => void;
}

const PICTURE_KINDS = [
  { words: 'Picture as SVG', kind: 'svg' },
  { words: 'Picture as PNG', kind: 'png' },
] as const;

function PictureMenu({ name, stamp, frame, table, isDrawn, isTable, onTable }: MenuProps) {
  const ofShown = useApp(stampOfShown);
  const saves: readonly { readonly words: string; readonly save: () => Promise<void> | void }[] = [
    ...(isDrawn ? PICTURE_KINDS : []).map(({ words, kind }) => ({
      words,
      save: () => savePicture(name, stamp ?? ofShown, frame(), kind),
    })),
    { words: 'Table as CSV', save: () => download(fileName(name, 'csv'), tableCsv(table()), 'text/csv') },
    { words: 'Table as JSON', save: () => download(fileName(name, 'json'), tableJson(table()), 'application/json') },
  ];
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button figure-menu" aria-label={`${name}: table and files`}>
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end">
          <Menu.Popup className="popup menu">
            <Menu.Item className="menu-item" onClick={onTable}>
              {isTable ? 'Hide the table' : 'Show as a table'}
            </Menu.Item>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">Save</Menu.GroupLabel>
              {saves.map(({ words, save }) => (
                <Menu.Item key={words} className="menu-item" onClick={() => void save()}>
                  {words}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** A file leaves the page: it says which run it shows, and what computed that. */
function stampOfShown(state: AppState): string {
  const entry = shownEntry(state);
  const { config, stamp } = entry?.trace ?? {};
  const seed = config && 'seed' in config ? `seed ${config.seed}` : undefined;
  const by = stamp && [stamp.backend, stamp.adapter, stamp.commit && `commit ${stamp.commit}`];
  return [entry?.title, seed, ...(by ?? []), 'Tokens & Thoughts'].filter(Boolean).join(' · ');
}

async function savePicture(name: string, by: string, figure: Element | null, kind: 'svg' | 'png'): Promise<void> {
  if (!figure) return;
  const stamp = [name, by];
  if (kind === 'svg') download(fileName(name, 'svg'), pictureSvg(figure, stamp), 'image/svg+xml');
  else download(fileName(name, 'png'), await picturePng(figure, stamp), 'image/png');
}
