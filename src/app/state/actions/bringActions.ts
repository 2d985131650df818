/** @file A person's files on their way to a run: read in the worker, a column chosen where there are several, scored. */

import type { ColumnChoice, ReadText } from '../../../core/trace/messages/textMessages';
import { encodeUtf8 } from '../../../core/util/utf8';
import type { Page } from '../address/address';
import { TextReader, type TextPort } from '../../engine/textReader';
import type { AppStore, Notice } from '../store';
import type { BroughtText } from '../texts/broughtText';

interface Needs {
  readonly store: AppStore;
  readonly spawn: () => TextPort;
  readonly say: (tone: Notice['tone'], sentence: string) => void;
  readonly score: (text: BroughtText) => Promise<void>;
  readonly importFile: (file: File) => Promise<void>;
  readonly importTrace: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Asks for the columns of a table, or hands it back where it does not look like one of losses. */
  readonly bringTable: (file: File, handBack: (askAnyway: () => void) => void) => void;
}

/** Files that are runs, wherever they are dropped. */
const IS_RUN = /\.(zip|safetensors)$/i;

/** A Parquet file holds losses; JSON lines and CSV do so among the runs, and are a text elsewhere. */
function isTable({ name }: File, page: Page): boolean {
  return /\.parquet$/i.test(name) || (page === 'runs' && /\.(jsonl|ndjson|csv|tsv)$/i.test(name));
}

export function bringActions({ store, spawn, say, score, importFile, importTrace, bringTable }: Needs) {
  let files: readonly File[] = [];
  /** The person has been asked about these files. */
  let isChosen = false;
  /** What to do with a table that turns out to hold no losses. */
  let askAnyway: (() => void) | undefined;

  const take = (text: ReadText) => {
    store.setState({ reading: { kind: 'none' } });
    for (const sentence of text.takenFor) say('note', sentence);
    void score({ name: text.name, bytes: text.text });
  };
  const reader = new TextReader(spawn, {
    onProgress: (doneBytes, totalBytes) => store.setState({ reading: { kind: 'reading', doneBytes, totalBytes } }),
    onText: (text) => {
      if (askAnyway) {
        store.setState({ reading: { kind: 'none' } });
        return askAnyway();
      }
      const hasChoice = text.tables.some(({ columns }) => columns.length > 1);
      if (hasChoice && !isChosen) store.setState({ reading: { kind: 'choosing', text } });
      else take(text);
    },
    onLosses: (name, bytes, sentence) => {
      store.setState({ reading: { kind: 'none' } });
      say('note', sentence);
      importTrace(name, bytes);
    },
    onRefused: (sentence) => {
      store.setState({ reading: { kind: 'none' } });
      say('problem', sentence);
    },
  });
  const totalBytes = () => files.reduce((sum, file) => sum + file.size, 0);
  const named = () => files.map((file) => ({ name: file.name, blob: file }));
  const read = (brought: readonly File[]) => {
    files = brought;
    isChosen = false;
    store.setState({ reading: { kind: 'reading', doneBytes: 0, totalBytes: totalBytes() } });
    reader.read(named());
  };

  return {
    bringFiles: (brought: readonly File[]) => {
      if (brought.length === 0) return;
      const [first] = brought;
      if (first && brought.length === 1 && IS_RUN.test(first.name)) return void importFile(first);
      askAnyway = undefined;
      if (!first || !isTable(first, store.getState().page)) return read(brought);
      bringTable(first, (ask) => {
        askAnyway = ask;
        read([first]);
      });
    },
    /** Reads the same files by other columns. */
    chooseColumns: (choice: ColumnChoice) => {
      isChosen = true;
      store.setState({ reading: { kind: 'reading', doneBytes: 0, totalBytes: totalBytes() } });
      reader.read(named(), choice);
    },
    cancelReading: () => {
      reader.cancel();
      store.setState({ reading: { kind: 'none' } });
    },
    bringPasted: (text: string) => {
      if (text.trim() === '') return say('problem', 'The clipboard holds no text to score.');
      void score({ name: 'Pasted text', bytes: encodeUtf8(text) });
    },
  };
}
