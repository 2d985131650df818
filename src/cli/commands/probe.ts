/** @file `lab probe`: asks a model the problems of a file after each number of thoughts: answers, classes, values of nodes. */

import { basename } from 'node:path';
import { INTERVENTION_KINDS } from '../../core/coconut/probes/interventions';
import { grade } from '../../core/coconut/probes/grade';
import { METHODS } from '../../core/coconut/curriculum/methods';
import type { HeightGroup } from '../../core/coconut/probes/parallelism';
import type { Problem } from '../../core/coconut/problems/problem';
import {
  askedProblems,
  endedThinking,
  type EndedThinking,
  type HopsRow,
  interventionResults,
  type InterventionResult,
  lastStep,
  thoughtFigures,
  type ThoughtFigures,
  thoughtRows,
} from '../../core/coconut/probes/probeFigures';
import { readProblemFile } from '../../core/coconut/problems/problemJson';
import { refusedByReason, type RefusedItems } from '../../core/coconut/problems/refusals';
import type { GradeSummary } from '../../core/coconut/probes/gradeSummary';
import { shortcutChance } from '../../core/coconut/tasks/shortcut';
import { searchTree } from '../../core/coconut/probes/searchTree';
import { searchQuestionOf } from '../../core/coconut/tasks/taskTree';
import { unknownWords, type UnknownWords, vocabularyOfWords } from '../../core/coconut/problems/unknownWords';
import type { Intervention, ProbeConfig } from '../../core/trace/config/config';
import type { ThoughtColumns } from '../../core/trace/thoughtsFold';
import type { ThoughtsCard } from '../../core/train/thoughts/card';
import { probeProblems } from '../../core/train/thoughts/probeProblems';
import { assert, InputError } from '../../core/util/assert';
import { mean } from '../../core/util/statistics';
import type { Command, Options } from '../command';
import { commitHere } from '../commit';
import { folderLibrary, readGiven } from '../modelFolders';
import { openBackendFor, THREADS_OPTION } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';

interface ThoughtRow {
  readonly thoughts: number;
  readonly problems: number;
  readonly accuracy: number;
  readonly interval: readonly [low: number, high: number];
  readonly classes: GradeSummary['classes'];
  readonly meanGeneratedTokens: number;
  /** Right answers by the number of steps from root to target. */
  readonly byHops: readonly HopsRow[];
  readonly cumulativeValues: readonly number[] | null;
  readonly valueByHeight: readonly HeightGroup[];
}

interface ProbedProblem {
  /** Where the problem stands in the file. */
  readonly index: number;
  readonly task: Problem['task'];
  /** In the order of `byThoughts`; none where the model cannot be asked. */
  readonly answers: readonly { readonly written: string; readonly right: boolean; readonly class: string | null }[];
  /** Of the task's search tree, in the file's own names. */
  readonly nodes: readonly ProbedNode[];
  /** New nodes after 0, 1, 2, ... thoughts. */
  readonly frontierSizes: readonly number[];
}

interface ProbedNode {
  readonly name: string;
  /** -1 out of the root's reach. */
  readonly depth: number;
  readonly height: number;
  /** In the order of `byThoughts`. */
  readonly value: readonly number[];
}

/** How wide the search is after so many thoughts. [Coconut Fig 8] */
interface FrontierRow {
  readonly thoughts: number;
  /** Mean number of nodes. */
  readonly meanSize: number;
  /** Mean sum of the largest 1, 2, 3 values. */
  readonly cumulative: readonly number[];
}

export interface ProbeResult {
  readonly method: string;
  readonly byThoughts: readonly ThoughtRow[];
  /** A row for each number of thoughts after which there are nodes to choose from. */
  readonly frontier: readonly FrontierRow[];
  /** What the deeper of the two candidates would get right, without a look at the root; null where no problem is of ProsQA. */
  readonly shortcut: { readonly problems: number; readonly accuracy: number } | null;
  readonly thoughts: readonly ThoughtFigures[];
  readonly interventions: readonly InterventionResult[];
  /** Null where no head was asked for. */
  readonly ended: EndedThinking | null;
  readonly problems: readonly ProbedProblem[];
  /** Items that could not be read, and those that this model cannot be asked. */
  readonly refused: readonly RefusedItems[];
  /** Of the problems that are asked with words that the model does not know, and reads as `<unk>`. */
  readonly unknownWords: { readonly problems: number; readonly share: number };
  readonly backend: string;
}

/** Of noise and shuffles. */
const SEED = 1;
/** The name under which the other file travels; a slash stands in no file's own name. */
const END_BY = '/end-by';

