/** @file What a column of losses means, by its name and what it holds. */

export type ColumnRole =
  | 'token'
  | 'id'
  | 'document'
  | 'position'
  | 'step'
  | 'excess'
  | 'reference'
  | 'selected'
  | 'loss'
  /** log probability, to base e: the loss is its negative */
  | 'logprob'
  /** surprisal to base 2, as psycholinguistics counts it unless it says otherwise */
  | 'bits'
  | 'other';

/** The first that fits: `excess_loss` is an excess, `ref_loss` a reference. */
const ROLES: readonly (readonly [ColumnRole, RegExp])[] = [
  ['token', /^(decoded_?)?(token|piece|word|string)s?(_?(text|str|string)s?)?$|^texts?$/i],
  ['id', /^(token_?|input_?|target_?|label_?)?ids?$|^targets?$|^labels?$/i],
  ['document', /^(doc(ument)?|sample|example|sentence|text)s?(_?(id|index|idx|number|no))?$/i],
  ['position', /^(token_?)?(pos(ition)?|index|idx|i|offset)$/i],
  ['step', /^(global_?|train(ing)?_?)?(step|checkpoint|ckpt|iteration|iter)s?$/i],
  ['selected', /^(is_?)?(selected|kept|keep|chosen)(_?(token|target|mask)s?)?$|^selection(_?mask)?$/i],
  ['excess', /excess/i],
  ['reference', /^ref|[_\s.-]ref/i],
  ['logprob', /log_?-?prob|(^|_)log_?p(_|$)/i],
  ['bits', /surprisal|(^|[_\s])bits?([_\s]|$)/i],
  ['loss', /loss|nll|nats|cross_?entropy|(^|_)ce(_|$)|verlust|perte|p[ée]rdida|perdita/i],
  ['loss', /^(step|checkpoint|ckpt|iter(ation)?)[ _-]?\d+$/i],
];

export const roleOf = (name: string): ColumnRole =>
  ROLES.find(([, pattern]) => pattern.test(name.trim()))?.[0] ?? 'other';

const LOSS_ROLES: readonly ColumnRole[] = ['loss', 'logprob', 'bits'];

export const isLossRole = (role: ColumnRole): boolean => LOSS_ROLES.includes(role);

/** The step in a column's name, such as `loss_step_1000`; undefined where it has none. */
export function stepIn(name: string): number | undefined {
  const found = /(\d+)\D*$/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Whether strings are tokens and not texts: few have a space between two words. */
export function areTokens(values: readonly unknown[]): boolean {
  const strings = values.filter((value) => typeof value === 'string');
  const long = strings.filter((value) => /\S\s+\S/.test(value) || value.length > 100).length;
  return strings.length > 0 && long <= strings.length / 5;
}
