/** @file The pictures over many problems: accuracy, classes, parallelism, height. */

import type { RunEntry } from '../../state/runEntry';

interface Props {
  readonly entry: RunEntry;
}

export function Findings({ entry }: Props) {
  return <section className="findings" aria-label="Over many problems" data-run={entry.run} />;
}
