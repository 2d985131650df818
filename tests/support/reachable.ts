/** @file What of the source a program can come to: a walk along imports and mentions, declaration by declaration. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const ENDINGS = ['', '.ts', '.tsx', '/index.ts'];
/** Every export of a file. */
const ALL = '*';
/** What runs as a file is loaded. */
const LOADING = '';

interface Source {
  /** By local name, and by `LOADING`: the identifiers that stand in it, and the files that it loads by address or later. */
  readonly parts: Map<string, { readonly names: Set<string>; readonly files: Set<string> }>;
  /** By local name: where it comes from. */
  readonly imports: Map<string, { readonly file: string; readonly name: string }>;
  readonly exports: Map<string, { readonly file: string; readonly name: string }>;
  /** Files that are loaded with this one. */
  readonly loads: Set<string>;
}

function fileAt(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(from), specifier);
  return ENDINGS.map((ending) => path + ending).find((file) => /\.tsx?$/.test(file) && existsSync(file));
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    const namesOf = (name: ts.BindingName): string[] =>
      ts.isIdentifier(name)
        ? [name.text]
        : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
    return statement.declarationList.declarations.flatMap(({ name }) => namesOf(name));
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function readSource(file: string): Source {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const source: Source = { parts: new Map(), imports: new Map(), exports: new Map(), loads: new Set() };
  for (const statement of statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) readLink(file, statement, source);
    else readPart(file, statement, source);
  }
  return source;
}

function readLink(file: string, statement: ts.ImportDeclaration | ts.ExportDeclaration, source: Source): void {
  const { moduleSpecifier } = statement;
  const isText = moduleSpecifier && ts.isStringLiteral(moduleSpecifier);
  const target = isText ? fileAt(file, moduleSpecifier.text) : file;
  if (!target) return;
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (!clause) source.exports.set(ALL, { file: target, name: ALL });
    else if (ts.isNamedExports(clause))
      for (const { name, propertyName } of clause.elements)
        source.exports.set(name.text, { file: target, name: (propertyName ?? name).text });
    return;
  }
  const clause = statement.importClause;
  // A type is not there as the program runs: it loads nothing.
  if (clause?.phaseModifier !== ts.SyntaxKind.TypeKeyword) source.loads.add(target);
  const bindings = clause?.namedBindings;
  if (clause?.name) source.imports.set(clause.name.text, { file: target, name: 'default' });
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) source.imports.set(bindings.name.text, { file: target, name: ALL });
  else
    for (const { name, propertyName } of bindings.elements)
      source.imports.set(name.text, { file: target, name: (propertyName ?? name).text });
}

function readPart(file: string, statement: ts.Statement, source: Source): void {
  const declared = declaredNames(statement);
  const names = new Set<string>();
  const files = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    // `x.name` and `{ name: x }` name a field, not a declaration.
    const isField =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node);
    if (ts.isIdentifier(node) && !isField) names.add(node.text);
    // `import('./x')`, and a worker's `new URL('./x.ts', import.meta.url)`.
    if (ts.isStringLiteralLike(node)) {
      const loaded = fileAt(file, node.text);
      if (loaded) files.add(loaded);
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  for (const name of declared.length > 0 ? declared : [LOADING]) {
    const part = source.parts.get(name) ?? { names: new Set(), files: new Set() };
    source.parts.set(name, { names: new Set([...part.names, ...names]), files: new Set([...part.files, ...files]) });
  }
}

/** @param entries files that are started. @returns `path#name` of each declaration that they come to, from folder to folder */
export function reachableFrom(entries: readonly string[]): ReadonlySet<string> {
  const sources = new Map<string, Source>();
  const seen = new Set<string>();
  const queue: [file: string, name: string][] = entries.map((file) => [file, ALL]);
  const open = (file: string): Source => {
    const source = sources.get(file) ?? readSource(file);
    sources.set(file, source);
    return source;
  };
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [file, name] = next;
    if (seen.has(`${file}#${name}`)) continue;
    seen.add(`${file}#${name}`);
    const { parts, imports, exports, loads } = open(file);
    if (name === ALL) for (const each of [...parts.keys(), ...exports.keys()]) queue.push([file, each]);
    if (name === LOADING) for (const loaded of loads) queue.push([loaded, LOADING]);
    const exported = exports.get(name) ?? (parts.has(name) ? undefined : exports.get(ALL));
    if (exported) queue.push([exported.file, exported.file === file || exported.name !== ALL ? exported.name : name]);
    queue.push([file, LOADING]);
    const part = parts.get(name);
    if (!part) continue;
    for (const loaded of part.files) queue.push([loaded, ALL]);
    for (const mentioned of part.names) {
      const imported = imports.get(mentioned);
      if (imported) queue.push([imported.file, imported.name]);
      else if (parts.has(mentioned)) queue.push([file, mentioned]);
    }
  }
  return seen;
}
