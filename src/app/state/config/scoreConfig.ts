/** @file Which model scores a text that a person brings, and how much of the text. */

import type { ModelRef, ScoreConfig } from '../../../core/trace/config/config';
import { ENGLISH, ENGLISH_MODEL, trainPreset } from '../../../core/trace/config/presets';
import { InputError } from '../../../core/util/assert';
import { MEASURED_PRESET, secondsOf } from './cost';
import { OPENING, type RecordedRun, recordedName } from '../shipped/recorded';
import type { RunEntry } from '../runEntry';
import { shownEntry } from '../select';
import type { AppState } from '../store';
import type { BroughtText } from '../texts/broughtText';

/** A person waits about this long for colours. */
const PATIENCE_SECONDS = 60;
const FEWEST_TOKENS = 2000;
const MOST_TOKENS = 1_000_000;
/** Before the engine has measured itself: what the slowest one manages. */
const CAUTIOUS_TOKENS_PER_SECOND = 1000;

export function scoreConfig(state: AppState, text: BroughtText): ScoreConfig {
  const entry = shownEntry(state);
  const { model, reference } = modelAtHand(entry, state.cursor.arm, state.recorded);
  const checkpoints = Math.max(1, entry?.trace.arms[0]?.checkpoints.length ?? 1);
  return {
    kind: 'score',
    text: { kind: 'text', name: text.name },
    model,
    ...(reference ? { reference } : {}),
    maxTokens: affordableTokens(state, model, checkpoints),
  };
}

/** A run of this browser and a scored text name their model; any other needs the list of those that were shipped. */
export function needsCatalogue(state: AppState): boolean {
  const entry = shownEntry(state);
  return state.recorded.length === 0 && entry?.origin !== 'here' && entry?.trace.config?.kind !== 'score';
}

/** Scoring is the forward third of training, at each checkpoint. */
function affordableTokens(state: AppState, model: ModelRef, checkpoints: number): number {
  const affordable = Math.round((3 * trainedPerSecond(state, model) * PATIENCE_SECONDS) / checkpoints);
  return Math.min(MOST_TOKENS, Math.max(FEWEST_TOKENS, affordable));
}

/** What the engine measured is a small model; the one that reads English takes longer over each token. */
function trainedPerSecond({ engine }: Pick<AppState, 'engine'>, model: ModelRef): number {
  const measured = engine.kind === 'ready' ? engine.report.tokensPerSecond : CAUTIOUS_TOKENS_PER_SECOND;
  const isEnglish = model.kind === 'shipped' && model.name === ENGLISH;
  return isEnglish ? 1 / secondsOf(1, ENGLISH_MODEL, trainPreset(MEASURED_PRESET).model, measured) : measured;
}

/** More of a text than was scored, and what it would cost. */
export interface WholeOffer {
  readonly config: ScoreConfig;
  readonly text: BroughtText;
  /** Of the whole text, by the bytes of the scored part. */
  readonly tokens: number;
  /** Of them, those that one run takes. */
  readonly scored: number;
  readonly seconds: number;
}

/** Where a run scored the beginning of a text that a person brought; undefined where it scored all. */
export function wholeOffer(
  state: Pick<AppState, 'engine' | 'texts'>,
  { run, trace }: RunEntry,
): WholeOffer | undefined {
  const { config, document } = trace;
  const text = state.texts[run];
  if (config?.kind !== 'score' || !document || !text) return undefined;
  const scoredBytes = document.byteEnd.at(-1) ?? 0;
  if (scoredBytes === 0 || scoredBytes >= text.bytes.length) return undefined;
  const tokens = Math.round((document.ids.length * text.bytes.length) / scoredBytes);
  const scored = Math.min(tokens, MOST_TOKENS);
  const checkpoints = Math.max(1, trace.arms[0]?.checkpoints.length ?? 1);
  const seconds = (scored * checkpoints) / (3 * trainedPerSecond(state, config.model));
  return { config: { ...config, maxTokens: MOST_TOKENS }, text, tokens, scored, seconds };
}

/** The model whose run is looked at; the starter model where that run cannot score. */
function modelAtHand(
  entry: RunEntry | undefined,
  arm: number,
  recorded: readonly RecordedRun[],
): { model: ModelRef; reference?: ModelRef } {
  const config = entry?.trace.config;
  if (config?.kind === 'score' && config.model.kind !== 'foreign')
    return { model: config.model, ...(config.reference ? { reference: config.reference } : {}) };
  const name = entry && recordedName(entry.run);
  if (entry?.origin === 'here' && config?.kind === 'train') {
    const reference = config.reference ? { reference: config.reference } : {};
    return { model: { kind: 'run', run: entry.run, arm }, ...reference };
  }
  const shipped = recorded.find((run) => run.name === (name ?? OPENING)) ?? recorded.find((run) => run.model);
  if (!shipped?.model)
    throw new InputError('No model is shipped with this page to score a text; train one on it instead.');
  return {
    model: { kind: 'shipped', name: shipped.model },
    ...(shipped.reference ? { reference: { kind: 'shipped', name: shipped.reference } } : {}),
  };
}
