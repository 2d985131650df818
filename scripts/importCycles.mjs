/** @file The lint rule against imports in a circle, of types too: files that need each other are one file, or lack a third. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

const IMPORTS = /^(?:import|export)\b[^'"]*?\bfrom\s*['"](\.[^'"]+)['"]/gm;
/** By file: what it imports, as of the time that the file was changed last (an editor keeps the linter running). */
const known = new Map();

function fileOf(from, specifier) {
  const path = resolve(dirname(from), specifier);
  return ['.ts', '.tsx'].map((ending) => path + ending).find((file) => existsSync(file));
}

function importsOf(file) {
  const changedMs = statSync(file).mtimeMs;
  const found = known.get(file);
  if (found?.changedMs === changedMs) return found.files;
  const text = readFileSync(file, 'utf8');
  const files = [...text.matchAll(IMPORTS)].map(([, specifier]) => fileOf(file, specifier)).filter((each) => each);
  known.set(file, { changedMs, files });
  return files;
}

/** The files from `start` to `goal` along imports, both included; undefined where there is no such way. */
export function importPath(start, goal) {
  const cameFrom = new Map([[start, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === goal) {
      const path = [];
      for (let each = file; each; each = cameFrom.get(each)) path.unshift(each);
      return path;
    }
    for (const next of importsOf(file)) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return undefined;
}

export const cyclesRule = {
  meta: { type: 'problem', schema: [], messages: { circle: 'Imports in a circle: {{files}}.' } },
  create(context) {
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const target = fileOf(context.filename, specifier);
      const path = target && importPath(target, context.filename);
      if (!path) return;
      const names = [context.filename, ...path].map((file) => relative(context.cwd, file).split(sep).join('/'));
      context.report({ node, messageId: 'circle', data: { files: names.join(' -> ') } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