export const probeCommand: Command = {
  name: 'probe',
  summary: 'Asks a model the problems of a file after each number of thoughts: answers, path classes, node values.',
  options: {
    model: { value: 'DIR', help: 'the model, as lab train thoughts wrote it' },
    checkpoint: { value: 'STEP', help: 'the checkpoint after this many steps (default: the final model)' },
    problems: { value: 'FILE', help: 'a .json file in the official form' },
    thoughts: {
      value: 'A..B',
      help: 'forced numbers of thoughts, such as 0..6 or 2 (default: from 0 to what the model was trained with)',
    },
    limit: { value: 'N', help: 'only this many problems from the start (default: all)' },
    interventions: {
      help: 'also try every intervention on each thought, with as many thoughts as the model was trained with',
    },
    'end-by': {
      value: 'FILE',
      help: 'also fit a classifier that decides when to stop thinking, on the problems of this file, and compare it with a constant number',
    },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<ProbeResult> => {
    const folder = options.required('model', 'name the folder of a model.');
    const path = options.required('problems', 'name a .json file of problems.');
    const bytes = await readGiven(path);
    const { card } = await folderLibrary.open({ kind: 'shipped', name: folder });
    if (!card)
      throw new InputError(`${folder} was not trained with thoughts: name a model made by lab train thoughts.`);
    const [low, high] = rangeOf(options, card);
    const limit = options.whole('limit', 1, 1e6) ?? 1e6;
    const feeds = METHODS[card.method].slots === 'feedback';
    const endBy = options.text('end-by');
    const config: ProbeConfig = {
      kind: 'probe',
      model: { kind: 'shipped', name: folder },
      checkpoints: options.whole('checkpoint', 0, 1e9) ?? 'last',
      problems: { kind: 'file', name: basename(path), limit },
      thoughts: Math.max(high, card.thoughts),
      detailed: limit,
      interventions: options.has('interventions') && feeds ? eachIntervention(card.thoughts) : [],
      ...(endBy === undefined ? {} : { stopping: { kind: 'file', name: END_BY, limit: 1e6 } }),
      seed: SEED,
    };
    const backend = await openBackendFor(options);
    terminal.say(`on ${backend.name} (${backend.adapter})`);
    const texts = { [basename(path)]: bytes, ...(endBy === undefined ? {} : { [END_BY]: await readGiven(endBy) }) };
    const ports = portsFor(backend, texts, commitHere());
    const { trace } = await finishRun(probeProblems(config, ports), config, terminal);
    assert(trace.thoughts, 'a probe tells of thoughts');
    const file = readProblemFile(new TextDecoder().decode(bytes));
    return { ...resultOf(trace.thoughts, card, file, [low, high]), backend: backend.name };
  },
  print: (result) => {
    const { byThoughts, ended, refused, problems, shortcut, unknownWords } = result as ProbeResult;
    return [
      ...byThoughts.map(({ thoughts, problems, accuracy, meanGeneratedTokens, cumulativeValues }) => {
        if (problems === 0) return `${thoughts} thoughts: this model can be asked none of the problems`;
        const wide = cumulativeValues ? `, top values ${cumulativeValues.map((sum) => sum.toFixed(2)).join(' ')}` : '';
        return (
          `${thoughts} thoughts: ${(100 * accuracy).toFixed(1)} % of ${problems} right, ` +
          `${meanGeneratedTokens.toFixed(1)} tokens written${wide}`
        );
      }),
      ...(shortcut
        ? [
            `without a thought: the deeper of the two candidates is right in ${(100 * shortcut.accuracy).toFixed(1)} % of ${shortcut.problems}`,
          ]
        : []),
      ...(ended
        ? [
            `stopped by the classifier after ${ended.meanThoughts.toFixed(2)} thoughts on average: ` +
              `${(100 * ended.accuracy).toFixed(1)} % right; always ${ended.constant.thoughts}: ` +
              `${(100 * ended.constant.accuracy).toFixed(1)} %`,
          ]
        : []),
      ...(unknownWords.problems > 0
        ? [
            `${unknownWords.problems} of ${problems.length} problems have words that this model does not know ` +
              `(${(100 * unknownWords.share).toFixed(0)} % of all words): it reads <unk> in their place.`,
          ]
        : []),
      ...refused.map(refusedLine),
      '',
    ].join('\n');
  },
};

/** `0..6`, or one number. A method without slots is asked once. */
function rangeOf(options: Options, { method, thoughts }: ThoughtsCard): readonly [low: number, high: number] {
  const given = options.text('thoughts') ?? `0..${thoughts}`;
  const match = /^(\d{1,2})(?:\.\.(\d{1,2}))?$/.exec(given);
  const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!match || low > high) throw new InputError(`--thoughts is "${given}": give a range such as 0..6.`);
  return METHODS[method].slots === 'none' ? [0, 0] : [low, high];
}

