/** @file The colour of what was chosen early or late: from the quiet of a rule to the accent. */

/** @param age 0 first .. 1 last */
export function ageColour(age: number): string {
  return `color-mix(in oklab, var(--v-age-first), var(--v-age-last) ${Math.round(100 * age)}%)`;
}
