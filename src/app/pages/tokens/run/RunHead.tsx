/** @file What one is looking at: the text's name, the run's stamp, and what can be done with it. */

import type { ModelRef, RunConfig, TextSource } from '../../../../core/trace/config/config';
import { isSelfContained } from '../../../../core/trace/config/configFacts';
import type { Trace } from '../../../../core/trace/trace';
import { useActions, useApp } from '../../../AppContext';
import { BACKEND_NAMES, formatCount, formatRate, aboutSeconds } from '../../../shell/format';
import { Icon } from '../../../shell/icons';
import { STATE_WORDS } from '../../../shell/status/RunStatus';
import { GENERATED, OPENING, recordedName } from '../../../state/shipped/recorded';
import type { RunEntry } from '../../../state/runEntry';
import { wholeOffer } from '../../../state/config/scoreConfig';

interface Props {
  readonly entry: RunEntry;
  readonly onFiles: () => void;
  readonly onTrain: () => void;
  readonly isTrainOpen: boolean;
}

export function RunHead({ entry, onFiles, onTrain, isTrainOpen }: Props) {
  return (
    <div className="run-head">
      <div className="run-title">
        <h1>{entry.title}</h1>
        <StampLine entry={entry} />
      </div>
      <div className="run-actions">
        <button type="button" className="button" onClick={onFiles}>
          <Icon name="open" />
          Open a text
        </button>
        <button type="button" className="button primary" aria-expanded={isTrainOpen} onClick={onTrain}>
          Train on this text
        </button>
      </div>
    </div>
  );
}

function StampLine({ entry }: { readonly entry: RunEntry }) {
  const { trace, origin } = entry;
  const { start } = useActions();
  const again = computedAgain(trace);
  return (
    <p className="stamp">
      {origin === 'recorded' && <span className="stamp-origin">Recorded</span>}
      {origin === 'imported' && <span className="stamp-origin">From a file</span>}
      {origin === 'here' && <span className="stamp-origin">{STATE_WORDS[entry.state]}</span>}
      {stampWords(trace).map((word) => (
        <span key={word}>{word}</span>
      ))}
      <WholeLine entry={entry} />
      {again && origin !== 'here' && (
        <button type="button" className="link" onClick={() => start(again, entry.title)}>
          compute it again here
        </button>
      )}
      <OtherPage name={recordedName(entry.run)} />
    </p>
  );
}

/** Two pages are recorded: one that anyone can read, and one whose tokens have known sources. */
function OtherPage({ name }: { readonly name: string | undefined }) {
  const { openRecorded } = useActions();
  if (name !== OPENING && name !== GENERATED) return undefined;
  const [other, words] =
    name === OPENING ? [GENERATED, 'see a page whose sources are known'] : [OPENING, 'see the page in plain English'];
  return (
    <button type="button" className="link" onClick={() => void openRecorded(other)}>
      {words}
    </button>
  );
}

/** A long text is scored from its top, as far as a minute goes; the rest is a click, with its price on it. */
function WholeLine({ entry }: { readonly entry: RunEntry }) {
  // Parts of the state, not the whole: this line must not draw again at each chunk.
  const engine = useApp((state) => state.engine);
  const texts = useApp((state) => state.texts);
  const { start } = useActions();
  const offer = wholeOffer({ engine, texts }, entry);
  if (!offer) return undefined;
  const { config, text, tokens, scored, seconds } = offer;
  const all = scored < tokens ? `the first ${formatRate(scored)} tokens` : 'the whole text';
  return (
    <>
      <span>
        the first {formatRate(entry.trace.document?.ids.length ?? 0)} of about {formatRate(tokens)} tokens
      </span>
      <button type="button" className="link" onClick={() => start(config, entry.title, text)}>
        score {all}: {aboutSeconds(seconds)}
      </button>
    </>
  );
}

function stampWords(trace: Trace): string[] {
  const { config, stamp } = trace;
  const words: string[] = [];
  if (config?.kind === 'train')
    words.push(
      ...sourceWords(config.corpus),
      `${config.base ? `from ${modelWords(config.base)}` : config.preset}, ${formatCount(config.steps)} steps`,
      `seed ${config.seed}`,
    );
  if (config?.kind === 'score')
    words.push(...sourceWords(config.text), `scored by ${modelWords(config.model)} at ${checkpointWords(trace)}`);
  if (stamp) words.push(backendWords(stamp.backend, stamp.adapter));
  // What was measured elsewhere names no commit of ours.
  if (stamp?.commit) words.push(`commit ${stamp.commit}`);
  return words;
}

/** A text that was brought is named by the title. */
function sourceWords(text: TextSource): string[] {
  if (text.kind === 'text') return [];
  const noise = text.noise > 0 ? `, ${Math.round(text.noise * 100)} % noise` : '';
  return [`generated text: ${text.recipe}${noise}`];
}

function modelWords(model: ModelRef): string {
  return model.kind === 'run' ? 'a model trained here' : `the model “${model.name}”`;
}

function checkpointWords({ arms }: Trace): string {
  const count = arms[0]?.checkpoints.length ?? 0;
  return count === 1 ? '1 checkpoint' : `${count} checkpoints`;
}

function backendWords(backend: string, adapter: string): string {
  const name = Object.entries(BACKEND_NAMES).find(([key]) => key === backend)?.[1] ?? backend;
  return adapter ? `${name}, ${adapter}` : name;
}

/** The config, where everything that the run needs follows from it: no text of a person, no weights of another run. */
function computedAgain({ config }: Trace): RunConfig | undefined {
  return config && isSelfContained(config) ? config : undefined;
}
