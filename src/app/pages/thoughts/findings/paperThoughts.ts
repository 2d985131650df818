/** @file The paper's numbers, as data with their places. Source: arXiv 2412.06769v1, unless a line says otherwise. */

import type { ThoughtMethod, ThoughtTask } from '../../../../core/trace/config/config';
import type { PaperFact } from '../../selection/figures/paperFacts';

export const THOUGHT_FACTS = {
  outcomes: {
    figure: 'Figure 5',
    says: [
      'ProsQA, GPT-2: No-CoT, CoT, and Coconut with k from 0 to 6 thoughts, all k by one model.',
      'With more thoughts accuracy and correct paths grow, hallucinations and wrong targets get fewer.',
      'The model was trained with stages mixed: a probability of 0.3 in the paper, 0.05 as the author wrote later.',
    ],
  },
  parallelism: {
    figure: 'Figure 8',
    says: [
      'The value that the best one, two and three candidates hold together, sorted over the test problems.',
      'For the first thoughts the gaps between the lines are significant; for the second ones they are narrower.',
    ],
  },
  height: {
    figure: 'Figure 9',
    says: [
      'Mean value against height, right and wrong nodes apart, for the first and the second thoughts.',
      'Low nodes are judged well; right and wrong ones are harder to tell apart the higher they stand.',
    ],
  },
  products: {
    figure: 'arXiv 2505.12514, §5',
    says: [
      'Two layers, 8 heads, width 768, trained for 300 epochs: means of 3 seeds at the first thought: out of reach −0.37 to −0.25, in reach 3.6 to 3.7, frontier 5.1 to 5.4, optimal 6.4 to 6.8.',
      'At the fourth thought: −0.27 to −0.23, 0.5 to 0.7, 2.1 to 2.3, 9.0 to 9.6.',
    ],
  },
  attention: {
    figure: 'arXiv 2505.12514, §5',
    says: [
      'Attention of the second layer, summed over heads, thoughts 1 to 4: out of reach .04, .03, .08, .12; in reach 2.12, .71, .38, .29.',
      'Frontier 2.12, 1.00, .67, .61; optimal 2.54, 1.72, 1.67, 2.23.',
    ],
  },
  tokens: {
    figure: 'v3, Figure 8 I',
    says: [
      'GSM8k: accuracy against generated tokens, Coconut against models with the first 0, 1, 2, 3 or all steps taken away.',
    ],
  },
} as const satisfies Readonly<Record<string, PaperFact>>;

export interface PaperCell {
  /** Percent. */
  readonly accuracy: number;
  readonly plusMinus?: number;
  readonly tokens: number;
  readonly note?: string;
}

/** GPT-2, three tasks; ± as the paper prints it. [Table 1] */
export const PAPER_TABLE: Readonly<Record<ThoughtMethod, Readonly<Record<ThoughtTask, PaperCell>>>> = {
  cot: {
    arithmetic: { accuracy: 42.9, plusMinus: 0.2, tokens: 25.0 },
    prontoqa: { accuracy: 98.8, plusMinus: 0.8, tokens: 92.5 },
    prosqa: { accuracy: 77.5, plusMinus: 1.9, tokens: 49.4 },
  },
  'no-cot': {
    arithmetic: { accuracy: 16.5, plusMinus: 0.5, tokens: 2.2 },
    prontoqa: { accuracy: 93.8, plusMinus: 0.7, tokens: 3.0 },
    prosqa: { accuracy: 76.7, plusMinus: 1.0, tokens: 8.2 },
  },
  icot: {
    arithmetic: { accuracy: 30.0, tokens: 2.2, note: 'quoted' },
    prontoqa: { accuracy: 99.8, plusMinus: 0.3, tokens: 3.0 },
    prosqa: { accuracy: 98.2, plusMinus: 0.3, tokens: 8.2 },
  },
  pause: {
    arithmetic: { accuracy: 16.4, plusMinus: 1.8, tokens: 2.2 },
    prontoqa: { accuracy: 77.7, plusMinus: 21.0, tokens: 3.0 },
    prosqa: { accuracy: 75.9, plusMinus: 0.7, tokens: 8.2 },
  },
  coconut: {
    arithmetic: { accuracy: 34.1, plusMinus: 1.5, tokens: 8.2 },
    prontoqa: { accuracy: 99.8, plusMinus: 0.2, tokens: 9.0 },
    prosqa: { accuracy: 97.0, plusMinus: 0.3, tokens: 14.2 },
  },
  'coconut-no-curriculum': {
    arithmetic: { accuracy: 14.4, plusMinus: 0.8, tokens: 8.2 },
    prontoqa: { accuracy: 52.4, plusMinus: 0.4, tokens: 9.0 },
    prosqa: { accuracy: 76.1, plusMinus: 0.2, tokens: 14.2 },
  },
  'coconut-no-thought': {
    arithmetic: { accuracy: 21.6, plusMinus: 0.5, tokens: 2.3 },
    prontoqa: { accuracy: 99.9, plusMinus: 0.1, tokens: 3.0 },
    prosqa: { accuracy: 95.5, plusMinus: 1.1, tokens: 8.2 },
  },
  'pause-as-thought': {
    arithmetic: { accuracy: 24.1, plusMinus: 0.7, tokens: 2.2 },
    prontoqa: { accuracy: 100.0, plusMinus: 0.1, tokens: 3.0 },
    prosqa: { accuracy: 96.6, plusMinus: 0.8, tokens: 8.2 },
  },
};

/** What the paper calls the tasks; ours are smaller. */
export const PAPER_TASKS: Readonly<Record<ThoughtTask, string>> = {
  arithmetic: 'GSM8k',
  prontoqa: 'ProntoQA',
  prosqa: 'ProsQA',
};
