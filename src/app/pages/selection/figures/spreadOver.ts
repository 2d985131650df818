/** @file Some places out of many, evenly spread. */

/** At most `most` different whole numbers from `low` to `high`, both ends among them; none where high < low. */
export function spreadOver(low: number, high: number, most: number): number[] {
  if (high < low) return [];
  const count = Math.min(most, high - low + 1);
  if (count === 1) return [high];
  return Array.from({ length: count }, (_, i) => Math.round(low + ((high - low) * i) / (count - 1)));
}
