/** @file One reading of a person's files: slice by slice, so that progress is real and a cancel is heard. */

import { lossTrace } from '../../core/text/open/losses/lossTrace';
import { openLosses } from '../../core/text/open/recognise';
import { checkSizes, type FileContent, readText } from '../../core/text/readText';
import type { NamedFile, TextCommand, TextMessage } from '../../core/trace/messages/textMessages';
import { encodeTrace } from '../../core/trace/traceCodec';
import { InputError } from '../../core/util/assert';

const SLICE_BYTES = 4 * 2 ** 20;

type ReadCommand = Extract<TextCommand, { kind: 'read' }>;

/** Answers with progress, then with the text, a refusal, or that it was cancelled. */
export async function readJob(
  { job, files, choice }: ReadCommand,
  isCancelled: () => boolean,
  post: (message: TextMessage) => void,
): Promise<void> {
  try {
    const sizes = files.map(({ name, blob }) => ({ name, size: blob.size }));
    checkSizes(sizes);
    const totalBytes = sizes.reduce((sum, { size }) => sum + size, 0);
    const contents: FileContent[] = [];
    let doneBytes = 0;
    for (const file of files)
      contents.push(
        await readSlices(file, isCancelled, (bytes) => {
          doneBytes += bytes;
          post({ kind: 'progress', job, doneBytes, totalBytes });
        }),
      );
    if (isCancelled()) post({ kind: 'cancelled', job });
    else post(lossesOf(job, contents) ?? { kind: 'read', job, text: readText(contents, choice) });
  } catch (error) {
    post({ kind: 'refused', job, sentence: sentenceOf(error) });
  }
}

/** One file that holds losses is a trace, and no text. */
function lossesOf(job: number, files: readonly FileContent[]): TextMessage | undefined {
  const [file, second] = files;
  const opened = file && !second ? openLosses(file.name, file.bytes) : undefined;
  if (!file || !opened) return undefined;
  const bytes = encodeTrace(lossTrace(file.name, opened.losses));
  return { kind: 'losses', job, name: file.name, sentence: `${file.name} was opened as ${opened.reading}.`, bytes };
}

/** What was read so far, where the job was cancelled. */
async function readSlices(
  { name, blob }: NamedFile,
  isCancelled: () => boolean,
  onBytes: (bytes: number) => void,
): Promise<FileContent> {
  const bytes = new Uint8Array(blob.size);
  for (let from = 0; from < blob.size && !isCancelled(); from += SLICE_BYTES) {
    const slice = new Uint8Array(await readSlice(name, blob, from));
    bytes.set(slice, from);
    onBytes(slice.length);
  }
  return { name, bytes };
}

async function readSlice(name: string, blob: NamedFile['blob'], from: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(from, Math.min(from + SLICE_BYTES, blob.size)).arrayBuffer();
  } catch (error) {
    // The browser lost the file: it was moved, changed or never readable.
    if (error instanceof DOMException) throw new InputError(`${name} cannot be read any more; choose the file again.`);
    throw error;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof InputError) return error.message;
  // A memory limit shows as a RangeError; anything else is a bug, and the page's error handler shows it.
  if (error instanceof RangeError) return 'This text needs more memory than this tab has; choose a part of it.';
  throw error;
}