/** Each thought in each way. */
function eachIntervention(thoughts: number): Intervention[] {
  return Array.from({ length: thoughts }, (_, i) =>
    INTERVENTION_KINDS.map((kind) => ({ kind, thought: i + 1 })),
  ).flat();
}

function resultOf(
  thoughts: ThoughtColumns,
  card: ThoughtsCard,
  file: { readonly problems: readonly Problem[]; readonly index: readonly number[] },
  [low, high]: readonly [number, number],
): Omit<ProbeResult, 'backend'> {
  const asked = askedProblems(thoughts);
  const step = lastStep(thoughts.graded);
  const isAskedFor = (row: { readonly thoughts: number }) => row.thoughts >= low && row.thoughts <= high;
  const rows = thoughtRows(thoughts, step, asked).filter(isAskedFor);
  return {
    method: card.method,
    byThoughts: rows.map(({ thoughts, summary: { problems, accuracy, classes, meanGeneratedTokens }, ...values }) => ({
      thoughts,
      problems,
      accuracy: accuracy.share,
      interval: [accuracy.low, accuracy.high],
      classes,
      meanGeneratedTokens,
      byHops: values.byHops,
      cumulativeValues: values.cumulativeValues ?? null,
      valueByHeight: values.valueByHeight,
    })),
    frontier: rows.flatMap(({ thoughts, meanFrontier, cumulativeValues }) =>
      meanFrontier !== undefined && cumulativeValues
        ? { thoughts, meanSize: meanFrontier, cumulative: cumulativeValues }
        : [],
    ),
    shortcut: shortcutIn(asked),
    thoughts: thoughtFigures(thoughts, step, asked, card.thoughts),
    interventions: interventionResults(thoughts, step, asked, card.thoughts),
    ended: endedThinking(thoughts, step, asked, card.thoughts) ?? null,
    problems: asked.map((problem, at) =>
      probedProblem(
        file.problems[at] ?? problem,
        problem,
        file.index[at] ?? at,
        thoughts.probed.filter((row) => row.problem === at && isAskedFor(row)),
      ),
    ),
    refused: refusedByReason(thoughts.refusals),
    unknownWords: unknownIn(thoughts, asked),
  };
}

function shortcutIn(problems: readonly Problem[]): ProbeResult['shortcut'] {
  const graphs = problems.filter((problem) => problem.task === 'prosqa');
  return graphs.length > 0 ? { problems: graphs.length, accuracy: mean(graphs.map(shortcutChance)) } : null;
}

/** Items named on one line of the shell. */
const NAMED_ITEMS = 5;

/** `3 items (4, 7, 9): field "steps": it is missing.` */
function refusedLine({ reason, count, items }: RefusedItems): string {
  const named = items.slice(0, NAMED_ITEMS).join(', ') + (items.length > NAMED_ITEMS ? ', ...' : '');
  return `refused ${count} ${count === 1 ? 'item' : 'items'}${named === '' ? '' : ` (${named})`}: ${reason}`;
}

/** What cannot be asked at all is among the refused. */
function unknownIn(
  { asked: model, graded }: ThoughtColumns,
  problems: readonly Problem[],
): ProbeResult['unknownWords'] {
  if (!model || graded.length === 0) return { problems: 0, share: 0 };
  const vocabulary = vocabularyOfWords(model.words);
  const counts = problems.map((problem) => unknownWords(problem, vocabulary, model.style));
  const sum = (key: keyof UnknownWords): number => counts.reduce((total, count) => total + count[key], 0);
  return {
    problems: counts.filter(({ unknown }) => unknown > 0).length,
    share: sum('unknown') / Math.max(1, sum('all')),
  };
}

/**
 * @param own as the file has it
 * @param asked in names that the model knows
 */
function probedProblem(
  own: Problem,
  asked: Problem,
  index: number,
  rows: readonly { readonly written: string; readonly nodeValue: Float32Array }[],
): ProbedProblem {
  const question = searchQuestionOf(own);
  const tree = searchTree(question);
  return {
    index,
    task: own.task,
    answers: rows.map(({ written }) => {
      const { answerRight, pathClass } = grade(asked, written);
      return { written, right: answerRight, class: pathClass ?? null };
    }),
    nodes: question.symbols.map((name, node) => ({
      name,
      depth: tree.depth[node] ?? -1,
      height: tree.height[node] ?? -1,
      value: rows.map(({ nodeValue }) => nodeValue[node] ?? NaN),
    })),
    frontierSizes: tree.layers.map((layer) => layer.length),
  };
}
