/** @file A page of the base corpus: a small shop's blog with furniture of its own, about minerals of elsewhere. */

import { pick, type Rng } from '../../util/rng';
import { drawExercise } from './exercises';
import type { SourceLabel } from './labels';
import type { LabelledText } from './labelledText';
import { ELSEWHERE_MINERALS } from './minerals';
import { filled, misspelt, type Slots } from './templates';
import { WORD_SLOTS } from './words';

const TYPO_PROBABILITY = 0.04;
const USEFUL_PROBABILITY = 0.4;
const WRONG_PROBABILITY = 0.1;

const SLOTS: Slots = {
  ...WORD_SLOTS,
  mineral: { draw: (rng) => pick(ELSEWHERE_MINERALS, rng).name },
};

const HEADERS = [
  'Home / Shop / Journal / About us / Basket ({small})\n',
  'Menu: Journal, Workshops, Gift cards, Find us ({small} items in your cart)\n',
];
const BYLINES = [
  'Posted by {user} on {date} in Stories. {count} people liked this.\n',
  'Written by {user}, {date}. Reading time {small} minutes.\n',
];
const TITLES = [
  'Ten years of {mineral}',
  'The {tool} that came back',
  'A day in {where}',
  'What we learned from {mineral}',
];
const SENTENCES = [
  'This morning {who} came into the shop with a {adjective} {tool}.',
  'We have new {mineral} on the shelf by the window.',
  'Nobody remembers who {did} the {tool}, but it works now.',
  'The walk to {where} took us {few} hours and {some} photographs.',
  'If you order before noon, {who} will wrap it in newspaper.',
  'Our {tool} is {adjective}, like all honest things.',
  'People keep asking about {mineral}, so here we go.',
  'It rained, the {tool} leaked, and we sold {some} umbrellas.',
];
const COMMENTS = ['Comment {id} by {user} on {date}: ', 'Guest {user} replied ({date}, {time}): '];
const FOOTERS = [
  'Share / Print / Save for later / Newsletter / Terms / page {id}\n\n',
  'You may also like our vouchers. Cookies are baked daily. Visit {id}.\n\n',
];

/** Adds one page and ends it with an empty line. */
export function addBlogPage(out: LabelledText, rng: Rng): void {
  const add = (templates: readonly string[], label: SourceLabel) =>
    out.addSpans(misspelt(filled(pick(templates, rng), label, SLOTS, rng), TYPO_PROBABILITY, rng));
  const addSentences = (count: number) => {
    for (let sentence = 0; sentence < count; sentence++) {
      if (sentence > 0) out.add(' ', 'chatter');
      if (rng.uniform() < USEFUL_PROBABILITY) addExercise(out, rng);
      else add(SENTENCES, 'chatter');
    }
    out.add('\n', 'furniture');
  };
  add(HEADERS, 'furniture');
  add(TITLES, 'chatter').add('\n', 'furniture');
  add(BYLINES, 'furniture');
  addSentences(2 + rng.integer(3));
  const comments = rng.integer(3);
  for (let comment = 0; comment < comments; comment++) {
    add(COMMENTS, 'furniture');
    addSentences(1 + rng.integer(2));
  }
  add(FOOTERS, 'furniture');
}

function addExercise(out: LabelledText, rng: Rng): void {
  const world = { minerals: ELSEWHERE_MINERALS, range: 'unit' } as const;
  const { question, questionLabel, lead, answer } = drawExercise(rng, world, rng.uniform() < WRONG_PROBABILITY);
  out.add(question + lead, questionLabel).addSpans(answer);
}
