/**
 * @file `npm run movies`: makes the moving pictures of the README from the built page itself: the search tree stepped
 * thought by thought, and a text's tokens scrubbed over the checkpoints. Both show recorded runs, so they are the same
 * on every machine but for its fonts.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';
import { requireBrowser, SOFTWARE_WEBGPU_FLAGS } from './browser.mjs';
import { giveUp, installPackages, root } from './install.mjs';

const WIDTH_PX = 1200;
const HEIGHT_PX = 940;
/** Colours of a frame's palette: marks and text edges need few, and each costs bytes. */
const COLOURS = 64;

installPackages();
process.chdir(root);
const { build, preview } = await import('vite');
const { chromium } = await import('@playwright/test');
await build({ logLevel: 'warn' }).catch((error) => giveUp(`The build failed: ${error.message}`));
const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
const browser = await chromium.launch({ executablePath: await requireBrowser(), args: SOFTWARE_WEBGPU_FLAGS });
mkdirSync('docs/pictures', { recursive: true });
try {
  await film('thoughts', '#/thoughts', { role: 'slider', name: 'Thoughts' }, 1400);
  await film('tokens', '#/tokens', { role: 'slider', name: 'Checkpoint' }, 900);
} finally {
  await browser.close();
  await server.close();
}

/**
 * Steps the slider from its first place to its last and keeps a frame of each place.
 * @param restMs how long a place stands in the picture
 */
async function film(name, address, { role, name: label }, restMs) {
  const page = await browser.newPage({ viewport: { width: WIDTH_PX, height: HEIGHT_PX }, reducedMotion: 'reduce' });
  await page.goto(new URL(address, server.resolvedUrls.local[0]).href);
  const slider = page.getByRole(role, { name: label }).first();
  await slider.waitFor();
  await slider.focus();
  await slider.press('Home');
  const places =
    Number(await slider.getAttribute('aria-valuemax')) - Number(await slider.getAttribute('aria-valuemin'));
  const frames = [];
  for (let place = 0; place <= places; place++) {
    if (place > 0) await slider.press('ArrowRight');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
    frames.push(PNG.sync.read(await page.screenshot()));
  }
  await page.close();
  writeGif(`docs/pictures/${name}.gif`, frames, restMs);
}

/** Writes the frames as one endless GIF with one palette, in which what did not change is transparent. */
function writeGif(file, frames, restMs) {
  const { applyPalette, GIFEncoder, quantize } = gifenc;
  const all = Buffer.concat(frames.map(({ data }) => data));
  const palette = quantize(all, COLOURS - 1);
  const transparentIndex = palette.length;
  const gif = GIFEncoder();
  let before;
  frames.forEach(({ data, width, height }, index) => {
    const colours = applyPalette(data, palette);
    const changed = before ? colours.map((colour, at) => (colour === before[at] ? transparentIndex : colour)) : colours;
    gif.writeFrame(changed, width, height, {
      palette: index === 0 ? [...palette, [0, 0, 0]] : undefined,
      delay: index === frames.length - 1 ? 2 * restMs : restMs,
      transparent: index > 0,
      transparentIndex,
      dispose: 1,
    });
    before = colours;
  });
  gif.finish();
  writeFileSync(file, gif.bytes());
  console.log(`${file}: ${frames.length} frames, ${Math.round(statSync(file).size / 1000)} kB`);
}
