/** @file The twin of a picture: the same facts as rows, for those who read and for export. */

export interface Table {
  /** With units, such as `loss (nats)`. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
