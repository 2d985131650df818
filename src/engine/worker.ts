/** @file The engine's worker: a message pump. Commands come down, facts go up, nothing waits for a reply. */

import type { EngineMessage, RunId } from '../core/trace/commands';
import { parseCommand } from '../core/trace/parseCommand';
import { InputError } from '../core/util/assert';
import { isRecord } from '../core/util/json';
import { bootEngine } from './engine';
import type { Session } from './session';

/** The buffers of a message that are this worker's to give away: its columns, and what was written for the message. */
function transferOf(message: EngineMessage): Transferable[] {
  switch (message.kind) {
    case 'file':
      return [message.bytes.buffer];
    case 'event':
      return message.event.kind === 'document' ? [] : columnsOf(message.event);
    case 'restored':
      return columnsOf({ trace: message.trace });
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

/** Commands that came before the boot wait for it. */
class Pump {
  #boot: (session: Promise<Session>) => void = () => undefined;
  readonly #session = new Promise<Session>((resolve) => (this.#boot = resolve));

  async take(message: unknown): Promise<void> {
    try {
      const command = parseCommand(message);
      if (command.kind === 'boot') return this.#boot(bootEngine(command, post));
      await (await this.#session).handle(command);
    } catch (error) {
      // A refused command costs itself; anything else is a bug and goes to the browser's console with its stack.
      if (!(error instanceof InputError)) throw error;
      post({ v: 1, kind: 'warning', ...runOf(message), sentence: error.message });
    }
  }
}

/** Whom a refusal belongs to, where the message named a run. */
function runOf(message: unknown): { run?: RunId } {
  const named = isRecord(message) ? message['run'] : undefined;
  return typeof named === 'string' ? { run: named as RunId } : {};
}

const pump = new Pump();
self.onmessage = ({ data }: MessageEvent<unknown>) => void pump.take(data);
