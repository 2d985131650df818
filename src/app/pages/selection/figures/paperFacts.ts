/** @file What the paper says in its figures, as far as it can be read from the text. [RHO-1, arXiv 2404.07965] */

export interface PaperFact {
  readonly figure: string;
  readonly says: readonly string[];
}

/** Figure images hold more than their text; nothing here is read off a curve. */
export const PAPER_FACTS = {
  accuracy: {
    figure: 'Figure 1',
    says: [
      'TinyLlama-1.1B and Mistral-7B on 15 billion tokens of OpenWebMath; average few-shot accuracy on GSM8k and MATH.',
      'Rho-1 1B: 16.3 points better, and the baseline’s accuracy with 10 times fewer tokens. 7B: 16.4 points, 5 times.',
      'One run each, no error bars.',
    ],
  },
  losses: {
    figure: 'Figure 6',
    says: [
      'The first 4 billion tokens; axes from 0.98 to 1.10 nats for selected, 0.85 to 1.10 for downstream (MetaMath), 2.5 to 4.1 for unselected tokens.',
      'Rho-1 lies below the baseline on selected tokens and downstream; on unselected tokens its loss rises.',
    ],
  },
  link: {
    figure: 'Figure 7',
    says: [
      'Selections of the checkpoints at 2, 5, 8, 11 and 14 billion tokens; accuracy 5 to 22.5 % against 0.86 to 0.98 nats (selected) and 3.50 to 3.66 (unselected).',
      'Fitted by Acc(L) = log(aL + c). The text gives a > 0 for selected tokens, which contradicts “lower loss, higher accuracy”; here a is free and its sign is shown.',
    ],
  },
  perplexity: {
    figure: 'Figure 8',
    says: [
      'Checkpoints at 2, 5, 8, 11 and 14 billion tokens; perplexities from 2.35 to 2.65.',
      'Sets that are chosen later have a higher perplexity late and a lower one early.',
    ],
  },
  ratio: {
    figure: 'Figure 9',
    says: [
      '1B on 5 billion tokens, 40 to 100 % kept: best near 60 %.',
      'The paper then trains 1B with 60 % and 7B with 70 %.',
    ],
  },
  kept: {
    figure: 'Figure 13',
    says: ['A passage; the tokens that were selected in training stand in blue.'],
  },
  preference: {
    figure: 'Figure 14',
    says: [
      'The passage at 0, 33, 66 and 100 % of training, in five colours from deep blue to dark orange.',
      'The paper does not say how the levels are defined; we use fifths of the score.',
    ],
  },
} as const satisfies Readonly<Record<string, PaperFact>>;

/** A table of the paper: accuracy in percent, as printed. */
export interface PaperTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly source: string; readonly percent: readonly number[] }[];
}

/** Table 1, continual pretraining on TinyLlama-1.1B, 15 billion tokens. Accuracy in percent. */
export const PAPER_TABLE_1: PaperTable = {
  columns: ['GSM8K', 'MATH', 'SVAMP', 'ASDiv', 'MAWPS', 'TAB', 'MQA', 'MMLU', 'SAT', 'average'],
  rows: [
    {
      name: 'TinyLlama-CT (CLM)',
      source: 'all 15B tokens',
      percent: [6.4, 2.4, 21.7, 36.7, 47.7, 17.9, 13.9, 23.0, 25.0, 21.6],
    },
    {
      name: 'Rho-1-Math (SLM)',
      source: '60 %: 9B tokens',
      percent: [29.8, 14.0, 49.2, 61.4, 79.8, 25.8, 30.4, 24.7, 28.1, 38.1],
    },
  ],
};

/** Table 2, the models of Table 1 tuned on ToRA-69k: solutions that call tools. */
export const PAPER_TABLE_2: PaperTable = {
  columns: ['GSM8k', 'MATH', 'SVAMP', 'ASDiv', 'MAWPS', 'TAB', 'GSM-H', 'average'],
  rows: [
    {
      name: 'TinyLlama-CT (CLM)',
      source: 'tuned on GSM8k and MATH',
      percent: [51.4, 38.4, 53.4, 66.7, 81.7, 20.5, 42.8, 50.7],
    },
    {
      name: 'Rho-1-Math (SLM)',
      source: 'tuned on GSM8k and MATH',
      percent: [59.4, 40.6, 60.7, 74.2, 88.6, 26.7, 48.1, 56.9],
    },
  ],
};

/** Table 3, self-reference. */
export const PAPER_TABLE_3: PaperTable = {
  columns: ['GSM8K', 'MATH', 'SVAMP', 'ASDiv', 'MAWPS', 'MQA', 'average'],
  rows: [
    { name: 'TinyLlama-CT (RM)', source: 'all 15B tokens', percent: [6.3, 2.6, 21.7, 36.7, 47.7, 13.9, 21.5] },
    { name: 'L_RM', source: '10.5B tokens', percent: [6.7, 4.6, 23.3, 40.0, 54.5, 14.3, 23.9] },
    { name: 'H_RM', source: '10.5B tokens', percent: [7.0, 4.8, 23.0, 39.3, 50.5, 13.5, 23.0] },
    { name: 'L_RM ∩ H_RM', source: '9B tokens', percent: [7.1, 5.0, 23.5, 41.2, 53.8, 18.0, 24.8] },
  ],
};
