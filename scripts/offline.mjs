/** @file Two plugins of the build: the policy of what the page may load, and the list of files that it keeps for offline. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SERVICE_WORKER = 'sw.js';

/**
 * What the page may do: run and load its own files, compile WebAssembly, and nothing else. No inline script or style.
 * tfjs fetches its WASM module, changed for a shared memory, from a blob; pictures are drawn to PNG through data addresses.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' data: blob:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** The policy in the built page itself, so that it holds on any server. The development server writes inline scripts. */
export function contentPolicy() {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/** Writes the list of this version's files into the service worker. */
export function precache(publicDir = 'public') {
  return {
    name: 'precache',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const built = Object.entries(bundle).filter(([name]) => name !== SERVICE_WORKER && !name.endsWith('.map'));
      const parts = [
        ...built.map(([name, item]) => [name, item.type === 'chunk' ? item.code : item.source]),
        ...filesIn(publicDir).map((path) => [relative(publicDir, path), readFileSync(path)]),
      ].sort(([a], [b]) => (a < b ? -1 : 1));
      const hash = createHash('sha256');
      for (const [name, content] of parts) hash.update(name).update(content);
      const files = ['./', ...parts.map(([name]) => `./${name}`).filter((name) => name !== './index.html')];
      const list = JSON.stringify({ version: hash.digest('hex').slice(0, 16), files });
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type === 'chunk') worker.code = worker.code.replaceAll('__PRECACHE__', list);
    },
  };
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
