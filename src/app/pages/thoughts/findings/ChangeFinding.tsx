/** @file What becomes of answers and values when a thought is changed, over many problems, thought by thought, each way beside its null. */

import { useMemo } from 'react';
import {
  effectOf,
  NULL_OF,
  valueChanges,
  type GroupChange,
} from '../../../../core/coconut/probes/interventionFindings';
import { INTERVENTION_KINDS } from '../../../../core/coconut/probes/interventions';
import type { InterventionKind } from '../../../../core/trace/config/config';
import { ChoiceLegend, InterventionBars } from '../../../../views/interventionBars/InterventionBars';
import {
  interventionHeightPx,
  interventionTable,
  type InterventionData,
  type InterventionRow,
} from '../../../../views/interventionBars/layout';
import { GROUP_LOOKS } from '../../../../views/palette';
import type { Table } from '../../../../views/table';
import { Figure } from '../../../shell/Figure';
import { formatCount } from '../../../shell/format';
import { Roomy } from '../../../shell/Roomy';
import type { RunEntry } from '../../../state/runEntry';
import { AskMany } from '../ask/AskMany';
import { INTERVENTION_WORDS } from '../tree/interventionWords';
import { type Findings, useBestOfModel, useFindings } from './useFindings';

export function ChangeFinding({ entry }: { readonly entry: RunEntry }) {
  const changed = useBestOfModel(entry, ({ thoughts }) => thoughts?.intervened.length ?? 0);
  const found = useFindings(changed);
  const thoughts = useMemo(() => (found ? changesOf(found) : []), [found]);
  return (
    <>
      {thoughts.length === 0 || !found ? (
        <p className="tab-empty">No intervention has been tried on this model over many problems yet.</p>
      ) : (
        <>
          <p className="finding-words">
            Each thin bar is a control for the bar above it: a change as large, without what is tested. The black line
            is the 95 % interval of the share that stays right; points are the change on the same problems.
          </p>
          <div className="figure-pair">
            {thoughts.map(({ data, values }) => (
              <ChangedThought key={data.thought} data={data} values={values} stamp={found.stamp} />
            ))}
          </div>
        </>
      )}
      <AskMany entry={entry} />
    </>
  );
}

interface ChangedProps {
  readonly data: InterventionData;
  readonly values: readonly KindValues[];
  readonly stamp: string;
}

function ChangedThought({ data, values, stamp }: ChangedProps) {
  return (
    <div>
      <Figure
        name={`Thought ${data.thought} changed`}
        showing={`n = ${formatCount(data.problems)} problems; ${stamp}.`}
        table={() => interventionTable(data)}
      >
        <ChoiceLegend />
        <Roomy heightPx={interventionHeightPx(data.rows)}>
          {(size) => <InterventionBars data={data} widthPx={size.widthPx} />}
        </Roomy>
      </Figure>
      <Figure
        name={`Values after thought ${data.thought}`}
        showing="Change of a node’s value right after the thought, mean over nodes with its 95 % interval."
        isDrawn={false}
        table={() => valuesTable(values)}
      >
        <ValueRows values={values} />
      </Figure>
    </div>
  );
}

interface KindValues {
  readonly name: string;
  readonly groups: readonly GroupChange[];
}

interface ChangesOfThought {
  readonly data: InterventionData;
  readonly values: readonly KindValues[];
}

/** Ways with a null first, each followed by it. */
const ORDER: readonly InterventionKind[] = ['twin', 'zero', 'shuffle', 'skip'];

/** For each thought that was changed: where the answers of the most thoughts went. */
function changesOf({ problems, probed, intervened }: Findings): ChangesOfThought[] {
  const most = Math.max(0, ...intervened.map(({ thoughts }) => thoughts));
  const cleanAt = (thoughts: number) => probed.filter((row) => row.thoughts === thoughts);
  const clean = cleanAt(most);
  const changed = [...new Set(intervened.map(({ intervention }) => intervention.thought))].sort((a, b) => a - b);
  return changed.flatMap((thought): ChangesOfThought[] => {
    const own = intervened.filter(({ intervention }) => intervention.thought === thought);
    const rowsOf = (kind: InterventionKind | 'fewer', thoughts: number) =>
      kind === 'fewer'
        ? cleanAt(thoughts - 1)
        : own.filter((row) => row.intervention.kind === kind && row.thoughts === thoughts);
    const rowOf = (kind: InterventionKind | 'fewer', isNull: boolean): InterventionRow[] => {
      const rows = rowsOf(kind, most);
      if (rows.length === 0) return [];
      const { after, rightChange } = effectOf(problems, clean, rows);
      return [{ name: nameOf(kind), shares: after, rightChange, isNull }];
    };
    const as = effectOf(problems, clean, clean);
    const rows = ORDER.flatMap((kind) => [...rowOf(kind, false), ...rowOf(NULL_OF[kind] ?? 'fewer', true)]);
    if (rows.length === 0) return [];
    return [
      {
        data: {
          thought,
          problems: as.problems,
          rows: [{ name: 'as it was', shares: as.before, isNull: false }, ...rows],
        },
        values: INTERVENTION_KINDS.flatMap((kind) => {
          const after = rowsOf(kind, thought);
          return after.length > 0
            ? [{ name: nameOf(kind), groups: valueChanges(problems, cleanAt(thought), after) }]
            : [];
        }),
      },
    ];
  });
}

function nameOf(kind: InterventionKind | 'fewer'): string {
  return kind === 'fewer' ? 'a thought fewer' : INTERVENTION_WORDS[kind].name;
}

const GROUPS = GROUP_LOOKS.toReversed();

function ValueRows({ values }: { readonly values: readonly KindValues[] }) {
  return (
    <div className="v-table-scroll" tabIndex={0} role="region" aria-label="Change of values">
      <table className="v-results">
        <thead>
          <tr>
            <th scope="col">fed in</th>
            {GROUPS.map(({ name, words }) => (
              <th key={name} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map(({ name, groups }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {GROUPS.map((look) => (
                <td key={look.name}>{changeWords(groups.find(({ group }) => group === look.name))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function changeWords(change: GroupChange | undefined): string {
  if (!change || change.nodes === 0) return '–';
  const interval = Number.isFinite(change.halfWidth) ? ` ± ${change.halfWidth.toFixed(2)}` : '';
  const sign = change.mean > 0 ? '+' : '';
  return `${sign}${change.mean.toFixed(2).replace('-', '−')}${interval}`;
}

function valuesTable(values: readonly KindValues[]): Table {
  return {
    columns: ['fed in', 'group', 'nodes', 'change of value (mean)', '95 % ±', 'absolute change (mean)'],
    rows: values.flatMap(({ name, groups }) =>
      groups.map(({ group, nodes, mean, halfWidth, meanAbsolute }) => [
        name,
        group,
        nodes,
        mean,
        halfWidth,
        meanAbsolute,
      ]),
    ),
  };
}
