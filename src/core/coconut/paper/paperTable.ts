/** @file The paper's Table 1, to hold ours against. Source: arXiv 2412.06769v1. */

import type { ThoughtMethod, ThoughtTask } from '../../trace/config/config';

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
