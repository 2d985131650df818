/** @file The worker that reads tables of losses: one job, then it is ended by whoever made it. */

import { parseTableCommand } from '../core/trace/parseReaderMessage';
import { tableJob } from './lossTableJob';

/** What is no command is a bug of the page, and goes to its error handler. */
async function take(data: unknown): Promise<void> {
  const message = await tableJob(parseTableCommand(data));
  self.postMessage(message, message.kind === 'trace' ? [message.bytes.buffer] : []);
}

self.onmessage = ({ data }: MessageEvent<unknown>) => void take(data);
