/** @file How well the model reads this text, beside two yardsticks; and one sentence where it does not. */

import { memo, useMemo } from 'react';
import { fromTokenizerJson } from '../../../../core/text/tokenizerJson';
import { isBeyond, readingOf } from '../../../../core/text/yardsticks';
import type { RunEntry } from '../../../state/runEntry';
import type { Judged } from '../../../state/texts/tokenColumns';

interface Props {
  readonly entry: Pick<RunEntry, 'trace' | 'tokenizerJson'>;
  /** By the losses up to the checkpoint that is shown: another object where they are others. */
  readonly judged: Judged | undefined;
}

export const ReadingLine = memo(function ReadingLine({ entry, judged }: Props) {
  const { document, config } = entry.trace;
  const vocab = useVocabularySize(entry);
  const reading = useMemo(
    () => document && judged && readingOf(document.textBytes, document.byteEnd, judged.lossNats, vocab),
    [document, judged, vocab],
  );
  if (!document || !reading) return undefined;
  const { model, byteEntropy, uniform } = reading;
  // A model that is being trained on this text is expected to begin with a guess.
  const isStrange = config?.kind === 'score' && isBeyond(reading, document.ids.length);
  return (
    <>
      <p className="stamp reading-line">
        <span>{bits(model)} bits a byte at this checkpoint</span>
        {uniform !== undefined && <span>a uniform guess {bits(uniform)}</span>}
        <span>its bytes counted one by one {bits(byteEntropy)}</span>
      </p>
      {isStrange && (
        <p className="reading-beyond" role="note">
          This model reads this text worse than chance: its colours say little. Train on this text, or open one in the
          language that the model has read.
        </p>
      )}
    </>
  );
});

/** Undefined where only a recording is here, which does not hold its vocabulary. */
function useVocabularySize({ trace: { config }, tokenizerJson }: Props['entry']): number | undefined {
  return useMemo(() => {
    if (config?.kind === 'train') return config.model.vocab;
    return tokenizerJson === undefined ? undefined : fromTokenizerJson(tokenizerJson).tokens.length;
  }, [config, tokenizerJson]);
}

const bits = (value: number): string => value.toFixed(2);
