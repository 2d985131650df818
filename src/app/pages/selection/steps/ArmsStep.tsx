/** @file Step 3: the arms that train side by side on the same batches, and the start. */

import { useState } from 'react';
import { SELECTION_SCORES } from '../../../../core/rho1/scores';
import type { SelectionScore, TrainConfig } from '../../../../core/trace/config/config';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import {
  type Bench,
  BENCH_SIZES,
  benchArms,
  type BenchSize,
  MOST_ARMS,
  NULL_SCORES,
  REFERENCE_SCORES,
  SIZES,
  SWEEP_RATIOS,
  twinsConfig,
} from '../../../state/bench';
import { trainedTokens } from '../../../state/config/cost';
import { isUnderWay } from '../../../state/runEntry';
import type { EngineStatus } from '../../../state/store';
import { costWords } from './costWords';

export function ArmsStep() {
  const bench = useApp((state) => state.bench);
  const engine = useApp((state) => state.engine);
  const reference = useApp((state) => (state.bench.referenceRun ? state.runs[state.bench.referenceRun] : undefined));
  const isBusy = useApp((state) => Object.values(state.runs).some((each) => isUnderWay(each.state)));
  const { setBench, startTwins } = useActions();
  const arms = benchArms(bench);
  return (
    <section className="bench-step" aria-labelledby="bench-arms">
      <h2 id="bench-arms">3. Models to compare</h2>
      <KeptField bench={bench} />
      <div className="segments" role="group" aria-label="Rank the tokens within">
        {(['batch', 'sequence'] as const).map((per) => (
          <button key={per} type="button" aria-pressed={bench.per === per} onClick={() => setBench({ per })}>
            per {per}
          </button>
        ))}
      </div>
      <ScoreChecks title="Controls: would any other selection do as well?" scores={NULL_SCORES} bench={bench} />
      <ScoreChecks title="Selected by the reference model alone" scores={REFERENCE_SCORES} bench={bench} />
      <label className="check">
        <input
          type="checkbox"
          checked={bench.ratios.length > 0}
          onChange={(event) => setBench({ ratios: event.target.checked ? SWEEP_RATIOS : [] })}
        />
        Other kept fractions: {SWEEP_RATIOS.map((ratio) => `${100 * ratio} %`).join(', ')}
      </label>
      <ul className="arm-list" aria-label="Models">
        {arms.map(({ name }, arm) => (
          <li key={name} className={`v-arm-${arm % 4}`}>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <div className="bench-row">
        <label className="inline-field">
          Size
          <select
            value={bench.size}
            onChange={(event) => {
              const size = BENCH_SIZES.find((each) => each === event.target.value);
              if (size) setBench({ size });
            }}
          >
            {BENCH_SIZES.map((size) => (
              <option key={size} value={size}>
                {sizeWords(size)}
              </option>
            ))}
          </select>
        </label>
        <label className="inline-field">
          Seed
          <input
            type="number"
            min={0}
            max={999_999}
            step={1}
            value={bench.seed}
            onChange={(event) => {
              const seed = event.target.valueAsNumber;
              if (Number.isInteger(seed) && seed >= 0 && seed <= 999_999) setBench({ seed });
            }}
          />
        </label>
      </div>
      <div className="bench-start">
        <button
          type="button"
          className="button primary"
          disabled={engine.kind === 'none' || isBusy}
          onClick={() => void startTwins()}
        >
          Train {arms.length} models
        </button>
        <p className="train-words">
          {planWords(reference?.state === 'failed' ? { ...bench, referenceRun: undefined } : bench, engine, isBusy)}
        </p>
      </div>
    </section>
  );
}

function KeptField({ bench }: { readonly bench: Bench }) {
  const { setBench } = useActions();
  const [typed, setTyped] = useState<string>();
  const percent = typed === undefined ? 100 * bench.keepFraction : Number(typed);
  const isWithin = percent > 0 && percent <= 100;
  return (
    <div>
      <label className="inline-field">
        Keep k =
        <input
          type="number"
          min={0.5}
          max={100}
          step={0.5}
          aria-invalid={!isWithin}
          value={typed ?? Number((100 * bench.keepFraction).toFixed(1))}
          onChange={(event) => {
            const value = event.target.valueAsNumber;
            setTyped(event.target.value);
            if (value > 0 && value <= 100) setBench({ keepFraction: value / 100 });
          }}
          onBlur={() => setTyped(undefined)}
        />
        % of the tokens
      </label>
      {!isWithin && (
        <p className="field-problem">
          k must be above 0 % and at most 100 %; the models keep {Number((100 * bench.keepFraction).toFixed(1))} %.
        </p>
      )}
    </div>
  );
}

interface ChecksProps {
  readonly title: string;
  readonly scores: readonly SelectionScore[];
  readonly bench: Bench;
}

function ScoreChecks({ title, scores, bench }: ChecksProps) {
  const { setBench } = useActions();
  const { others } = bench;
  const isFull = benchArms(bench).length >= MOST_ARMS;
  return (
    <fieldset className="bench-checks">
      <legend>{title}</legend>
      {scores.map((score) => {
        const isOn = others.includes(score);
        return (
          <label key={score} className="check" title={SELECTION_SCORES[score].keeps}>
            <input
              type="checkbox"
              checked={isOn}
              disabled={!isOn && isFull}
              onChange={() => setBench({ others: isOn ? others.filter((each) => each !== score) : [...others, score] })}
            />
            {SELECTION_SCORES[score].title}
          </label>
        );
      })}
    </fieldset>
  );
}

function sizeWords(size: BenchSize): string {
  return `${size}: ${formatCount(SIZES[size].steps)} steps`;
}

/** What will be done and what it costs; where it cannot start yet, the step that is missing. */
function planWords(bench: Bench, engine: EngineStatus, isBusy: boolean): string {
  if (engine.kind === 'none') return 'No compute backend works in this browser; recorded runs can still be read.';
  if (isBusy) return 'Another run is in progress: wait for it to end, or stop it.';
  const config = configOrSentence(bench);
  if (typeof config === 'string') return config;
  return [`${formatCount(trainedTokens(config))} tokens over all models`, ...costWords(config, engine)].join(', ');
}

function configOrSentence(bench: Bench): TrainConfig | string {
  if (bench.corpus === 'files' && !bench.corpusText) return 'Choose the corpus first, in step 1.';
  if ((bench.corpus === 'files' || bench.reference !== 'shipped') && !bench.referenceRun)
    return bench.reference === 'run' ? 'Choose the run in step 2.' : 'Train the reference first, in step 2.';
  return twinsConfig(bench);
}
