/** @file What is sought among the runs, and how they are grouped. */

import { useActions, useApp } from '../../AppContext';
import { type Grouping, GROUPINGS, KIND_FILTERS, type KindFilter } from '../../state/shelf';

const KIND_WORDS: Readonly<Record<KindFilter, string>> = {
  all: 'All kinds',
  train: 'Training on text',
  score: 'Scored texts',
  thoughts: 'Thoughts',
  probe: 'Models asked many problems',
  question: 'Single questions',
};

const GROUPING_WORDS: Readonly<Record<Grouping, string>> = {
  none: 'Not grouped',
  group: 'By group',
  text: 'By text',
  kind: 'By preset',
  state: 'By state',
};

export function ShelfControls() {
  const { search, kind, grouping } = useApp((state) => state.shelf);
  const { setShelf } = useActions();
  return (
    <div className="shelf-controls" role="search">
      <input
        type="search"
        className="shelf-search"
        aria-label="Search runs"
        placeholder="Search names, notes, texts"
        value={search}
        onChange={(event) => setShelf({ search: event.target.value })}
      />
      <select
        aria-label="Kind of runs"
        value={kind}
        onChange={(event) => setShelf({ kind: KIND_FILTERS.find((each) => each === event.target.value) ?? 'all' })}
      >
        {KIND_FILTERS.map((each) => (
          <option key={each} value={each}>
            {KIND_WORDS[each]}
          </option>
        ))}
      </select>
      <select
        aria-label="Grouping"
        value={grouping}
        onChange={(event) => setShelf({ grouping: GROUPINGS.find((each) => each === event.target.value) ?? 'none' })}
      >
        {GROUPINGS.map((each) => (
          <option key={each} value={each}>
            {GROUPING_WORDS[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
