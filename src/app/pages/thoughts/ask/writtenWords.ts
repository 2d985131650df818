/** @file What was written, cut into words with their chances, each marked by what became of its sentence. */

import type { Grade } from '../../../../core/coconut/probes/grade';
import { CONTINUES, SPECIAL_IDS } from '../../../../core/coconut/curriculum/vocabulary';
import type { ProbedColumns } from '../../../../core/trace/thoughtsFold';
import type { WrittenWord } from '../../../../views/thoughtStrip/strip';

export type WrittenToken = Omit<WrittenWord, 'tone'>;

/** Alternatives told for each token. */
const TOPS = 3;

/** Tokens with their chances where these were told, otherwise the bare words. Pieces of one word are joined: their chances multiply. */
export function writtenTokens(
  { written, topIds, topProbability }: Pick<ProbedColumns, 'written' | 'topIds' | 'topProbability'>,
  words: readonly string[],
): WrittenToken[] {
  if (!topIds || !topProbability || words.length === 0)
    return written
      .replaceAll('<eos>', ' ')
      .split(/\s+/)
      .filter((text) => text !== '')
      .map((text) => ({ text }));
  const tokens: WrittenToken[] = [];
  for (let at = 0; at + TOPS <= topIds.length; at += TOPS) {
    if (topIds[at] === SPECIAL_IDS.eos) break;
    const [best, ...others] = [0, 1, 2].map((rank) => ({
      text: words[topIds[at + rank] ?? -1] ?? '',
      chance: topProbability[at + rank] ?? NaN,
    }));
    const last = tokens.at(-1);
    if (best?.text.startsWith(CONTINUES) && last) tokens[tokens.length - 1] = joined(last, best);
    else if (best) tokens.push({ ...best, others });
  }
  return tokens;
}

function joined(word: WrittenToken, piece: { readonly text: string; readonly chance: number }): WrittenToken {
  return { text: word.text + piece.text.slice(CONTINUES.length), chance: (word.chance ?? NaN) * piece.chance };
}

/** Sentences end in a full stop; what stands after the last is the answer. */
export function wordsOf(tokens: readonly WrittenToken[], { firstWrongStep, answerRight }: Grade): WrittenWord[] {
  const sentenceOf: number[] = [];
  let sentence = 0;
  for (const { text } of tokens) {
    sentenceOf.push(sentence);
    if (text.endsWith('.')) sentence++;
  }
  return tokens.map((token, i): WrittenWord => {
    const isAnswer = sentenceOf[i] === sentence;
    const tone = isAnswer
      ? answerRight
        ? 'rightAnswer'
        : 'wrongAnswer'
      : sentenceOf[i] === firstWrongStep
        ? 'wrong'
        : 'step';
    return { ...token, tone };
  });
}
