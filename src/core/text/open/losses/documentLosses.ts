/** @file Losses in documents: an object each, with a list of tokens and lists of their losses. */

import { InputError } from '../../../util/assert';
import { isRecord } from '../../../util/json';
import { areTokens, type ColumnRole, isLossRole, roleOf, stepIn } from './columnRoles';
import { asNats, flagsOf, numbersOf, remarkOn } from './numbers';
import type { LossList } from './lossList';
import { withoutReference } from './rowColumns';

type ListColumn = { readonly name: string; readonly role: ColumnRole; readonly values: readonly unknown[] };

/** Undefined where the values are not documents with losses. */
export function documentLosses(fileName: string, values: readonly unknown[]): LossList | undefined {
  const [first] = values;
  if (!isRecord(first) || !hasLosses(listsOf(first))) return undefined;
  const documents = values.map((value, i) => documentOf(fileName, value, i));
  const [model] = documents;
  if (!model) return undefined;
  documents.forEach(({ steps, references, excess, selected, ids }, i) => {
    const isLikeFirst =
      String(steps) === String(model.steps) &&
      Boolean(references) === Boolean(model.references) &&
      Boolean(excess) === Boolean(model.excess) &&
      Boolean(selected) === Boolean(model.selected) &&
      Boolean(ids) === Boolean(model.ids);
    if (!isLikeFirst)
      throw new InputError(`${fileName} has other lists in document ${i + 1} than in the first; give each the same.`);
  });
  const joined = (list: (document: Document) => Float64Array | undefined) => joinNumbers(documents.map(list));
  return {
    tokens: documents.flatMap(({ tokens }) => tokens),
    ...(model.ids ? { ids: documents.flatMap(({ ids }) => ids ?? []) } : {}),
    ...(documents.length > 1 ? { docs: documents.flatMap(({ tokens }, doc) => tokens.map(() => doc)) } : {}),
    steps: model.steps,
    lossNats: model.steps.map((_, checkpoint) => joined(({ losses }) => losses[checkpoint])),
    ...(model.references ? { referenceLossNats: joined(({ references }) => references) } : {}),
    ...(model.excess ? { excessNats: joined(({ excess }) => excess) } : {}),
    ...(model.selected ? { selected: documents.flatMap(({ selected }) => selected ?? []) } : {}),
    remarks: model.remarks,
  };
}

interface Document {
  readonly tokens: readonly string[];
  readonly ids: readonly number[] | undefined;
  readonly steps: readonly number[];
  /** [checkpoint][token] */
  readonly losses: readonly Float64Array[];
  readonly references: Float64Array | undefined;
  readonly excess: Float64Array | undefined;
  readonly selected: readonly boolean[] | undefined;
  readonly remarks: readonly string[];
}

const listsOf = (object: Readonly<Record<string, unknown>>): ListColumn[] =>
  Object.entries(object).flatMap(([name, values]) =>
    Array.isArray(values) ? [{ name, role: roleOf(name), values: values as readonly unknown[] }] : [],
  );

const tokensIn = (lists: readonly ListColumn[]) =>
  lists.find(({ role, values }) => role === 'token' && areTokens(values));
const idsIn = (lists: readonly ListColumn[]) =>
  lists.find(
    ({ role, values }) => (role === 'id' || role === 'token') && values.length > 0 && values.every(Number.isInteger),
  );

const hasLosses = (lists: readonly ListColumn[]): boolean =>
  Boolean(tokensIn(lists) ?? idsIn(lists)) && lists.some(({ role }) => isLossRole(role) || role === 'excess');

function documentOf(fileName: string, value: unknown, index: number): Document {
  const where = `document ${index + 1}`;
  const lists = isRecord(value) ? listsOf(value) : [];
  const tokenList = tokensIn(lists);
  const idList = idsIn(lists);
  const texts = tokenList?.values.map(String) ?? idList?.values.map((id) => `⟨${String(id)}⟩`);
  if (!texts || !hasLosses(lists))
    throw new InputError(`${fileName} has no tokens with losses in ${where}; mend or remove it.`);
  const numbers = (name: string, values: readonly unknown[]) =>
    perToken(fileName, where, name, numbersOf(fileName, name, values), texts.length);
  const losses = lists
    .filter(({ role }) => isLossRole(role))
    .flatMap((list) => checkpointsOf(fileName, where, list, texts.length));
  const named = losses.map(({ name, step, values }, i) => ({
    step: step ?? i,
    nats: asNats(roleOf(name), numbers(name, values)),
  }));
  const isDistinct = new Set(named.map(({ step }) => step)).size === named.length;
  const inOrder = (isDistinct ? named : named.map(({ nats }, step) => ({ step, nats }))).toSorted(
    (a, b) => a.step - b.step,
  );
  const ofRole = (wanted: ColumnRole) => lists.find(({ role }) => role === wanted);
  const [reference, excess, selected] = [ofRole('reference'), ofRole('excess'), ofRole('selected')];
  return {
    tokens: texts,
    ids: idList?.values.map(Number),
    steps: inOrder.map(({ step }) => step),
    losses: inOrder.map(({ nats }) => nats),
    references:
      reference && asNats(roleOf(withoutReference(reference.name)), numbers(reference.name, reference.values)),
    excess: excess && numbers(excess.name, excess.values),
    selected: selected && flagsOf(selected.values).slice(0, texts.length),
    remarks: [
      ...(tokenList ? [] : ['tokens shown by their numbers']),
      ...remarkOn(lists.find(({ role }) => isLossRole(role))?.role ?? 'loss'),
    ],
  };
}

/** A list of numbers is one checkpoint; a list of lists is one a checkpoint, or one a token. */
function checkpointsOf(
  fileName: string,
  where: string,
  { name, values }: ListColumn,
  tokens: number,
): { readonly name: string; readonly step: number | undefined; readonly values: readonly unknown[] }[] {
  const rows = values.filter(Array.isArray) as (readonly unknown[])[];
  if (rows.length === 0) return [{ name, step: stepIn(name), values }];
  const isEach = (length: number) => rows.length === values.length && rows.every((row) => row.length === length);
  const checkpoints = rows[0]?.length ?? 0;
  if (isEach(tokens) && rows.length === tokens)
    throw new InputError(
      `${fileName} has as many checkpoints as tokens in “${name}” of ${where}: give each checkpoint a list of its own, such as ${name}_0.`,
    );
  if (isEach(tokens)) return rows.map((row, step) => ({ name, step, values: row }));
  if (rows.length === tokens && isEach(checkpoints))
    return Array.from({ length: checkpoints }, (_, step) => ({ name, step, values: rows.map((row) => row[step]) }));
  throw new InputError(
    `${fileName} has lists of other lengths than its ${tokens} tokens in “${name}” of ${where}; mend it.`,
  );
}

/** Many programs leave the first token out, which nothing predicts. */
function perToken(fileName: string, where: string, name: string, values: Float64Array, tokens: number): Float64Array {
  if (values.length === tokens) return values;
  if (values.length === tokens - 1) return Float64Array.of(NaN, ...values);
  throw new InputError(
    `${fileName} has ${values.length} numbers in “${name}” of ${where}, and ${tokens} tokens; give each token one.`,
  );
}

function joinNumbers(parts: readonly (Float64Array | undefined)[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    if (part) joined.set(part, at);
    at += part?.length ?? 0;
  }
  return joined;
}
