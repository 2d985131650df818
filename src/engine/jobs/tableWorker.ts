/** @file The worker that reads tables of losses: one job, then it is ended by whoever made it. */

import { parseTableCommand } from '../../core/trace/messages/parseReaderMessage';
import type { TableCommand } from '../../core/trace/messages/tableMessages';
import { tableJob } from './lossTableJob';

async function take(command: TableCommand): Promise<void> {
  const message = await tableJob(command);
  self.postMessage(message, message.kind === 'trace' ? [message.bytes.buffer] : []);
}

// What is no command is a bug of the page, and goes to its error handler: thrown here, for a rejected promise would not.
self.onmessage = ({ data }: MessageEvent<unknown>) => void take(parseTableCommand(data));
