/** @file The legend in one line, for a narrow screen where the whole one has scrolled away. */

import type { CategoryLegendProps } from '../../../views/legend/CategoryLegend';
import { share } from '../../../views/format';
import { categoryShares } from '../../../views/shares';

export function ShortLegend({ counts, filter, onToggle }: CategoryLegendProps) {
  return (
    <div className="short-legend" role="group" aria-label="Categories" data-filtered={filter.length > 0}>
      {categoryShares(counts).map(({ look, fraction }) => (
        <button
          key={look.code}
          type="button"
          aria-pressed={filter.includes(look.code)}
          aria-label={`${look.name} ${share(fraction)}, ${look.word}. Filter by it.`}
          onClick={() => onToggle(look.code)}
        >
          <span className={`v-swatch v-cue-${look.cue}`} style={{ backgroundColor: look.fill }}>
            {look.name}
          </span>{' '}
          {share(fraction)}
        </button>
      ))}
    </div>
  );
}
