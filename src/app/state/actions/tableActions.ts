/** @file A trace made elsewhere, on its way: its columns are looked at, a person says which is which, it becomes a run. */

import type { TableMapping } from '../../../core/trace/messages/tableMessages';
import { TEXT_LIMIT_BYTES } from '../../../core/text/readText';
import { TableReader, type TablePort } from '../../engine/tableReader';
import type { AppStore, Notice } from '../store';

interface Needs {
  readonly store: AppStore;
  readonly spawn: () => TablePort;
  readonly say: (tone: Notice['tone'], sentence: string) => void;
  readonly importTrace: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
}

export function tableActions({ store, spawn, say, importTrace }: Needs) {
  let file: File | undefined;
  let handBack: ((askAnyway: () => void) => void) | undefined;
  const reader = new TableReader(spawn, (message) => {
    if (message.kind === 'shape') {
      const { shape } = message;
      const ask = () => store.setState({ table: { kind: 'choosing', shape } });
      // Lists, decimal commas and the like are no columns of numbers: the content says more than the columns.
      const isSure = shape.guess.text !== '' && shape.guess.losses.length > 0;
      if (isSure || !handBack) return ask();
      store.setState({ table: { kind: 'none' } });
      return handBack(ask);
    }
    store.setState({ table: { kind: 'none' } });
    if (message.kind === 'refused') say('problem', message.sentence);
    else importTrace(file?.name ?? 'table', message.bytes);
  });
  const named = (each: File) => ({ name: each.name, blob: each });

  return {
    bringTable: (brought: File, back: (askAnyway: () => void) => void) => {
      file = brought;
      // Only a small file is read whole to see what it is, and Parquet has no other reading.
      handBack = brought.size > TEXT_LIMIT_BYTES || /\.parquet$/i.test(brought.name) ? undefined : back;
      store.setState({ table: { kind: 'reading' } });
      reader.ask({ kind: 'inspect', file: named(brought) });
    },
    readTable: (mapping: TableMapping) => {
      if (!file) return;
      store.setState({ table: { kind: 'reading' } });
      reader.ask({ kind: 'read', file: named(file), mapping });
    },
    cancelTable: () => {
      reader.cancel();
      store.setState({ table: { kind: 'none' } });
    },
  };
}
