/** @file What a person can do on the Selection page's bench: bring texts, train the reference, start the arms. */

import { selectingArm } from '../../../core/rho1/selectionRun';
import { injectNoise } from '../../../core/text/injectNoise';
import type { RunId } from '../../../core/trace/messages/commands';
import type { RunConfig } from '../../../core/trace/config/config';
import { tuningConfig } from '../../../core/trace/config/presets';
import { InputError } from '../../../core/util/assert';
import { TextReader, type TextPort } from '../../engine/textReader';
import { type Bench, referenceConfig, textOf, twinsConfig } from '../bench';
import type { Cursor } from '../cursor';
import { recordedId } from '../shipped/recorded';
import type { RunEntry } from '../runEntry';
import type { AppStore, Notice } from '../store';
import type { BroughtText } from '../texts/broughtText';

interface Needs {
  readonly store: AppStore;
  readonly spawn: () => TextPort;
  readonly say: (tone: Notice['tone'], sentence: string) => void;
  readonly guarded: (work: () => Promise<void> | void) => Promise<void>;
  readonly start: (config: RunConfig, title: string, text?: BroughtText) => RunId;
  readonly look: (change: Partial<Cursor>) => void;
  readonly show: (run: RunId) => void;
  readonly loadRecorded: (name: string) => Promise<void>;
}

/** The recorded run that the page opens with. */
const EXPERIMENT = 'selection';

export type TextRole = 'corpusText' | 'cleanText';

export function benchActions({ store, spawn, say, guarded, start, look, show, loadRecorded }: Needs) {
  const setBench = (change: Partial<Bench>) => store.setState(({ bench }) => ({ bench: { ...bench, ...change } }));
  const bench = () => store.getState().bench;

  /** Looks at the arm that selects, by its own cut. */
  const lookAtSelection = (config: RunConfig | undefined) => {
    if (config?.kind !== 'train') return;
    const arm = selectingArm(config);
    const objective = config.arms[arm]?.objective;
    look({ arm, ...(objective?.kind === 'slm' ? { keepFraction: objective.keepFraction } : {}) });
  };

  const begin = (config: RunConfig, title: string): RunId => {
    const { text, isNoise } = givenText(config, bench());
    const run = start(config, title, text);
    if (isNoise) setBench({ injectedInto: { ...bench().injectedInto, [run]: isNoise } });
    return run;
  };

  const readFiles = (role: TextRole, files: readonly File[]) => {
    if (files.length === 0) return;
    const reader = new TextReader(spawn, {
      onProgress: () => undefined,
      onText: ({ name, text, takenFor }) => {
        for (const sentence of takenFor) say('note', sentence);
        setBench({ [role]: { name, bytes: text } });
      },
      onLosses: (name) => say('problem', `${name} holds losses and no text to train on; choose a text.`),
      onRefused: (sentence) => say('problem', sentence),
    });
    reader.read(files.map((file) => ({ name: file.name, blob: file })));
  };

  return {
    setBench,
    readBenchFiles: readFiles,
    openExperiment: () =>
      guarded(async () => {
        const run = recordedId(EXPERIMENT);
        if (!store.getState().runs[run]) await loadRecorded(EXPERIMENT);
        show(run);
        lookAtSelection(store.getState().runs[run]?.trace.config);
      }),
    startReference: () =>
      guarded(() => {
        const config = referenceConfig(bench());
        const title = bench().reference === 'self' ? 'Reference, from the corpus itself' : 'Reference, from clean text';
        const run = begin(config, title);
        setBench({ referenceRun: run });
      }),
    /** The same experiment from another seed, on the same texts. */
    startAgain: ({ run, title, trace }: RunEntry, seed: number) =>
      guarded(() => {
        const { config } = trace;
        if (config?.kind !== 'train') return;
        const text = store.getState().texts[run];
        if (config.corpus.kind === 'text' && !text)
          throw new InputError('The file of this run is not here any more: choose it again in step 1.');
        start({ ...config, seed }, title, text);
        lookAtSelection(config);
      }),
    /** What the arms of a finished run have learned, put to use: each is tuned on solutions that call a calculator. */
    tuneArms: ({ run, trace }: RunEntry) =>
      guarded(() => {
        const { config } = trace;
        if (config?.kind !== 'train' || !config.base) return;
        const { preset, seed, base, arms } = config;
        const starts = arms.map(({ name }, arm) => ({ name, start: { kind: 'run', run, arm } as const }));
        start(tuningConfig(preset, { seed, base, starts }), 'Models fine-tuned with a calculator');
        setBench({ tab: 'help' });
      }),
    startTwins: () =>
      guarded(() => {
        const config = twinsConfig(bench());
        begin(config, titleOf(bench()));
        lookAtSelection(config);
      }),
  };
}

interface GivenText {
  readonly text?: BroughtText;
  /** [byte] 1 where noise was put in */
  readonly isNoise?: Uint8Array;
}

/** The text that a run reads; noise goes into the corpus, never into the clean text. */
function givenText(config: RunConfig, bench: Bench): GivenText {
  if (config.kind !== 'train' || config.corpus.kind !== 'text') return {};
  const text = textOf(config, bench);
  if (!text) throw new InputError('The file is not here any more: choose it again.');
  if (text.name !== bench.corpusText?.name || bench.injected === 0) return { text };
  const { bytes, isNoise } = injectNoise(text.bytes, bench.injected, bench.seed);
  return { text: { name: text.name, bytes }, isNoise };
}

function titleOf({ corpus, noise, injected, corpusText }: Bench): string {
  if (corpus === 'generated') return `Arms on generated pages, noise ${noise.toFixed(2)}`;
  return `Arms on ${corpusText?.name ?? 'a text'}, ${Math.round(100 * injected)} % noise put in`;
}
