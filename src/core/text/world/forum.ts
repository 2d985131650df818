/** @file A page of the noisy corpus: menus, posts, quotes, spam, and here and there something worth learning. */

import { pick, type Rng } from '../../util/rng';
import { drawExercise } from './exercises';
import { BOARDS, CHATTER, LINKS, OPENERS, SPAM, TAGS, TITLES, type Board } from './forumPhrases';
import type { SourceLabel, Span } from './labels';
import type { LabelledText } from './labelledText';
import { DOMAIN_MINERALS } from './minerals';
import { filled, misspelt, type Slots } from './templates';
import { calendarDate, drawDay, handle, WORD_SLOTS } from './words';

/** At this noise the corpus has the shares of the recipe. */
export const DEFAULT_NOISE = 0.5;

/** What one number from 0 (nothing but useful sentences) to 1 (none) means for a page. */
export interface NoiseLevels {
  /** Probability that a sentence is an exercise. */
  readonly useful: number;
  /** Probability that an exercise is answered wrongly. */
  readonly wrong: number;
  /** Probability of a misspelling, per word. */
  readonly typo: number;
  /** Probability that a menu, a post's head, a footer and the like is there at all. */
  readonly furniture: number;
}

/**
 * Straight lines through the recipe's values at DEFAULT_NOISE: wrong .5, typos .04, furniture always, useful .52. The recipe
 * has .35 there, with shorter furniture; .52 of ours comes nearest to its shares of tokens.
 */
export function noiseLevels(noise: number): NoiseLevels {
  return {
    useful: noise <= DEFAULT_NOISE ? 1 - 0.96 * noise : 1.04 * (1 - noise),
    wrong: noise,
    typo: 0.08 * noise,
    furniture: Math.min(1, noise / DEFAULT_NOISE),
  };
}

const SPAM_PROBABILITY = 0.14;
const LINK_PROBABILITY = 0.08;
const OPENER_PROBABILITY = 0.15;

const SLOTS: Slots = {
  ...WORD_SLOTS,
  mineral: { draw: (rng) => pick(DOMAIN_MINERALS, rng).name },
};

/** Adds one page and ends it with an empty line. */
export function addForumPage(out: LabelledText, rng: Rng, levels: NoiseLevels): void {
  const page = new ForumPage(out, rng, levels);
  page.header();
  const posts = 2 + rng.integer(4);
  for (let post = 0; post < posts; post++) page.post();
  page.footer();
}

class ForumPage {
  readonly #out: LabelledText;
  readonly #rng: Rng;
  readonly #levels: NoiseLevels;
  readonly #board: Board;
  readonly #slots: Slots;
  /** Chatter of earlier posts, for quotes. */
  readonly #said: { poster: string; spans: readonly Span[] }[] = [];
  #poster = '';
  #quoted = '';
  #number = 0;
  #day: number;

  constructor(out: LabelledText, rng: Rng, levels: NoiseLevels) {
    this.#out = out;
    this.#rng = rng;
    this.#levels = levels;
    this.#board = pick(BOARDS, rng);
    this.#day = drawDay(rng);
    const metadata = (draw: () => string) => ({ label: 'metadata', draw }) as const;
    this.#slots = {
      ...SLOTS,
      poster: metadata(() => this.#poster),
      quoted: metadata(() => this.#quoted),
      number: metadata(() => String(this.#number)),
      joined: metadata(() => calendarDate(this.#rng.integer(this.#day + 1))),
      today: metadata(() => calendarDate(this.#day)),
    };
  }

  header(): void {
    const { header, menu, menuSeparator, pages } = this.#board;
    const title = this.#draw(TITLES, 'chatter');
    const [before, after] = header.split('{title}');
    this.#furnish(() => {
      this.#out
        .add(before ?? '', 'furniture')
        .addSpans(title)
        .add(after ?? '', 'furniture');
      const from = this.#rng.integer(3);
      const shown = menu.slice(from, from + 3 + this.#rng.integer(4));
      this.#out.add(`${shown.join(menuSeparator)}\n`, 'furniture');
      this.#furniture(pages);
    });
  }

  post(): void {
    const { postHeads, edited, quote } = this.#board;
    this.#poster = handle(this.#rng);
    this.#number++;
    this.#day += this.#rng.integer(4);
    this.#furnish(() => this.#furniture(pick(postHeads, this.#rng)));
    if (this.#said.length > 0 && this.#chance(0.12 * this.#levels.furniture)) {
      const { poster, spans } = pick(this.#said, this.#rng);
      this.#quoted = poster;
      this.#furniture(quote);
      this.#out.addSpans(spans).add('\n', 'furniture');
    }
    const sentences = 1 + this.#rng.integer(3);
    for (let sentence = 0; sentence < sentences; sentence++) {
      if (sentence > 0) this.#out.add(' ', 'chatter');
      this.#sentence();
    }
    this.#out.add('\n', 'furniture');
    if (this.#chance(0.25 * this.#levels.furniture)) this.#furniture(edited);
  }

  footer(): void {
    const { tags, footer } = this.#board;
    if (this.#chance(0.4 * this.#levels.furniture)) {
      const list = Array.from({ length: 3 + this.#rng.integer(5) }, () => this.#text(TAGS, 'spam'));
      this.#out.add(tags, 'furniture').add(`${list.join(', ')}\n`, 'spam');
    }
    if (this.#chance(this.#levels.furniture)) this.#furniture(footer);
    else this.#out.add('\n', 'furniture');
  }

  #sentence(): void {
    if (this.#chance(this.#levels.useful)) return this.#exercise();
    if (this.#chance(SPAM_PROBABILITY)) return void this.#out.addSpans(this.#draw(SPAM, 'spam'));
    if (this.#chance(LINK_PROBABILITY)) return void this.#out.addSpans(this.#draw(LINKS, 'url'));
    const chatter = this.#draw(CHATTER, 'chatter');
    this.#said.push({ poster: this.#poster, spans: chatter });
    this.#out.addSpans(misspelt(chatter, this.#levels.typo, this.#rng));
  }

  #exercise(): void {
    const { question, questionLabel, lead, answer } = drawExercise(
      this.#rng,
      { minerals: DOMAIN_MINERALS, range: 'full' },
      this.#chance(this.#levels.wrong),
    );
    // A fact is as often stated as asked for.
    const isAsked = lead === '' || this.#chance(0.6);
    const text = isAsked ? question + lead : lead.trimStart();
    if (this.#chance(OPENER_PROBABILITY * this.#levels.furniture)) this.#out.addSpans(this.#draw(OPENERS, 'chatter'));
    this.#out.addSpans(misspelt([{ text, label: questionLabel }], this.#levels.typo, this.#rng)).addSpans(answer);
  }

  #furnish(add: () => void): void {
    if (this.#chance(this.#levels.furniture)) add();
  }

  #furniture(template: string): void {
    this.#out.addSpans(filled(template, 'furniture', this.#slots, this.#rng));
  }

  #draw(templates: readonly string[], label: SourceLabel): readonly Span[] {
    return filled(pick(templates, this.#rng), label, this.#slots, this.#rng);
  }

  #text(templates: readonly string[], label: SourceLabel): string {
    return this.#draw(templates, label)
      .map((span) => span.text)
      .join('');
  }

  #chance(probability: number): boolean {
    return this.#rng.uniform() < probability;
  }
}
