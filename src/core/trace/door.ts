/** @file A door for messages between threads: one schema for each kind. What a door checks is said at `parseMessage.ts`. */

import * as v from 'valibot';
import { InputError } from '../util/assert';
import { isRecord } from '../util/json';
import { parseWith } from './config/parseConfig';

/** A kind that is added to the contract must be added to its door. */
export type Door<M extends { readonly kind: string }> = {
  readonly [K in M['kind']]: v.GenericSchema<unknown, object>;
};

/** An object with these keys at least: a message may carry more than its reader knows. */
export function fields<E extends v.ObjectEntries>(
  entries: E,
): v.ObjectSchema<E, (issue: v.BaseIssue<unknown>) => string> {
  return v.object(entries, ({ expected }) => (expected === 'Object' ? 'must be a table' : 'is missing'));
}

/** Any number, NaN and the infinities too: a figure may be none. */
export const anyNumber = v.custom<number>((value) => typeof value === 'number', 'must be a number');

export const integers = v.custom<Int32Array>((value) => value instanceof Int32Array, 'must be a column of integers');

/** Refuses what the door does not know with one sentence. The message itself is handed on: its columns are not copied. */
export function doorOf<M extends { readonly kind: string }>(door: Door<M>, subject: string): (message: unknown) => M {
  const isKind = (kind: unknown): kind is M['kind'] => typeof kind === 'string' && Object.hasOwn(door, kind);
  return (message) => {
    const kind = isRecord(message) ? message['kind'] : undefined;
    if (!isKind(kind)) throw new InputError(`${subject}: kind is unknown.`);
    parseWith(door[kind], message, `${subject}, of kind ${kind}`);
    return message as M;
  };
}
