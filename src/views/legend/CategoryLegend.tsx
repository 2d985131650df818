/** @file The four categories: swatch with its cue, word, share beside the paper's, count. A click filters. */

import { count as countWords, share } from '../format';
import { CATEGORIES, type CategoryCode } from '../palette';
import { categoryShares, type LegendData } from '../shares';

export interface CategoryLegendProps extends LegendData {
  /** Categories that are let through; none or all of them is no filter. */
  readonly filter: readonly CategoryCode[];
  readonly onToggle: (category: CategoryCode) => void;
}

/** A bar of this share fills its track, so that the paper's 51 % has room. */
const FULL_FRACTION = 0.8;

export function CategoryLegend({ counts, filter, onToggle }: CategoryLegendProps) {
  const isFiltered = filter.length > 0 && filter.length < CATEGORIES.length;
  return (
    <div className="v-legend-place">
      <ul className="v-legend" data-filtered={isFiltered}>
        {categoryShares(counts).map(({ look, count, fraction }) => (
          <li key={look.code}>
            <button
              type="button"
              className="v-legend-row"
              aria-pressed={isFiltered && filter.includes(look.code)}
              onClick={() => onToggle(look.code)}
            >
              <span className={`v-swatch v-cue-${look.cue}`} style={{ backgroundColor: look.fill }}>
                {look.name}
              </span>
              <span className="v-legend-word">{look.word}</span>
              <span className="v-share-track">
                <span className="v-share-bar" style={{ width: trackWidth(fraction), backgroundColor: look.fill }} />
                <span className="v-share-paper" style={{ left: trackWidth(look.paperShare) }} />
              </span>
              <span className="v-legend-share">{share(fraction)}</span>
              <span className="v-legend-count">
                {countWords(count)}
                <span className="v-visually-hidden"> tokens; {share(look.paperShare)} in the paper</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="v-note">Vertical marks: the paper’s shares (TinyLlama, 15 B tokens).</p>
    </div>
  );
}

function trackWidth(fraction: number): string {
  return `${Math.min(1, fraction / FULL_FRACTION) * 100}%`;
}
