/** @file Step 2: the model that says how hard a token ought to be. Shipped, trained here, or the corpus's own. */

import { useActions, useApp } from '../../../AppContext';
import { progressWords, STATE_WORDS } from '../../../shell/status/RunStatus';
import { type ReferenceKind, referenceConfig, SELF_SCORES, SIZES } from '../../../state/bench';
import { isUnderWay } from '../../../state/runEntry';
import { FileChoice } from './CorpusStep';
import { costWords } from './costWords';

const KINDS: readonly { readonly kind: ReferenceKind; readonly name: string; readonly words: string }[] = [
  { kind: 'shipped', name: 'Shipped', words: 'trained on clean questions about the generated world' },
  { kind: 'clean', name: 'Train it here', words: 'on clean text, starting from the base model of this page' },
  { kind: 'self', name: 'Self-reference', words: 'trained on the noisy corpus itself; no clean text needed' },
  { kind: 'run', name: 'A run of yours', words: 'the first model of a run saved in this browser' },
];

export function ReferenceStep() {
  const bench = useApp((state) => state.bench);
  const run = useApp((state) => (state.bench.referenceRun ? state.runs[state.bench.referenceRun] : undefined));
  const engine = useApp((state) => state.engine);
  const { setBench, startReference } = useActions();
  const { reference, corpus, cleanText, corpusText } = bench;
  const isTrainedHere = reference === 'clean' || reference === 'self';
  const own = reference === 'self' ? corpusText : cleanText;
  const isReady = corpus === 'generated' || own !== undefined;
  return (
    <section className="bench-step" aria-labelledby="bench-reference">
      <h2 id="bench-reference">2. Reference model</h2>
      <fieldset className="bench-choices">
        <legend className="visually-hidden">Reference model</legend>
        {KINDS.map(({ kind, name, words }) => (
          <label key={kind} className="bench-choice">
            <input
              type="radio"
              name="reference"
              checked={reference === kind}
              disabled={kind === 'shipped' && corpus === 'files'}
              onChange={() =>
                setBench({
                  reference: kind,
                  referenceRun: undefined,
                  ...(kind === 'self' ? { others: SELF_SCORES } : {}),
                })
              }
            />
            <span>{name}</span>
            <small>{words}</small>
          </label>
        ))}
      </fieldset>
      {reference === 'clean' && corpus === 'files' && (
        <FileChoice role="cleanText" words="Choose the clean text" text={cleanText} />
      )}
      {reference === 'run' && <RunChoice />}
      {isTrainedHere && (
        <div className="bench-start">
          <button
            type="button"
            className="button"
            disabled={engine.kind === 'none' || (run !== undefined && isUnderWay(run.state))}
            onClick={() => void startReference()}
          >
            Train the reference
          </button>
          <p className="train-words">
            {run
              ? [STATE_WORDS[run.state], ...progressWords(run)].join(', ')
              : [
                  `${SIZES[bench.size].referenceSteps} steps`,
                  ...(isReady ? costWords(referenceConfig(bench), engine) : []),
                ].join(', ')}
          </p>
        </div>
      )}
    </section>
  );
}

/** Any finished training run; one that reads other tokens is refused by the engine, in a sentence. */
function RunChoice() {
  const chosen = useApp((state) => state.bench.referenceRun);
  const saved = useApp((state) => state.saved);
  const { setBench } = useActions();
  const trained = saved.filter(({ config, state }) => config.kind === 'train' && state === 'done');
  if (trained.length === 0)
    return <p className="train-words">No finished training run is saved in this browser yet.</p>;
  return (
    <label className="inline-field">
      Run
      <select
        value={chosen ?? ''}
        onChange={(event) => setBench({ referenceRun: trained.find(({ run }) => run === event.target.value)?.run })}
      >
        <option value="">choose one</option>
        {trained.map(({ run, config, step }) => (
          <option key={run} value={run}>
            {config.kind === 'train' ? config.arms[0]?.name : ''}, {step} steps, {run.slice(-4)}
          </option>
        ))}
      </select>
    </label>
  );
}
