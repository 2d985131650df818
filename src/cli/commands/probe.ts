/** @file `lab probe`: asks a model the problems of a file after each number of thoughts: answers, classes, values of nodes. */

import { INTERVENTION_KINDS } from '../../core/coconut/interventions';
import { METHODS } from '../../core/coconut/methods';
import { withKnownNames } from '../../core/coconut/names';
import { type HeightGroup, parallelism, valueByHeight } from '../../core/coconut/parallelism';
import type { Problem, ProsqaProblem } from '../../core/coconut/problem';
import { type ProblemFile, readProblemFile } from '../../core/coconut/problemJson';
import { type GradeSummary, summariseGrades } from '../../core/coconut/gradeSummary';
import { frontier, searchTree } from '../../core/coconut/searchTree';
import * as tf from '../../core/nn/tf';
import { type Answer, askProblems, nodeValues, type Thinker } from '../../core/train/thoughts/ask';
import {
  intervene,
  type InterventionResult,
  type ThoughtFigures,
  thoughtFigures,
  thoughtVectors,
} from '../../core/train/thoughts/probe';
import { formatOf, type ThoughtsCard } from '../../core/train/thoughts/card';
import { InputError } from '../../core/util/assert';
import type { Command, Options } from '../command';
import { readGiven } from '../modelFolders';
import { BACKEND_NAMES, openNodeBackend } from '../nodeBackend';
import { openThinkingModel, type ThinkingModel } from '../thoughtsFolder';

interface ThoughtRow {
  readonly thoughts: number;
  readonly problems: number;
  readonly accuracy: number;
  readonly interval: readonly [low: number, high: number];
  readonly classes: GradeSummary['classes'];
  readonly meanGeneratedTokens: number;
  /** Mean sum of the largest 1, 2, 3 values in the frontier. [Coconut Fig 8] */
  readonly cumulativeValues: readonly number[] | null;
  /** [Coconut Fig 9] */
  readonly valueByHeight: readonly HeightGroup[];
}

