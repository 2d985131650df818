/** @file The worker that reads texts: small, without tfjs, so that a dropped file is read before an engine is up. */

import { parseTextCommand } from '../../core/trace/messages/parseReaderMessage';
import type { TextCommand, TextMessage } from '../../core/trace/messages/textMessages';
import { readJob } from './textJob';

const cancelled = new Set<number>();

function post(message: TextMessage): void {
  const { buffer } = message.kind === 'read' ? message.text.text : message.kind === 'losses' ? message.bytes : {};
  self.postMessage(message, buffer instanceof ArrayBuffer ? [buffer] : []);
}

async function take(command: TextCommand): Promise<void> {
  if (command.kind === 'cancel') cancelled.add(command.job);
  else {
    await readJob(command, () => cancelled.has(command.job), post);
    cancelled.delete(command.job);
  }
}

// What is no command is a bug of the page, and goes to its error handler: thrown here, for a rejected promise would not.
self.onmessage = ({ data }: MessageEvent<unknown>) => void take(parseTextCommand(data));
