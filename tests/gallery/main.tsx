/** @file The gallery page: each exhibit at two widths, light or dark, with the time it takes to draw. `?theme=dark&only=legend&width=390` */

import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { EXHIBITS } from './exhibits';
import type { Exhibit } from './exhibit';

const query = new URLSearchParams(location.search);
const widths = query.has('width') ? [Number(query.get('width'))] : [390, 900];
const PADDING_PX = 16;

document.documentElement.dataset.theme = query.get('theme') ?? 'light';

function Frame({ exhibit, widthPx }: { exhibit: Exhibit; widthPx: number }) {
  const isText = exhibit.name.startsWith('text');
  const innerPx = isText ? widthPx : widthPx - 2 * PADDING_PX;
  return (
    <div
      className="g-frame"
      style={{ width: widthPx, height: isText ? exhibit.heightPx : undefined, padding: isText ? 0 : PADDING_PX }}
    >
      {exhibit.render(innerPx)}
    </div>
  );
}

function Show({ exhibit }: { exhibit: Exhibit }) {
  const [drawMs, setDrawMs] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setDrawMs(timeToDraw(exhibit)), 50);
    return () => clearTimeout(timer);
  }, [exhibit]);
  return (
    <section className="g-exhibit">
      <h2>{exhibit.name}</h2>
      <p className="g-about">
        {exhibit.about}
        {drawMs === undefined ? '' : ` · ${drawMs.toFixed(1)} ms`}
      </p>
      <div className="g-frames">
        {widths.map((widthPx) => (
          <Frame key={widthPx} exhibit={exhibit} widthPx={widthPx} />
        ))}
      </div>
    </section>
  );
}

/** Mounts an exhibit once more, out of sight, and lets the browser lay it out. */
function timeToDraw(exhibit: Exhibit): number {
  const place = document.createElement('div');
  place.style.cssText = 'position:fixed;left:-9999px;width:900px';
  document.body.append(place);
  const root = createRoot(place);
  const started = performance.now();
  flushSync(() => root.render(exhibit.render(900)));
  place.getBoundingClientRect();
  const took = performance.now() - started;
  queueMicrotask(() => {
    root.unmount();
    place.remove();
  });
  return took;
}

const only = query.get('only');
createRoot(document.querySelector('#root')!).render(
  <main className="g-page">
    <h1>Gallery of pictures</h1>
    {EXHIBITS.filter(({ name }) => !only || name.includes(only)).map((exhibit) => (
      <Show key={exhibit.name} exhibit={exhibit} />
    ))}
  </main>,
);
