/** @file What is done with each message to the worker: parsed, handed to the session, and answered where it fails. */

import type { Command, EngineMessage, RunId } from '../../core/trace/messages/commands';
import { parseCommand } from '../../core/trace/messages/parseCommand';
import { InputError } from '../../core/util/assert';
import { isRecord } from '../../core/util/json';
import type { Session } from './session';

type Boot = Extract<Command, { kind: 'boot' }>;

/** Commands that came before the boot wait for it. */
export class Pump {
  readonly #boot: (command: Boot) => Promise<Pick<Session, 'handle'>>;
  readonly #post: (message: EngineMessage) => void;
  #booted: (session: Promise<Pick<Session, 'handle'>>) => void = () => undefined;
  readonly #session = new Promise<Pick<Session, 'handle'>>((resolve) => (this.#booted = resolve));

  constructor(boot: (command: Boot) => Promise<Pick<Session, 'handle'>>, post: (message: EngineMessage) => void) {
    this.#boot = boot;
    this.#post = post;
  }

  /** A refused command costs itself; a bug is told too, and is thrown on to the browser's console with its stack. */
  async take(message: unknown): Promise<void> {
    try {
      const command = parseCommand(message);
      if (command.kind === 'boot') await this.#start(command);
      else await (await this.#session).handle(command);
    } catch (error) {
      if (error instanceof InputError) return this.#warn(message, error.message);
      this.#warn(message, `The engine failed: ${wordsOf(error)}. Reload the page.`);
      throw error;
    }
  }

  /** An engine that does not start says so to the page, and to each command that comes after. */
  async #start(command: Boot): Promise<void> {
    const started = this.#boot(command);
    const told = started.catch((error: unknown) => {
      const sentence = `The engine did not start (${wordsOf(error)}): reload the page.`;
      this.#post({ v: 1, kind: 'noBackend', sentence });
      throw new InputError(sentence);
    });
    this.#booted(told);
    await told.catch(() => undefined); // Told already.
  }

  #warn(message: unknown, sentence: string): void {
    this.#post({ v: 1, kind: 'warning', ...runOf(message), sentence });
  }
}

/** Whom a refusal belongs to, where the message named a run. */
function runOf(message: unknown): { run?: RunId } {
  const named = isRecord(message) ? message['run'] : undefined;
  return typeof named === 'string' ? { run: named as RunId } : {};
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
