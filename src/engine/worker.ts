/** @file The engine's worker. Commands come down, facts go up, nothing waits for a reply. */

import type { EngineMessage } from '../core/trace/messages/commands';
import { bootEngine } from './engine';
import { Pump } from './runs/pump';

/** The buffers of a message that are this worker's to give away: its columns, and what was written for the message. */
function transferOf(message: EngineMessage): Transferable[] {
  switch (message.kind) {
    case 'file':
      return [message.bytes.buffer];
    case 'event':
      return message.event.kind === 'document' ? [] : columnsOf(message.event);
    case 'texts':
      return columnsOf(message.texts);
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

const pump = new Pump((command) => bootEngine(command, post), post);
self.onmessage = ({ data }: MessageEvent<unknown>) => void pump.take(data);
