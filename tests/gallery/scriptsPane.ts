/** @file A text of many scripts, each byte a token. */

import { blankRuns, foldedLineEnds } from '../../src/core/text/blankLines';
import { charactersOfTokens } from '../../src/core/text/characters';
import { encodeUtf8 } from '../../src/core/util/utf8';
import type { TextPaneProps } from '../../src/views/textPane/TextPane';

const TEXT = `\n\n\n\n\n\nTitle

自然语言处理 is readable, naïve café too. 👨‍👩‍👧‍👦 🇩🇪 👍🏽 नमस्ते
שלום עולם 12 ok
مرحبا بالعالم
zero\u200bwidth \u202e turned`;
const textBytes = new Uint8Array([...encodeUtf8(TEXT), 0xe8, 0x87]);
const byteEnd = Array.from(textBytes, (_, byte) => byte + 1);
const characters = charactersOfTokens({ textBytes, byteEnd }, foldedLineEnds(blankRuns(textBytes), textBytes));
const nothing = () => undefined;

export const SCRIPTS_PANE: TextPaneProps = {
  count: byteEnd.length,
  texts: (token) => characters(token).own,
  shared: characters,
  columns: { category: Uint8Array.from(byteEnd, (end) => (end * 7) % 5).map((code) => (code === 4 ? 255 : code)) },
  fillBy: 'category',
  underlineBy: 'category',
  describe: (token) => `token ${token + 1}`,
  cursor: undefined,
  pins: [],
  onCursor: nothing,
  onPin: nothing,
  label: 'Many scripts',
};
