/** @file Methods and tasks in words, as the page and the lists of what ships call them. */

import type { ThoughtTask } from '../../trace/config/config';
import type { MethodName } from './methods';

export const METHOD_WORDS: Readonly<Record<MethodName, { readonly name: string; readonly words: string }>> = {
  coconut: { name: 'Coconut', words: 'thoughts take the place of written steps, stage by stage' },
  cot: { name: 'CoT', words: 'writes every step' },
  'no-cot': { name: 'No-CoT', words: 'answers directly' },
  icot: { name: 'iCoT', words: 'written steps are removed, token by token' },
  pause: { name: 'Pause token', words: 'reads learned pause tokens, without a curriculum' },
  'coconut-no-curriculum': { name: 'Coconut, no curriculum', words: 'thoughts from the first step on' },
  'coconut-no-thought': {
    name: 'Coconut, no thought',
    words: 'written steps are removed stage by stage, with nothing in their place',
  },
  'pause-as-thought': { name: 'Pause as thought', words: 'the curriculum, with pauses in place of thoughts' },
};

export const TASK_WORDS: Readonly<Record<ThoughtTask, string>> = {
  prosqa: 'ProsQA',
  prontoqa: 'ProntoQA',
  arithmetic: 'Arithmetic',
};

export const THOUGHT_TASKS = Object.keys(TASK_WORDS) as readonly ThoughtTask[];
