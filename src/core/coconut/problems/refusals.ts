/** @file Refused problems by reason: one row for a reason, however many items it refused. */

export interface RefusedItems {
  /** What was wrong, without the item's number. Where items differ in what they hold, `“…”` stands for it. */
  readonly reason: string;
  readonly count: number;
  /** Where each stands in its file, from 0. */
  readonly items: readonly number[];
}

/** Of an item that was read, but whose words the model does not know. */
const UNASKED = 'cannot be asked: ';

/** The sentence for an item that can be read, but not be put to this model. */
export function unaskedSentence(item: number, reason: string): string {
  return `Item ${item} ${UNASKED}${reason}`;
}

/** Items that were read but not asked. */
export function countUnasked(sentences: readonly string[]): number {
  return sentences.filter((sentence) => sentence.includes(UNASKED)).length;
}

/** The most frequent reason first. @param sentences as `readProblemFile` and a probe give them: `Item 3, field "steps": ...` */
export function refusedByReason(sentences: readonly string[]): RefusedItems[] {
  const groups = new Map<string, { readonly reasons: Set<string>; readonly items: number[] }>();
  for (const sentence of sentences) {
    const [, item, reason = sentence] = /^Item (\d+),? (.*)$/s.exec(sentence) ?? [];
    const kind = generalReason(reason);
    const group = groups.get(kind) ?? { reasons: new Set<string>(), items: [] };
    groups.set(kind, group);
    group.reasons.add(reason);
    if (item !== undefined) group.items.push(Number(item));
  }
  return Array.from(groups, ([kind, { reasons, items }]) => ({
    reason: reasons.size === 1 ? ([...reasons][0] ?? kind) : kind,
    count: Math.max(items.length, 1),
    items,
  })).sort((a, b) => b.count - a.count);
}

/** Without what an item holds; the name of its field stays. */
function generalReason(reason: string): string {
  return reason.replaceAll(/(field )?"([^"]*)"/g, (quoted: string, field?: string) => (field ? quoted : '“…”'));
}
