/** @file Lines as plain text files have them. */

const LINE_CHARACTERS = 72;

/** Breaks lines at spaces, so that none is longer than 72 characters unless a word is. */
export function wrapLines(text: string): string {
  return text
    .split('\n')
    .map((paragraph) => {
      let length = 0;
      return paragraph.replaceAll(/(^| )([^ ]+)/g, (all: string, space: string, word: string) => {
        const breaks = space !== '' && length + 1 + word.length > LINE_CHARACTERS;
        length = breaks ? word.length : length + all.length;
        return breaks ? `\n${word}` : all;
      });
    })
    .join('\n');
}
