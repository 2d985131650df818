/** @file Step 1: what is trained on. Generated pages with a noise control, or one's own files. */

import { useDeferredValue, useMemo, useRef } from 'react';
import { generateCorpus } from '../../../../core/text/corpus';
import { USEFUL_LABELS } from '../../../../core/text/world/labels';
import { share } from '../../../../views/format';
import { useActions, useApp } from '../../../AppContext';
import { formatBytes } from '../../../shell/format';
import type { TextRole } from '../../../state/actions/benchActions';
import { LabelledPreview } from './LabelledPreview';
import { injectedPreview } from './injectedPreview';

export function CorpusStep() {
  const { corpus } = useApp((state) => state.bench);
  const { setBench } = useActions();
  return (
    <section className="bench-step" aria-labelledby="bench-corpus">
      <h2 id="bench-corpus">1. Corpus</h2>
      <div className="segments" role="group" aria-label="Where the corpus comes from">
        <button
          type="button"
          aria-pressed={corpus === 'generated'}
          onClick={() => setBench({ corpus: 'generated', reference: 'shipped' })}
        >
          Generated pages
        </button>
        <button
          type="button"
          aria-pressed={corpus === 'files'}
          onClick={() => setBench({ corpus: 'files', reference: 'clean' })}
        >
          Your files
        </button>
      </div>
      {corpus === 'generated' ? <GeneratedCorpus /> : <OwnCorpus />}
    </section>
  );
}

/** A page or two of the corpus. */
const PREVIEW_BYTES = 2500;
/** Enough for steady shares. */
const SHARE_BYTES = 30_000;

function GeneratedCorpus() {
  const { noise, seed } = useApp((state) => state.bench);
  const { setBench } = useActions();
  const settled = useDeferredValue(noise);
  const page = useMemo(
    () => generateCorpus({ recipe: 'noisy', seed, minBytes: SHARE_BYTES, noise: settled }),
    [seed, settled],
  );
  const useful = useMemo(() => usefulShare(page), [page]);
  return (
    <>
      <label className="bench-range">
        <span>
          Noise <strong>{noise.toFixed(2)}</strong>
        </span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={noise}
          onChange={(event) => setBench({ noise: event.target.valueAsNumber })}
        />
        <small>{share(useful)} of the bytes are problems, right answers and facts</small>
      </label>
      <LabelledPreview
        label="The generated corpus"
        bytes={page.bytes.subarray(0, PREVIEW_BYTES)}
        labelOf={page.labelOf}
        labels={page.labels}
      />
    </>
  );
}

function usefulShare({
  labelOf,
  labels,
}: {
  readonly labelOf: Uint8Array;
  readonly labels: readonly string[];
}): number {
  const isUseful = labels.map((label) => USEFUL_LABELS.some((useful) => useful === label));
  return labelOf.reduce((sum, label) => sum + (isUseful[label] ? 1 : 0), 0) / labelOf.length;
}

function OwnCorpus() {
  const { corpusText, injected, seed } = useApp((state) => state.bench);
  const { setBench } = useActions();
  const settled = useDeferredValue(injected);
  const preview = useMemo(
    () => corpusText && injectedPreview(corpusText.bytes, settled, seed),
    [corpusText, settled, seed],
  );
  return (
    <>
      <FileChoice role="corpusText" words="Choose the corpus" text={corpusText} />
      <label className="bench-range">
        <span>
          Noise added <strong>{Math.round(100 * injected)} %</strong>
        </span>
        <input
          type="range"
          min={0}
          max={0.8}
          step={0.05}
          value={injected}
          onChange={(event) => setBench({ injected: event.target.valueAsNumber })}
        />
        <small>of the corpus: generated lines between yours; at 0 % the corpus is your text unchanged</small>
      </label>
      {preview && <LabelledPreview label="Your corpus, with the noise" {...preview} />}
    </>
  );
}

interface FileChoiceProps {
  readonly role: TextRole;
  readonly words: string;
  readonly text: { readonly name: string; readonly bytes: Uint8Array } | undefined;
}

export function FileChoice({ role, words, text }: FileChoiceProps) {
  const { readBenchFiles } = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="file-choice">
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {words}
      </button>
      <span className="showing">{text ? `${text.name}, ${formatBytes(text.bytes.length)}` : 'no file yet'}</span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={words}
        onChange={(event) => {
          readBenchFiles(role, [...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </div>
  );
}
