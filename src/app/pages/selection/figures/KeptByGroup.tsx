/** @file What the cut keeps of each kind of text and of each category. */

import { useMemo } from 'react';
import { CATEGORIES } from '../../../../core/rho1/categories';
import { keptByGroup } from '../../../../core/rho1/overlap';
import { labelTokens } from '../../../../core/text/corpus';
import type { RunId } from '../../../../core/trace/messages/commands';
import type { DocumentColumns } from '../../../../core/trace/trace';
import { KeptGroups } from '../../../../views/keptGroups/KeptGroups';
import { keptGroupsHeightPx, keptGroupsTable, type KeptGroupsData } from '../../../../views/keptGroups/layout';
import { Sized } from '../../../../views/Sized';
import { useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import '../../../../views/selection.css';

interface Props {
  readonly run: RunId;
  readonly document: DocumentColumns;
  /** [token] 1 where kept */
  readonly kept: Uint8Array;
  readonly keepFraction: number;
  /** [token]; absent where there is but one checkpoint: a category needs a course */
  readonly category?: Uint8Array | undefined;
}

export function KeptByGroup({ run, document, kept, keepFraction, category }: Props) {
  const { kindOf, kinds } = useKinds(document, run);
  const data = useMemo(
    () => [
      ...(kindOf && kinds ? [groupsOf('kind of text', kinds, kindOf, kept, keepFraction)] : []),
      ...(category ? [groupsOf('category', CATEGORIES, category, kept, keepFraction)] : []),
    ],
    [kindOf, kinds, category, kept, keepFraction],
  );
  return data.map((groups) => (
    <Figure key={groups.of} name={`Kept by ${groups.of}`} table={() => keptGroupsTable(groups)}>
      <Sized heightPx={keptGroupsHeightPx(groups.rows.length)}>
        {({ widthPx }) => <KeptGroups data={groups} widthPx={widthPx} />}
      </Sized>
    </Figure>
  ));
}

const INJECTED = ['your text', 'noise put in'];

interface Kinds {
  readonly kindOf?: Uint8Array | undefined;
  readonly kinds?: readonly string[] | undefined;
}

/** A generated text says what its tokens are; of a person's, the page knows what noise it put in. */
function useKinds({ kindOf, kinds, byteEnd }: DocumentColumns, run: RunId): Kinds {
  const isNoise = useApp((state) => state.bench.injectedInto[run]);
  return useMemo(() => {
    if (kindOf || !isNoise) return { kindOf, kinds };
    return { kindOf: labelTokens(isNoise, byteEnd), kinds: INJECTED };
  }, [kindOf, kinds, isNoise, byteEnd]);
}

function groupsOf(
  of: string,
  names: readonly string[],
  groupOf: Uint8Array,
  kept: Uint8Array,
  keepFraction: number,
): KeptGroupsData {
  const rows = keptByGroup(kept, groupOf, names.length).map((row, i) => ({ ...row, name: names[i] ?? '' }));
  return { of, keepFraction, rows: rows.filter(({ total }) => total > 0) };
}
