/**
 * @file How Hugging Face files write bytes: as GPT-2 did, each byte is one printable character.
 *
 * Printable Latin-1 stands for itself; the other 68 bytes are, in order, the characters from U+0100. The ids of the
 * bytes follow the code points of these characters, as in GPT-2 and in Hugging Face's trainer.
 */

const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);

const ALL = Array.from({ length: 256 }, (_, byte) => byte);
const OTHERS = ALL.filter((byte) => !isPrintable(byte));

/** The 256 bytes in the order of their ids. */
export const BYTE_ORDER: readonly number[] = [...ALL.filter(isPrintable), ...OTHERS];

const CHARACTERS = ALL.map((byte) => String.fromCodePoint(isPrintable(byte) ? byte : 256 + OTHERS.indexOf(byte)));
const BYTES = new Map(CHARACTERS.map((character, byte) => [character, byte]));

/** Bytes as printable characters: ` the` becomes `Ġthe`. */
export function writtenBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => CHARACTERS[byte]).join('');
}

/** The bytes of a written token; undefined where a character stands for no byte. */
export function readBytes(written: string): Uint8Array | undefined {
  const bytes = Array.from(written, (character) => BYTES.get(character) ?? -1);
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}
