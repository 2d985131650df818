/** @file What a model that thinks needs beside its weights and its vocabulary: how it was taught to be asked. */

import * as v from 'valibot';
import { METHODS, METHOD_NAMES, type MethodName } from '../../coconut/curriculum/methods';
import { namePools } from '../../coconut/problems/names';
import { type SequenceFormat, type Style, STYLES } from '../../coconut/curriculum/sequence';
import type { Vocabulary } from '../../coconut/curriculum/vocabulary';
import type { ThoughtsConfig } from '../../trace/config/config';
import { stepsOf } from '../../trace/config/configFacts';
import { list, parseWith, table, text, whole } from '../../trace/config/parseConfig';
import { parseJson } from '../../util/json';
import { forcedThoughts } from './schedule';

/** Stands beside `config.json` in a model's folder. */
export const CARD_FILE = 'thoughts.json';

export interface ThoughtsCard {
  readonly method: MethodName;
  /** How problems are written for it. */
  readonly style: Style;
  /** Thoughts that its last stage trained. */
  readonly thoughts: number;
  /** Optimisation steps of its training. */
  readonly steps: number;
  /** Names that it knows, where problems were generated. */
  readonly people: readonly string[];
  readonly concepts: readonly string[];
  readonly properties: readonly string[];
}

const cardSchema: v.GenericSchema<unknown, ThoughtsCard> = table({
  method: v.picklist(METHOD_NAMES, `must be one of ${METHOD_NAMES.join(', ')}`),
  style: v.picklist(STYLES, `must be one of ${STYLES.join(', ')}`),
  thoughts: whole(0, 1000),
  steps: v.optional(whole(0, 2 ** 31 - 1), 0),
  people: list(text(100), 1000),
  concepts: list(text(100), 1000),
  // The first cards were written before there were models with properties, and told no steps.
  properties: v.optional(list(text(100), 1000), []),
});

/** @param fileName how a refusal names the file */
export function parseCard(json: string, fileName: string): ThoughtsCard {
  return parseWith(
    cardSchema,
    parseJson(json, () => `${fileName} is not JSON: save or download the file again.`),
    fileName,
  );
}

export function cardOf(config: ThoughtsConfig): ThoughtsCard {
  const { problems, method } = config;
  const isGenerated = problems.kind === 'generated';
  const pools = isGenerated ? namePools(problems.people, problems.concepts, problems.properties) : namePools(0, 0);
  return {
    method,
    style: isGenerated ? (problems.style ?? 'compact') : 'official',
    thoughts: METHODS[method].slots === 'none' ? 0 : Math.max(...forcedThoughts(config)),
    steps: stepsOf(config) ?? 0,
    people: pools.people,
    concepts: pools.concepts,
    properties: pools.properties,
  };
}

export function formatOf({ style }: ThoughtsCard, vocabulary: Vocabulary): SequenceFormat {
  return { codec: vocabulary, special: vocabulary.special, style };
}
