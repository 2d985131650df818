/** @file Two ways to fail: a bug throws, bad input is refused with a sentence. */

/** Throws when the program contradicts itself. Never use it for what a person or a file may get wrong. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Bug: ${message}`);
}

/** The end of every `switch` over a union: the compiler proves that it is never reached. */
export function assertNever(value: never): never {
  throw new Error(`Bug: unexpected ${JSON.stringify(value)}`);
}

/** What came from outside is unusable. The message is one sentence for a person: what is wrong, and the mend. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
