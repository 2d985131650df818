/** @file `lab`: the same engine from a shell. Exit status 0, or 1 with one sentence on standard error. */

import { InputError } from '../core/util/assert';
import { type Command, helpOf, readOptions } from './command';
import { backendsCommand } from './commands/backends';
import { bakeCommand } from './commands/bake';
import { benchCommand } from './commands/bench';
import { scoreCommand } from './commands/score';
import { tableCommand } from './commands/table';
import { trainCommand } from './commands/train';
import { terminalOn } from './terminal';

const COMMANDS: readonly Command[] = [
  backendsCommand,
  trainCommand,
  scoreCommand,
  tableCommand,
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

async function main(argv: readonly string[]): Promise<void> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) throw new InputError(`lab knows no "${name}": see lab --help.`);
  const options = readOptions(command, rest);
  if (options.has('help')) {
    process.stdout.write(helpOf(command));
    return;
  }
  const terminal = terminalOn({
    write: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    nowMs: () => performance.now(),
  });
  const result = await command.run(options, terminal);
  await written(options.has('json') ? `${JSON.stringify(result)}\n` : command.print(result));
}

/** Large results go through a pipe in parts: the process must not end before the last. */
function written(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

try {
  await main(process.argv.slice(2));
  // Dawn's device keeps the process alive.
  process.exit(0);
} catch (error) {
  const sentence = error instanceof InputError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
