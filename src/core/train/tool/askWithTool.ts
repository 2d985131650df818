/** @file Asks held-out problems of a model that may call the calculator, and marks the answers that it states. */

import { generate } from '../../nn/decode';
import { makeToolTasks, type ToolTask } from '../../text/world/toolProblems';
import { decodeUtf8, encodeUtf8 } from '../../util/utf8';
import { mean } from '../../util/statistics';
import type { Figure } from '../scoring/figure';
import type { Scorer } from '../scoring/scorer';
import type { Tokenizer } from '../tokenizer';
import { calculatorReply, statedAnswer } from './calculator';

/** Two calls and an answer take thirty tokens. */
const MOST_WRITTEN = 40;

/** For each family the share of stated answers that are right, then the mean of these shares. */
export async function* measureWithTool(
  seed: number,
  perFamily: number,
  tokenizer: Tokenizer,
  scorer: Scorer,
): AsyncGenerator<Figure, void, undefined> {
  const tasks = makeToolTasks(seed, perFamily);
  const shares: number[] = [];
  for (const family of new Set(tasks.map((task) => task.family))) {
    const marks: number[] = [];
    for (const task of tasks.filter((known) => known.family === family))
      marks.push((await isSolved(task, tokenizer, scorer)) ? 1 : 0);
    shares.push(mean(marks));
    yield { figure: `accuracy.${family}`, value: mean(marks), count: marks.length };
  }
  if (tasks.length > 0) yield { figure: 'accuracy', value: mean(shares), count: tasks.length };
}

async function isSolved({ question, answer }: ToolTask, tokenizer: Tokenizer, scorer: Scorer): Promise<boolean> {
  return statedAnswer(await writeWithTool(question, tokenizer, scorer)) === answer;
}

/**
 * What a model writes after a question, greedily, up to the end of the line. What the calculator says is put in as soon as a
 * call asks for it, and the model reads on from there.
 *
 * @param question UTF-8
 */
export async function writeWithTool(
  question: Uint8Array,
  { bpe, endOfText }: Tokenizer,
  { theta, config }: Scorer,
): Promise<string> {
  const prompt = [endOfText, ...bpe.encode(question).ids];
  const [lineEnd = endOfText] = bpe.encode(encodeUtf8('\n')).ids;
  const written: number[] = [];
  const text = () => decodeUtf8(bpe.decode(written));
  const writing = generate(theta(), config, prompt, { maxTokens: MOST_WRITTEN, stopId: lineEnd });
  for (let next = await writing.next(); !next.done;) {
    written.push(next.value);
    const reply = calculatorReply(text());
    const inserted = reply === undefined ? [] : [...bpe.encode(encodeUtf8(reply)).ids];
    written.push(...inserted);
    next = await writing.next(inserted);
  }
  return text();
}
