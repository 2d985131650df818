/** @file What each exhibit is: an example, a golden test and a timing probe. */

import type { ReactElement } from 'react';

export interface Exhibit {
  readonly name: string;
  readonly about: string;
  readonly heightPx: number;
  readonly render: (widthPx: number) => ReactElement;
}
