import { expect, test } from 'vitest';
import { modelChoices } from '../../../../../src/app/pages/thoughts/ask/modelChoices';
import { namedParts } from '../../../../../src/app/pages/thoughts/problems/ProblemText';
import { companionsOf } from '../../../../../src/app/state/companions';
import { isSameModel, modelOf } from '../../../../../src/app/state/problems';
import { recordedId } from '../../../../../src/app/state/shipped/recorded';
import { newEntry } from '../../../../../src/app/state/runEntry';
import type { RunId } from '../../../../../src/core/trace/messages/commands';
import { thoughtsPreset } from '../../../../../src/core/trace/config/thoughtPresets';
import { emptyTrace } from '../../../../../src/core/trace/trace';
import { probeOf } from '../../../../../src/app/state/config/probeConfig';
import { HAND } from '../../../../core/coconut/fixtures';

const shipped = { kind: 'shipped', name: 'coconut-prosqa' } as const;
const recordedRun = newEntry(
  recordedId('thoughts-prosqa'),
  'recorded',
  'Coconut',
  { ...emptyTrace(), config: probeOf(shipped, 'prosqa', 2, false) },
  'done',
);
const taught = newEntry(
  'run-1' as RunId,
  'here',
  'taught',
  { ...emptyTrace(), config: thoughtsPreset('tiny', 'cot', 'prosqa', { seed: 7 }) },
  'done',
);
const question = newEntry(
  'run-2' as RunId,
  'here',
  'One problem, asked',
  { ...emptyTrace(), config: probeOf(shipped, 'prosqa', 2, true) },
  'done',
);

test('models are listed once: recorded ones, then those of this browser; a question is none', () => {
  const recorded = [
    { name: 'opening', title: 'A page', page: 'tokens', model: 'clm' },
    { name: 'thoughts-prosqa', title: 'Coconut', page: 'thoughts', model: 'coconut-prosqa' },
    { name: 'thoughts-prosqa-stages', title: 'its stages', page: 'thoughts', model: 'coconut-prosqa' },
    { name: 'thoughts-prosqa-changed', title: 'changed', page: 'thoughts', model: 'coconut-prosqa' },
    { name: 'thoughts-no-cot-prosqa', title: 'no-cot', page: 'thoughts', model: 'no-cot-prosqa' },
    { name: 'thoughts-prontoqa', title: 'another task', page: 'thoughts', model: 'coconut-prontoqa' },
    { name: 'thoughts-prosqa-official', title: 'larger', page: 'thoughts', model: 'coconut-prosqa-official' },
  ] as const;
  const runs = { [recordedRun.run]: recordedRun, [taught.run]: taught, [question.run]: question };
  expect(modelChoices(runs, recorded, recordedRun)).toEqual([
    { run: 'recorded.thoughts-prosqa', words: 'Coconut, ProsQA' },
    { run: 'recorded.thoughts-no-cot-prosqa', words: 'No-CoT, ProsQA' },
    { run: 'recorded.thoughts-prontoqa', words: 'Coconut, ProntoQA' },
    { run: 'recorded.thoughts-prosqa-official', words: 'Coconut, ProsQA of the paper’s size' },
    { run: 'run-1', words: 'CoT, tiny, seed 7' },
  ]);
  expect(modelChoices({}, [], recordedRun)).toHaveLength(1);
  const beside = (kind: 'others' | 'changes') => companionsOf(recorded, recordedRun.run, kind);
  expect(beside('others')).toEqual(['thoughts-prosqa', 'thoughts-prosqa-stages', 'thoughts-no-cot-prosqa']);
  expect(beside('changes')).toEqual(['thoughts-prosqa-changed']);
  // Problems of another size are no comparison.
  expect(companionsOf(recorded, recordedId('thoughts-prosqa-official'), 'others')).toEqual([
    'thoughts-prosqa-official',
  ]);
});

test('a question was put to the model that it names; a training run’s model is its own', () => {
  expect(isSameModel(modelOf(question), modelOf(recordedRun))).toBe(true);
  expect(modelOf(taught)).toEqual({ kind: 'run', run: 'run-1', arm: 0 });
  expect(isSameModel(modelOf(taught), modelOf(question))).toBe(false);
  expect(isSameModel(undefined, undefined)).toBe(false);
});

test('a question about one problem asks for every change with donors, or for none', () => {
  expect(probeOf(shipped, 'prosqa', 2, true).interventions).toHaveLength(14);
  expect(probeOf(shipped, 'prosqa', 2, true).donors).toBeDefined();
  expect(probeOf(shipped, 'prosqa', 2, false)).toMatchObject({ interventions: [], detailed: 1 });
});

test('the names in a question are those of the nodes, and its words are all there', () => {
  const parts = namedParts(HAND);
  expect(parts.map(({ text }) => text).join('')).toContain('Is Ada a falsepus or goalpus?');
  expect(parts.filter(({ node }) => node === 2)).toHaveLength(4);
});
