/** @file Training on the text at hand: what it will cost before it starts, and every lever while it goes. */

import { useEffect, useState } from 'react';
import type { PresetName, TrainConfig } from '../../../../core/trace/config/config';
import { englishConfig, trainPreset } from '../../../../core/trace/config/presets';
import { MAX_SEED } from '../../../state/address/address';
import { useActions, useApp } from '../../../AppContext';
import { formatCount, aboutSeconds } from '../../../shell/format';
import { Icon } from '../../../shell/icons';
import { MEASURED_PRESET, estimatedSeconds, trainedTokens } from '../../../state/config/cost';
import type { RunEntry } from '../../../state/runEntry';
import type { EngineStatus } from '../../../state/store';
import type { BroughtText } from '../../../state/texts/broughtText';
import { type TextAtHand, textAtHand } from '../../../state/texts/wholeText';

const PRESETS: readonly { readonly name: PresetName; readonly words: string }[] = [
  { name: 'tiny', words: 'from nothing, in seconds; learns letters and common words' },
  { name: 'micro', words: 'from nothing, minutes on a processor; learns phrases' },
  { name: 'small', words: 'from nothing, minutes on a graphics card; three times as long' },
];

interface Props {
  readonly entry: RunEntry;
  readonly onClose: () => void;
}

export default function TrainPanel({ entry, onClose }: Props) {
  const texts = useApp((state) => state.texts);
  const lostTexts = useApp((state) => state.lostTexts);
  const atHand = textAtHand({ texts, lostTexts }, entry);
  const text = 'text' in atHand ? atHand.text : undefined;
  const choice = useApp((state) => state.choice);
  const engine = useApp((state) => state.engine);
  const { choose, start, wake, readTexts } = useActions();
  // The time is known once the engine has measured its speed.
  useEffect(wake, [wake]);
  const isUnread = atHand.kind === 'unread';
  useEffect(() => {
    if (isUnread) readTexts(entry.run);
  }, [isUnread, readTexts, entry.run]);
  const [learningRate, setLearningRate] = useState<number>();
  const [wantsEnglish, setWantsEnglish] = useState(true);
  const english = text && englishConfig({ name: text.name, bytes: text.bytes.length }, choice.seed);
  const goesOn = wantsEnglish && english !== undefined;
  const config = goesOn ? withRate(english, learningRate) : configOf(choice, text, learningRate);
  return (
    <section className="train-panel" aria-label="Train on this text">
      <div className="train-head">
        <h2>Train on this text</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <form
        className="train-form"
        onSubmit={(event) => {
          event.preventDefault();
          start(config, text?.name ?? 'A generated text', text);
          onClose();
        }}
      >
        <fieldset className="presets">
          <legend>Start from</legend>
          {english && (
            <label className="preset">
              <input type="radio" name="preset" checked={goesOn} onChange={() => setWantsEnglish(true)} />
              <span className="preset-name">English</span>
              <span className="preset-words">go on from the model that reads English</span>
              <span className="preset-cost">{costWords(english, engine)}</span>
            </label>
          )}
          {PRESETS.map(({ name, words }) => (
            <label key={name} className="preset">
              <input
                type="radio"
                name="preset"
                checked={!goesOn && choice.preset === name}
                onChange={() => {
                  setWantsEnglish(false);
                  choose({ preset: name });
                }}
              />
              <span className="preset-name">{name}</span>
              <span className="preset-words">{words}</span>
              <span className="preset-cost">{costWords(configOf({ ...choice, preset: name }, text), engine)}</span>
            </label>
          ))}
        </fieldset>
        <label className="inline-field">
          Seed
          <input
            type="number"
            min={0}
            max={MAX_SEED}
            step={1}
            value={choice.seed}
            onChange={(event) => choose({ seed: wholeSeed(event.target.valueAsNumber) })}
          />
        </label>
        <label className="inline-field">
          Learning rate
          <input
            type="number"
            min={0.00001}
            max={0.1}
            step="any"
            value={learningRate ?? config.optimizer.learningRate}
            onChange={(event) => setLearningRate(event.target.valueAsNumber || undefined)}
          />
        </label>
        <button type="submit" className="button primary" disabled={engine.kind === 'none' || isUnread}>
          Start
        </button>
        <p className="train-words">
          {sourceWords(atHand)}
          {planWords(config, engine)}
        </p>
      </form>
    </section>
  );
}

function configOf(
  choice: { readonly preset: PresetName; readonly seed: number },
  text: BroughtText | undefined,
  learningRate?: number,
): TrainConfig {
  return trainPreset(choice.preset, {
    seed: choice.seed,
    ...(text ? { corpus: { kind: 'text', name: text.name } } : {}),
    ...(learningRate === undefined ? {} : { learningRate }),
  });
}

/** At the rate that was asked for, where one was. */
function withRate(config: TrainConfig, learningRate: number | undefined): TrainConfig {
  return learningRate === undefined ? config : { ...config, optimizer: { ...config.optimizer, learningRate } };
}

function sourceWords(atHand: TextAtHand): string {
  switch (atHand.kind) {
    case 'generated':
      return 'This text was generated, so training reads pages of the same kind. ';
    case 'unread':
      return 'The whole text is being read from this browser. ';
    case 'shown':
      return `The whole text is not kept in this browser: training reads the ${formatCount(atHand.text.bytes.length)} bytes shown here. Open the file again to train on all of it. `;
    case 'whole':
      return '';
  }
}

function wholeSeed(value: number): number {
  return Number.isFinite(value) ? Math.min(MAX_SEED, Math.max(0, Math.round(value))) : 0;
}

function costWords(config: TrainConfig, engine: EngineStatus): string {
  if (engine.kind !== 'ready') return '';
  const measured = trainPreset(MEASURED_PRESET).model;
  return `${aboutSeconds(estimatedSeconds(config, measured, engine.report.tokensPerSecond))} here`;
}

function planWords(config: TrainConfig, engine: EngineStatus): string {
  const plan = `${formatCount(config.steps)} steps, ${formatCount(trainedTokens(config))} tokens, ${config.checkpoints} checkpoints; the model starts from ${config.base ? 'what it knows of English' : 'random weights'} and stays in this browser.`;
  if (engine.kind === 'none') return `${plan} No compute backend works in this browser, so it cannot start.`;
  if (engine.kind !== 'ready') return `${plan} The time is known once the engine has measured its speed.`;
  return plan;
}
