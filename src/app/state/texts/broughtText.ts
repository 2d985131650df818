/** @file A text that came from a person, whichever way it came. */

/** A text that a person brought. */
export interface BroughtText {
  readonly name: string;
  readonly bytes: Uint8Array;
}
