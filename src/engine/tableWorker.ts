/** @file The worker that reads tables of losses: one job, then it is ended by whoever made it. */

import type { TableCommand } from '../core/trace/tableMessages';
import { tableJob } from './lossTableJob';

self.onmessage = ({ data }: MessageEvent<TableCommand>) =>
  void tableJob(data).then((message) =>
    self.postMessage(message, message.kind === 'trace' ? [message.bytes.buffer] : []),
  );
