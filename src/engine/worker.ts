/** @file The engine's worker: a message pump. Commands come down, facts go up, nothing waits for a reply. */

import type { Command, EngineMessage } from '../core/trace/commands';
import { parseRunConfig } from '../core/trace/parseConfig';
import { InputError } from '../core/util/assert';
import { bootEngine } from './engine';
import type { Session, SessionCommand } from './session';

/** The buffers of a message that are this worker's to give away: its columns. */
function transferOf(message: EngineMessage): Transferable[] {
  switch (message.kind) {
    case 'file':
      return [message.bytes.buffer];
    case 'event':
      return message.event.kind === 'document' ? [] : columnsOf(message.event);
    default:
      return [];
  }
}

function columnsOf(event: object): Transferable[] {
  const buffers = Object.values(event)
    .filter((value) => ArrayBuffer.isView(value))
    .map((view) => view.buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
  return [...new Set(buffers)];
}

const post = (message: EngineMessage): void => self.postMessage(message, transferOf(message));

/** A config comes out of an address or a file, so it is checked here once more. */
function checked(command: SessionCommand): SessionCommand {
  return command.kind === 'start' ? { ...command, config: parseRunConfig(command.config) } : command;
}

/** Commands that came before the boot wait for it. */
class Pump {
  #boot: (session: Promise<Session>) => void = () => undefined;
  readonly #session = new Promise<Session>((resolve) => (this.#boot = resolve));

  async take(command: Command): Promise<void> {
    try {
      if (command.kind === 'boot') return this.#boot(bootEngine(command, post));
      await (await this.#session).handle(checked(command));
    } catch (error) {
      // A refused command costs itself; anything else is a bug and goes to the page's error handler with its stack.
      if (!(error instanceof InputError)) throw error;
      const run = 'run' in command ? { run: command.run } : {};
      post({ v: 1, kind: 'warning', ...run, sentence: error.message });
    }
  }
}

const pump = new Pump();
self.onmessage = ({ data }: MessageEvent<Command>) => void pump.take(data);
