/** @file The frame of a picture: its name, what it shows, and the way to take it along. */

import { Menu } from '@base-ui/react/menu';
import { type ReactNode, useRef } from 'react';
import { download, fileName } from './download';
import { Icon } from './icons';
import { picturePng, pictureSvg } from './pictureFile';

interface Props {
  readonly name: string;
  /** Where the paper has it, such as `Figure 3a`. */
  readonly source?: string;
  /** `showing 812 of 5,003 tokens (filter: H→L)` */
  readonly showing?: string;
  readonly children: ReactNode;
}

export function Figure({ name, source, showing, children }: Props) {
  const frame = useRef<HTMLElement>(null);
  return (
    <figure className="figure" data-picture={name} ref={frame} aria-label={name}>
      <figcaption className="figure-head">
        <h2>{name}</h2>
        {source && <span className="figure-source">{source}</span>}
        <PictureMenu name={name} frame={() => frame.current} />
      </figcaption>
      {children}
      {showing && <p className="showing">{showing}</p>}
    </figure>
  );
}

function PictureMenu({ name, frame }: { readonly name: string; readonly frame: () => Element | null }) {
  const save = async (kind: 'svg' | 'png') => {
    const figure = frame();
    if (!figure) return;
    if (kind === 'svg') download(fileName(name, 'svg'), pictureSvg(figure), 'image/svg+xml');
    else download(fileName(name, 'png'), await picturePng(figure), 'image/png');
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button figure-menu" aria-label={`Save the picture “${name}”`}>
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end">
          <Menu.Popup className="popup menu">
            <Menu.Item className="menu-item" onClick={() => void save('svg')}>
              Save as SVG
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => void save('png')}>
              Save as PNG
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
