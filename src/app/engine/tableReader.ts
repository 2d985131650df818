/** @file The page's end of the table worker: one worker a job, so that a job is given up by ending it. */

import { parseTableMessage } from '../../core/trace/messages/parseReaderMessage';
import type { TableCommand, TableMessage } from '../../core/trace/messages/tableMessages';
import { InputError } from '../../core/util/assert';

/** What a Worker is to this reader; tests pass a plain object. */
export interface TablePort {
  postMessage(message: TableCommand): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  terminate(): void;
}

export class TableReader {
  #port: TablePort | undefined;

  constructor(
    private readonly spawn: () => TablePort,
    private readonly take: (message: TableMessage) => void,
  ) {}

  /** A job under way is given up. */
  ask(command: TableCommand): void {
    this.cancel();
    const port = this.spawn();
    port.onmessage = ({ data }) => {
      this.cancel();
      this.take(parsed(data));
    };
    port.onerror = ({ message }) => {
      this.cancel();
      this.take({ kind: 'refused', sentence: `The table could not be read: ${message ?? 'its reader did not load'}.` });
    };
    this.#port = port;
    port.postMessage(command);
  }

  cancel(): void {
    this.#port?.terminate();
    this.#port = undefined;
  }
}

function parsed(data: unknown): TableMessage {
  try {
    return parseTableMessage(data);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'refused', sentence: error.message };
  }
}
