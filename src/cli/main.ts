/** @file Finds the command, reads its options, runs it: `lab` without its process, so that tests can call it. */

import { InputError } from '../core/util/assert';
import { type Command, helpOf, readOptions } from './command';
import { backendsCommand } from './commands/backends';
import { bakeCommand } from './commands/bake';
import { benchCommand } from './commands/bench';
import { openCommand } from './commands/open';
import { probeCommand } from './commands/probe';
import { scoreCommand } from './commands/score';
import { tableCommand } from './commands/table';
import { tableThoughtsCommand } from './commands/tableThoughts';
import { trainCommand } from './commands/train';
import { trainThoughtsCommand } from './commands/trainThoughts';
import { type Terminal, terminalOn } from './terminal';

const COMMANDS: readonly Command[] = [
  backendsCommand,
  trainCommand,
  trainThoughtsCommand,
  scoreCommand,
  probeCommand,
  openCommand,
  tableCommand,
  tableThoughtsCommand,
  benchCommand,
  bakeCommand,
];

function overview(): string {
  const rows = COMMANDS.map(({ name, positionals, summary }) => [
    [name, positionals].filter(Boolean).join(' '),
    summary,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length)) + 2;
  return [
    'lab <command> [options]',
    '',
    'Trains and scores small language models: the engine of Tokens & Thoughts from a shell.',
    '',
    ...rows.map(([left = '', summary = '']) => `  ${left.padEnd(width)}${summary}`),
    '',
    'lab <command> --help shows the options of a command.',
    '',
  ].join('\n');
}

export interface LabPorts {
  /** Standard output: results alone. */
  readonly out: (text: string) => Promise<void>;
  /** Standard error: progress, and the sentence of a failure. */
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
}

/** @returns the exit status: 0, or 1 after one sentence on standard error */
export async function lab(argv: readonly string[], { out, err, isTerminal }: LabPorts): Promise<number> {
  try {
    const terminal = terminalOn({ write: err, isTerminal, nowMs: () => performance.now() });
    await out(await answerTo(argv, terminal));
    return 0;
  } catch (error) {
    // The stack of a bug is wanted; the sentence of a refusal says all.
    const words = error instanceof InputError ? error.message : error instanceof Error ? error.stack : String(error);
    err(`${words}\n`);
    return 1;
  }
}

async function answerTo(argv: readonly string[], terminal: Terminal): Promise<string> {
  const [name, ...rest] = argv;
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) return overview();
  // A name of two words, such as `train thoughts`, has options of its own.
  const long = COMMANDS.find((known) => known.name === argv.slice(0, 2).join(' '));
  const command = long ?? COMMANDS.find((known) => known.name === name);
  if (!command) throw new InputError(`There is no command "${name}": see lab --help.`);
  const options = readOptions(command, long ? argv.slice(2) : rest);
  if (options.has('help')) return helpOf(command);
  const result = await command.run(options, terminal);
  return options.has('json') ? `${JSON.stringify(result)}\n` : command.print(result);
}
