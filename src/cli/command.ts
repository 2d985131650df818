/** @file What a command of `lab` is, and how its options are read: strictly, with help made from the same table. */

import { parseArgs } from 'node:util';
import { InputError } from '../core/util/assert';
import type { Terminal } from './terminal';

export interface OptionSpec {
  /** What stands for the value in the help, such as `DIR`; none for a switch. */
  readonly value?: string;
  readonly isMultiple?: boolean;
  readonly help: string;
}

/** What was given, by option name. */
export class Options {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  constructor(values: Options['valuesType'], positionals: readonly string[]) {
    this.#values = values;
    this.positionals = positionals;
  }

  declare readonly valuesType: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  has(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  required(name: string, mend: string): string {
    const value = this.text(name);
    if (value === undefined) throw new InputError(`--${name} is missing: ${mend}`);
    return value;
  }

  number(name: string, low: number, high: number): number | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    const value = Number(given);
    if (given.trim() === '' || !(value >= low && value <= high))
      throw new InputError(`--${name} is "${given}": give a number from ${low} to ${high}.`);
    return value;
  }

  whole(name: string, low: number, high: number): number | undefined {
    const value = this.number(name, low, high);
    if (value !== undefined && !Number.isInteger(value))
      throw new InputError(`--${name} is ${value}: give a whole number.`);
    return value;
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    const found = choices.find((choice) => choice === given);
    if (!found) throw new InputError(`--${name} is "${given}": choose ${choices.join(', ')}.`);
    return found;
  }
}

export interface Command {
  readonly name: string;
  /** After the name, such as `clm|slm`. */
  readonly positionals?: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Progress goes to the terminal; what is returned is the command's JSON. */
  readonly run: (options: Options, terminal: Terminal) => Promise<object>;
  /** The result for a person, where `--json` was not given. */
  readonly print: (result: object) => string;
}

const COMMON: Readonly<Record<string, OptionSpec>> = {
  json: { help: 'one JSON object on standard output, and nothing else there' },
  help: { help: 'this help' },
};

/** Refuses what the command does not know. */
export function readOptions(command: Command, argv: readonly string[]): Options {
  const specs = { ...command.options, ...COMMON };
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        Object.entries(specs).map(([name, { value, isMultiple }]) => [
          name,
          { type: value ? ('string' as const) : ('boolean' as const), multiple: isMultiple ?? false },
        ]),
      ),
      allowPositionals: true,
      strict: true,
    });
    if (!command.positionals && positionals.length > 0)
      throw new InputError(`lab ${command.name} takes no "${positionals[0]}": see lab ${command.name} --help.`);
    return new Options(values, positionals);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // parseArgs explains at length; its first sentence says what is wrong.
    const [what = error.message] = error.message.split(/\. |\n/);
    throw new InputError(`${what.replace(/\.$/, '')}: see lab ${command.name} --help.`);
  }
}

export function helpOf(command: Command): string {
  const rows = Object.entries({ ...command.options, ...COMMON }).map(
    ([name, { value, isMultiple, help }]) =>
      [`  --${name}${value ? ` ${value}` : ''}${isMultiple ? ' …' : ''}`, help] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const usage = ['lab', command.name, command.positionals, '[options]'].filter(Boolean).join(' ');
  return [usage, '', command.summary, '', ...rows.map(([left, help]) => left.padEnd(width) + help), ''].join('\n');
}