interface ProbedProblem {
  /** Where the problem stands in the file. */
  readonly index: number;
  readonly task: Problem['task'];
  /** In the order of `byThoughts`; none where the model cannot be asked. */
  readonly answers: readonly { readonly written: string; readonly right: boolean; readonly class: string | null }[];
  /** In the file's own names. */
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

export interface ProbeResult {
  readonly method: string;
  readonly byThoughts: readonly ThoughtRow[];
  readonly thoughts: readonly ThoughtFigures[];
  readonly interventions: readonly InterventionResult[];
  readonly problems: readonly ProbedProblem[];
  /** One sentence for each item that could not be read, and for each that this model cannot be asked. */
  readonly refusals: readonly string[];
  readonly backend: string;
}

export const probeCommand: Command = {
  name: 'probe',
  summary: 'Asks a model the problems of a file after each number of thoughts: answers, path classes, node values.',
  options: {
    model: { value: 'DIR', help: 'the model, as lab train thoughts wrote it' },
    problems: { value: 'FILE', help: 'a .json file in the official form' },
    thoughts: {
      value: 'A..B',
      help: 'forced numbers of thoughts, such as 0..6 or 2; 0 to what the model was trained with',
    },
    limit: { value: 'N', help: 'the first so many problems' },
    interventions: {
      help: 'also change each thought in each way, with as many thoughts as the model was trained with',
    },
    backend: { value: 'B', help: 'webgpu, wasm or cpu; the fastest' },
  },
  run: async (options, terminal): Promise<ProbeResult> => {
    const folder = options.required('model', 'name the folder of a model.');
    const path = options.required('problems', 'name a .json file of problems.');
    const file = firstOf(
      readProblemFile(new TextDecoder().decode(await readGiven(path))),
      options.whole('limit', 1, 1e6) ?? Infinity,
    );
    const model = await openThinkingModel(folder);
    const thoughts = thoughtsOf(options, model.card);
    const backend = await openNodeBackend(options.choice('backend', BACKEND_NAMES));
    terminal.say(`${file.problems.length} problems on ${backend.name} (${backend.adapter})`);
    const theta = tf.tensor1d(model.theta);
    try {
      const probed = await probe(thinkerOf(model, theta), model, file, thoughts, options.has('interventions'));
      return { method: model.card.method, ...probed, backend: backend.name };
    } finally {
      theta.dispose();
    }
  },
  print: (result) => {
    const { byThoughts, refusals } = result as ProbeResult;
    return [
      ...byThoughts.map(({ thoughts, problems, accuracy, meanGeneratedTokens, cumulativeValues }) => {
        if (problems === 0) return `${thoughts} thoughts: this model can be asked none of the problems`;
        const wide = cumulativeValues ? `, top values ${cumulativeValues.map((sum) => sum.toFixed(2)).join(' ')}` : '';
        return (
          `${thoughts} thoughts: ${(100 * accuracy).toFixed(1)} % of ${problems} right, ` +
          `${meanGeneratedTokens.toFixed(1)} tokens written${wide}`
        );
      }),
      ...refusals,
      '',
    ].join('\n');
  },
};

function thinkerOf({ card, config, vocabulary }: ThinkingModel, theta: tf.Tensor1D): Thinker {
  return { config, theta: () => theta, method: card.method, format: formatOf(card, vocabulary) };
}

function firstOf({ problems, index, refusals }: ProblemFile, limit: number): ProblemFile {
  return { problems: problems.slice(0, limit), index: index.slice(0, limit), refusals };
}

/** `0..6`, or one number. A method without slots is asked once. */
function thoughtsOf(options: Options, { method, thoughts }: ThoughtsCard): number[] {
  const given = options.text('thoughts') ?? `0..${thoughts}`;
  const match = /^(\d{1,2})(?:\.\.(\d{1,2}))?$/.exec(given);
  const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!match || low > high) throw new InputError(`--thoughts is "${given}": give a range such as 0..6.`);
  if (METHODS[method].slots === 'none') return [0];
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

interface Asked {
  readonly index: number;
  /** As the file has it. */
  readonly own: Problem;
  /** In names that the model knows. */
  readonly known: Problem;
}

async function probe(
  thinker: Thinker,
  { card, theta }: ThinkingModel,
  file: ProblemFile,
  thoughts: readonly number[],
  isIntervening: boolean,
): Promise<Omit<ProbeResult, 'method' | 'backend'>> {
  const refusals = [...file.refusals];
  const asked = file.problems.flatMap((own, at): Asked[] => {
    const index = file.index[at] ?? at;
    try {
      return [{ index, own, known: own.task === 'prosqa' ? inKnownNames(own, card) : own }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusals.push(`Item ${index} cannot be asked: ${error.message}`);
      return [];
    }
  });
  const known = asked.map((each) => each.known);
  const answers = await askProblems(thinker, known, thoughts);
  const values = await nodeValues(thinker, known, thoughts);
  const graphs = known.filter((problem) => problem.task === 'prosqa');
  const trained = METHODS[card.method].slots === 'feedback' ? card.thoughts : 0;
  const vectors = graphs.length > 0 ? await thoughtVectors(thinker, graphs, trained) : [];
  return {
    byThoughts: thoughts.map((count, at) => rowOf(count, known, answers[at] ?? [], values[at] ?? [])),
    thoughts: vectors.length > 0 ? thoughtFigures(thinker, theta, graphs, vectors) : [],
    interventions: isIntervening ? await allInterventions(thinker, graphs, trained) : [],
    problems: file.problems.map((own, at) => {
      const index = file.index[at] ?? at;
      const place = asked.findIndex((each) => each.index === index);
      return probedProblem(
        own,
        index,
        place < 0 ? [] : answers.map((ofProblems) => ofProblems[place]),
        place < 0 ? [] : values.map((ofProblems) => ofProblems[place] ?? new Float32Array(0)),
      );
    }),
    refusals,
  };
}

/** A model with one token a name knows few; one that spells knows all. */
function inKnownNames(problem: ProsqaProblem, { people, concepts, style }: ThoughtsCard): ProsqaProblem {
  return style === 'official' ? problem : withKnownNames(problem, { people, concepts, properties: [] });
}

function rowOf(
  thoughts: number,
  problems: readonly Problem[],
  answers: readonly Answer[],
  values: readonly Float32Array[],
): ThoughtRow {
  const summary = summariseGrades(
    answers.map(({ grade }) => grade),
    answers.map(({ tokens }) => tokens),
  );
  const nodes = problems.flatMap((problem, at) => {
    if (problem.task !== 'prosqa') return [];
    const tree = searchTree(problem);
    return [
      frontier(tree, thoughts).map((node) => ({
        height: tree.height[node] ?? 0,
        isCorrect: tree.onShortestPath[node] ?? false,
        value: values[at]?.[node] ?? NaN,
      })),
    ];
  });
  const hasFrontier = nodes.some(({ length }) => length > 0);
  return {
    thoughts,
    problems: answers.length,
    accuracy: summary.accuracy.share,
    interval: [summary.accuracy.low, summary.accuracy.high],
    classes: summary.classes,
    meanGeneratedTokens: summary.meanGeneratedTokens,
    cumulativeValues: hasFrontier
      ? parallelism(nodes.map((ofProblem) => ofProblem.map(({ value }) => value))).mean
      : null,
    valueByHeight: valueByHeight(nodes.flat()),
  };
}

function probedProblem(
  own: Problem,
  index: number,
  answers: readonly (Answer | undefined)[],
  values: readonly Float32Array[],
): ProbedProblem {
  const tree = own.task === 'prosqa' ? searchTree(own) : undefined;
  return {
    index,
    task: own.task,
    answers: answers.flatMap((answer) => {
      if (!answer) return [];
      const { written, grade } = answer;
      return [{ written, right: grade.answerRight, class: grade.pathClass ?? null }];
    }),
    nodes:
      own.task === 'prosqa' && tree
        ? own.symbols.map((name, node) => ({
            name,
            depth: tree.depth[node] ?? -1,
            height: tree.height[node] ?? -1,
            value: values.map((ofNodes) => ofNodes[node] ?? NaN),
          }))
        : [],
    frontierSizes: tree?.layers.map((layer) => layer.length) ?? [],
  };
}

/** Each thought in each way. */
async function allInterventions(
  thinker: Thinker,
  problems: readonly ProsqaProblem[],
  thoughts: number,
): Promise<InterventionResult[]> {
  const results: InterventionResult[] = [];
  for (let thought = 1; thought <= thoughts; thought++)
    for (const kind of INTERVENTION_KINDS)
      results.push(await intervene(thinker, problems, { kind, thought }, thoughts, SEED));
  return results;
}

/** Of noise and shuffles. */
const SEED = 1;
