/**
 * @file Losses in the answers of completion servers: the log probabilities of a prompt that was read or echoed.
 *
 * - vLLM: `prompt_logprobs`, for each position the candidates by id, the token that stands there first
 * - the OpenAI completion form: `logprobs: {tokens, token_logprobs}`, with `echo` the prompt's too
 * - the OpenAI chat form: `logprobs: {content: [{token, logprob}]}`
 */

import { InputError } from '../../../util/assert';
import { isRecord } from '../../../util/json';
import { numbersOf } from './numbers';
import type { LossList } from './lossList';

interface Answer {
  readonly tokens: readonly string[];
  readonly ids?: readonly number[];
  readonly logprobs: readonly unknown[];
}

/** Undefined where the values are no answers with log probabilities. Each choice of each answer is a document. */
export function serverLosses(fileName: string, values: readonly unknown[]): LossList | undefined {
  const answers = values.flatMap((value) => answersIn(fileName, value));
  const [first] = answers;
  if (!first) return undefined;
  const logprobs = numbersOf(
    fileName,
    'logprob',
    answers.flatMap((answer) => answer.logprobs),
  );
  return {
    tokens: answers.flatMap(({ tokens }) => tokens),
    ...(first.ids ? { ids: answers.flatMap(({ ids }) => ids ?? []) } : {}),
    ...(answers.length > 1 ? { docs: answers.flatMap(({ tokens }, doc) => tokens.map(() => doc)) } : {}),
    steps: [0],
    lossNats: [logprobs.map((value) => 0 - value)],
    remarks: ['the loss is the negative log probability'],
  };
}

function answersIn(fileName: string, value: unknown): Answer[] {
  if (!isRecord(value)) return [];
  const own = answerOf(fileName, value);
  if (own) return [own];
  const { choices } = value;
  if (!Array.isArray(choices)) return [];
  return choices.flatMap((choice) => (isRecord(choice) ? (answerOf(fileName, choice) ?? []) : []));
}

function answerOf(fileName: string, choice: Readonly<Record<string, unknown>>): Answer | undefined {
  const { prompt_logprobs: prompt, logprobs } = choice;
  if (Array.isArray(prompt) && prompt.some(isRecord)) return promptAnswer(fileName, prompt);
  if (!isRecord(logprobs)) return undefined;
  const { tokens, token_logprobs: ofTokens, content } = logprobs;
  if (Array.isArray(tokens) && Array.isArray(ofTokens)) {
    if (tokens.length === ofTokens.length) return { tokens: tokens.map(String), logprobs: ofTokens };
    throw new InputError(
      `${fileName} has ${tokens.length} tokens and ${ofTokens.length} log probabilities; ask the server again.`,
    );
  }
  if (!Array.isArray(content) || !content.every(isRecord) || content.length === 0) return undefined;
  return { tokens: content.map(({ token }) => String(token)), logprobs: content.map(({ logprob }) => logprob) };
}

/** The first position has no candidates, so its token is not in the answer. */
function promptAnswer(fileName: string, positions: readonly unknown[]): Answer {
  const found = positions.flatMap((candidates, i) => {
    if (!isRecord(candidates)) {
      if (i === 0) return [];
      throw new InputError(`${fileName} has no log probability at position ${i + 1}; ask the server again.`);
    }
    const [[key, candidate] = ['', undefined]] = Object.entries(candidates);
    // Older servers gave the number alone.
    const { logprob, decoded_token: text } = isRecord(candidate)
      ? candidate
      : { logprob: candidate, decoded_token: undefined };
    const id = Number(key.replace('#', ''));
    return [{ id, text: typeof text === 'string' ? text : `⟨${id}⟩`, logprob }];
  });
  return {
    tokens: found.map(({ text }) => text),
    ...(found.every(({ id }) => Number.isInteger(id)) ? { ids: found.map(({ id }) => id) } : {}),
    logprobs: found.map(({ logprob }) => logprob),
  };
}
