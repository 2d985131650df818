/** @file Written words with their chances: the surer, the stronger the line under them; the number at a touch. */

import { chance } from '../format';
import { type WrittenWord, wordSentence } from './strip';

export function Words({ words }: { readonly words: readonly WrittenWord[] }) {
  return (
    <span className="v-words">
      {words.map((word, i) => (
        <span
          key={i}
          className="v-word"
          data-tone={word.tone}
          data-sure={word.chance === undefined ? undefined : sureness(word.chance)}
          title={word.chance === undefined ? undefined : wordSentence(word)}
        >
          {word.text}
          {word.chance !== undefined && <span className="v-word-chance">{chance(word.chance)}</span>}
        </span>
      ))}
    </span>
  );
}

/** Five steps: more cannot be told apart by a line. */
function sureness(value: number): number {
  return Math.min(4, Math.floor(value * 5));
}
