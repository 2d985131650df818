/** @file What a model can do: figures on clean text and on tasks that were kept out of every generated corpus. */

import type { Figure } from './figure';
import type { TrainConfig } from '../../trace/config/config';
import { generateCorpus } from '../../text/corpus';
import { makeTasks, type TaskFamily } from '../../text/world/tasks';
import { mean } from '../../util/statistics';
import { gradeTasks, type GradedTask, type TaskRows, taskRows } from '../gradeTasks';
import type { Scorer } from './scorer';
import { scoreTokens } from './scoreTokens';
import type { Tokenizer } from '../tokenizer';
import { measureWithTool } from '../tool/askWithTool';

/** Asks the weights after `step` steps. One figure at a time, so that a command need not wait for all. */
export type HeldOut = (scorer: Scorer, step: number) => AsyncGenerator<Figure, void, undefined>;

const TASKS_PER_FAMILY = 48;
/** Answers are written token by token, which takes ten times as long as marking them. */
const TASKS_WITH_TOOL = 24;
const CLEAN_BYTES = 8000;

/**
 * Questions follow from the run's seed: what was tuned on one seed is told by others on questions that nobody tuned on.
 * Nothing where the corpus is a person's own: there is no world to ask about.
 */
export function prepareHeldOut({ corpus, model, seed }: TrainConfig, tokenizer: Tokenizer): HeldOut | undefined {
  if (corpus.kind === 'text') return undefined;
  if (corpus.recipe === 'tool')
    // Who has never seen a call makes none: nothing is asked before the first step.
    return (scorer, step) => measureWithTool(seed, step === 0 ? 0 : TASKS_WITH_TOOL, tokenizer, scorer);
  const { bpe, endOfText } = tokenizer;
  const clean = generateCorpus({ recipe: 'clean', seed, minBytes: CLEAN_BYTES, split: 'watch' });
  const ids = bpe.encode(clean.bytes).ids;
  const tasks = makeTasks(seed, TASKS_PER_FAMILY)
    .map((task) => taskRows(task, bpe))
    .filter(({ rows }) => rows.every((row) => row.ids.length <= model.seq));
  return (scorer) => measure(ids, tasks, endOfText, scorer);
}

/**
 * Mean loss on clean text; for each family the share of tasks that are answered right; then the mean of these shares, that
 * of problems and facts alone, and the mean loss on the answers.
 */
async function* measure(
  clean: Int32Array,
  tasks: readonly TaskRows[],
  endOfText: number,
  scorer: Scorer,
): AsyncGenerator<Figure, void, undefined> {
  const cleanLosses: number[] = [];
  for await (const { lossNats } of scoreTokens(scorer, clean, endOfText, {})) cleanLosses.push(...lossNats);
  yield { figure: 'cleanLossNats', value: mean(cleanLosses), count: cleanLosses.length };
  const graded = new Map<string, readonly GradedTask[]>();
  for (const family of new Set(tasks.map((task) => task.family))) {
    const asked = tasks.filter((task) => task.family === family);
    const marks = await gradeTasks(asked, endOfText, scorer);
    graded.set(family, marks);
    yield { figure: `accuracy.${family}`, value: shareRight(marks), count: asked.length };
  }
  if (graded.size > 0) yield* overFamilies(graded);
}

function* overFamilies(graded: ReadonlyMap<string, readonly GradedTask[]>): Generator<Figure, void, undefined> {
  const all = [...graded.values()];
  const count = all.flat().length;
  yield { figure: 'answerLossNats', value: mean(all.flat().map(({ lossNats }) => lossNats)), count };
  const halves = RECIPE_HALVES.map((families) => families.flatMap((family) => graded.get(family) ?? []));
  const halvesCount = halves.flat().length;
  yield { figure: 'accuracy.problemsAndFacts', value: mean(halves.map(shareRight)), count: halvesCount };
  yield { figure: 'accuracy', value: mean(all.map(shareRight)), count };
}

/** What the recipe calls accuracy: the mean of all word problems and all facts. */
const RECIPE_HALVES: readonly (readonly TaskFamily[])[] = [
  ['oneStep', 'twoStep'],
  ['factInReference', 'factOutside'],
];

const shareRight = (marks: readonly GradedTask[]): number => mean(marks.map(({ isRight }) => (isRight ? 1 : 0)));
