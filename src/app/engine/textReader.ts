/** @file The page's end of the text worker: files go in, one text comes out. Only the newest job counts. */

import type {
  ColumnChoice,
  NamedFile,
  ReadText,
  TextCommand,
  TextMessage,
} from '../../core/trace/messages/textMessages';
import { parseTextMessage } from '../../core/trace/messages/parseReaderMessage';
import { assertNever, InputError } from '../../core/util/assert';

/** What a Worker is to this reader; tests pass a plain object. */
export interface TextPort {
  postMessage(message: TextCommand): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
}

export interface TextSink {
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  readonly onText: (text: ReadText) => void;
  /** The file holds losses: its trace, and what it was taken for. */
  readonly onLosses: (name: string, bytes: Uint8Array<ArrayBuffer>, sentence: string) => void;
  readonly onRefused: (sentence: string) => void;
}

export class TextReader {
  #port: TextPort | undefined;
  #job = 0;

  constructor(
    private readonly spawn: () => TextPort,
    private readonly sink: TextSink,
  ) {}

  /** A job under way is given up. */
  read(files: readonly NamedFile[], choice?: ColumnChoice): void {
    this.cancel();
    this.#job++;
    this.#open().postMessage({ kind: 'read', job: this.#job, files, ...(choice ? { choice } : {}) });
  }

  cancel(): void {
    if (this.#job > 0) this.#port?.postMessage({ kind: 'cancel', job: this.#job });
  }

  #open(): TextPort {
    if (this.#port) return this.#port;
    const port = this.spawn();
    port.onmessage = ({ data }) => this.#receive(data);
    port.onerror = ({ message }) => {
      this.#port = undefined;
      this.sink.onRefused(`The file could not be read: ${message ?? 'the reader did not load'}. Try it again.`);
    };
    this.#port = port;
    return port;
  }

  #receive(data: unknown): void {
    const message = this.#parsed(data);
    if (!message) return;
    if (message.job !== this.#job) return;
    switch (message.kind) {
      case 'progress':
        return this.sink.onProgress(message.doneBytes, message.totalBytes);
      case 'read':
        return this.sink.onText(message.text);
      case 'losses':
        return this.sink.onLosses(message.name, message.bytes, message.sentence);
      case 'refused':
        return this.sink.onRefused(message.sentence);
      case 'cancelled':
        return;
      default:
        assertNever(message);
    }
  }

  #parsed(data: unknown): TextMessage | undefined {
    try {
      return parseTextMessage(data);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return void this.sink.onRefused(error.message);
    }
  }
}
