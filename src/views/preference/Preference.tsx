/** @file Figures 13 and 14 as text. Colour is doubled by weight and underline, so that it can be read without hue. */

import { useMemo } from 'react';
import { PREFERENCE_WORDS, preferenceSentence, textRuns, type PreferenceData, type PreferencePanel } from './layout';

export interface PreferenceProps {
  readonly data: PreferenceData;
  /** `kept`: two looks, as in Figure 13; `levels`: five, as in Figure 14. */
  readonly look: 'kept' | 'levels';
}

export function Preference({ data, look }: PreferenceProps) {
  return (
    <div className="v-preference" role="group" aria-label={preferenceSentence(data)}>
      {data.panels.map((panel) => (
        <Passage key={panel.title} texts={data.texts} panel={panel} look={look} />
      ))}
    </div>
  );
}

interface PassageProps {
  readonly texts: readonly string[];
  readonly panel: PreferencePanel;
  readonly look: PreferenceProps['look'];
}

function Passage({ texts, panel, look }: PassageProps) {
  const runs = useMemo(() => textRuns(texts, panel), [texts, panel]);
  return (
    <figure className="v-passage">
      <figcaption>{panel.title}</figcaption>
      <p>
        {runs.map(({ text, level, isKept }, i) => (
          <span key={i} className={look === 'kept' ? (isKept ? 'v-kept' : 'v-dropped') : `v-level v-level-${level}`}>
            {text}
          </span>
        ))}
      </p>
    </figure>
  );
}

/** What the five looks mean. */
export function PreferenceLegend() {
  return (
    <ul className="v-level-legend">
      {PREFERENCE_WORDS.map((words, level) => (
        <li key={words} className={`v-level v-level-${level}`}>
          {words}
        </li>
      ))}
    </ul>
  );
}
