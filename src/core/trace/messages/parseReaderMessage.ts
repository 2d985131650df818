/** @file The doors between the page and the workers that read its files: texts, and tables of losses. */

import * as v from 'valibot';
import { isRecord } from '../../util/json';
import { anyNumber, type Door, doorOf, fields, integers } from '../door';
import { boolean, type EntriesOf, list, text, whole } from '../config/parseConfig';
import type { TableColumn, TableCommand, TableMapping, TableMessage, TableShape } from './tableMessages';
import type { FileBytes, NamedFile, ReadText, TextCommand, TextMessage, TextTable } from './textMessages';

const sentence = text(10_000);
const column = text(10_000);
const job = whole(0, Number.MAX_SAFE_INTEGER);
const MOST_COLUMNS = 100_000;

const bytes = v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'must be bytes');
const blob = v.custom<FileBytes>(
  (value) => isRecord(value) && typeof value['size'] === 'number' && typeof value['arrayBuffer'] === 'function',
  'must be a file',
);
const file = fields({ name: text(10_000), blob } satisfies EntriesOf<NamedFile>);

const mapping = fields({
  text: column,
  id: v.optional(column),
  reference: v.optional(column),
  losses: list(fields({ column, step: whole(0, 2 ** 31 - 1) }), MOST_COLUMNS),
  isByteLevel: boolean,
} satisfies EntriesOf<TableMapping>);

const shape = fields({
  rows: anyNumber,
  columns: list(fields({ name: column, isNumber: boolean } satisfies EntriesOf<TableColumn>), MOST_COLUMNS),
  guess: mapping,
} satisfies EntriesOf<TableShape>);

const read = fields({
  name: text(10_000),
  text: bytes,
  documentEnd: integers,
  takenFor: list(sentence, 100_000),
  tables: list(
    fields({
      file: text(10_000),
      columns: list(column, MOST_COLUMNS),
      chosen: column,
      emptyRows: anyNumber,
    } satisfies EntriesOf<TextTable>),
    MOST_COLUMNS,
  ),
} satisfies EntriesOf<ReadText>);

const TABLE_COMMANDS: Door<TableCommand> = { inspect: fields({ file }), read: fields({ file, mapping }) };

const TABLE_MESSAGES: Door<TableMessage> = {
  shape: fields({ shape }),
  trace: fields({ bytes }),
  refused: fields({ sentence }),
};

const TEXT_COMMANDS: Door<TextCommand> = {
  read: fields({ job, files: list(file, 100_000), choice: v.optional(v.record(v.string(), column)) }),
  cancel: fields({ job }),
};

const TEXT_MESSAGES: Door<TextMessage> = {
  progress: fields({ job, doneBytes: anyNumber, totalBytes: anyNumber }),
  read: fields({ job, text: read }),
  losses: fields({ job, name: text(10_000), sentence, bytes }),
  refused: fields({ job, sentence }),
  cancelled: fields({ job }),
};

export const parseTableCommand = doorOf(TABLE_COMMANDS, 'The table reader was sent a command that it does not know');
export const parseTableMessage = doorOf(TABLE_MESSAGES, 'The table reader sent a message that this page does not know');
export const parseTextCommand = doorOf(TEXT_COMMANDS, 'The text reader was sent a command that it does not know');
export const parseTextMessage = doorOf(TEXT_MESSAGES, 'The text reader sent a message that this page does not know');
