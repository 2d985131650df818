/** @file Several runs side by side: their curves on one picture, and the settings that they do not share. */

import { useEffect, useMemo } from 'react';
import { differingSettings, settingsButSeed } from '../../../core/trace/config/configDiff';
import { RunCurves, RunSwatch } from '../../../views/runCurves/RunCurves';
import { type ComparedCurve, runCurvesTable } from '../../../views/runCurves/layout';
import { MOST_COMPARED, runLook } from '../../../views/runLooks';
import { useActions, useApp } from '../../AppContext';
import { formatCount } from '../../shell/format';
import { Figure } from '../../shell/Figure';
import { Icon } from '../../shell/icons';
import { Roomy } from '../../shell/Roomy';
import type { RunEntry } from '../../state/runEntry';
import { SMOOTHINGS, type Smoothing } from '../../state/shelf';

const HEIGHT_PX = 320;
/** Of the longest run's steps; raw losses count half after so many. */
const HALF_LIFE_FRACTIONS: Readonly<Record<Smoothing, number>> = { none: 0, light: 0.01, strong: 0.05 };
const SMOOTHING_WORDS: Readonly<Record<Smoothing, string>> = { none: 'Raw', light: 'Light', strong: 'Strong' };

interface ComparedRun {
  readonly entry: RunEntry;
  readonly name: string;
  readonly order: number;
}

export default function ComparePanel() {
  const runs = useComparedRuns();
  const waiting = useApp((state) => state.shelf.compared.some(({ run }) => !state.runs[run]));
  const { setShelf } = useActions();
  return (
    <section className="compare" aria-label="Compared runs">
      <div className="compare-head">
        <h2>Compared</h2>
        <button type="button" className="button" onClick={() => setShelf({ compared: [] })}>
          <Icon name="close" />
          Clear
        </button>
      </div>
      {waiting && <p className="page-wait">Reading the runs…</p>}
      <ComparedCurves runs={runs} />
      <Differences runs={runs} />
    </section>
  );
}

function useComparedRuns(): readonly ComparedRun[] {
  const compared = useApp((state) => state.shelf.compared);
  const entries = useApp((state) => state.runs);
  const saved = useApp((state) => state.saved);
  const { fetchRun } = useActions();
  // A link names runs that the page has not read yet.
  useEffect(() => {
    for (const { run } of compared) void fetchRun(run);
  }, [compared, fetchRun]);
  return useMemo(
    () =>
      compared.flatMap(({ run, order }) => {
        const entry = entries[run];
        const given = saved.find((each) => each.run === run)?.card.name;
        return entry ? [{ entry, order, name: given ?? titleWithSeed(entry) }] : [];
      }),
    [compared, entries, saved],
  );
}

/** Runs on one text have one title; their seed tells most of them apart. */
function titleWithSeed({ title, trace, origin }: RunEntry): string {
  const { config } = trace;
  return origin !== 'recorded' && config && 'seed' in config ? `${title}, seed ${config.seed}` : title;
}

function ComparedCurves({ runs }: { readonly runs: readonly ComparedRun[] }) {
  const { smoothing, isBySeeds, isLog } = useApp((state) => state.shelf);
  const data = useMemo(() => {
    const curves = curvesOf(runs);
    const longest = Math.max(0, ...curves.map(({ lossNats }) => lossNats.length));
    const halfLifeSteps = smoothing === 'none' ? 0 : Math.max(1, longest * HALF_LIFE_FRACTIONS[smoothing]);
    return { curves, halfLifeSteps, isBySeeds, isLog };
  }, [runs, smoothing, isBySeeds, isLog]);
  if (data.curves.length === 0)
    return <p className="runs-empty">None of these runs trained a model, so there is no curve to draw.</p>;
  return (
    <Figure
      name="Training loss of several runs"
      stamp={`${runs.map(({ name }) => name).join(', ')} · Tokens & Thoughts`}
      table={() => runCurvesTable(data)}
    >
      <CurveControls />
      <ul className="compare-legend" data-legend>
        {data.curves.map(({ name, order }) => (
          <li key={name}>
            <RunSwatch look={runLook(order)} />
            {name}
          </li>
        ))}
      </ul>
      <Roomy heightPx={HEIGHT_PX}>{(size) => <RunCurves data={data} size={size} />}</Roomy>
    </Figure>
  );
}

/** One curve an arm; a run of several arms takes the looks that follow its own. */
function curvesOf(runs: readonly ComparedRun[]): readonly ComparedCurve[] {
  const curves = runs.flatMap(({ entry, name, order }) => {
    const { config, arms } = entry.trace;
    if (!config) return [];
    return arms
      .filter(({ lossNats }) => lossNats.length > 0)
      .map((arm, index) => {
        const armName = config.kind === 'train' && config.arms.length > 1 ? `, ${config.arms[index]?.name}` : '';
        const family = `${settingsButSeed(config)} ${index}`;
        return { name: `${name}${armName}`, order: order + index, lossNats: arm.lossNats.view(), family };
      });
  });
  return curves.slice(0, MOST_COMPARED).map((curve, i) => {
    const isTwice = curves.findIndex(({ name }) => name === curve.name) < i;
    return isTwice ? { ...curve, name: `${curve.name} (${i + 1})` } : curve;
  });
}

function CurveControls() {
  const { smoothing, isBySeeds, isLog } = useApp((state) => state.shelf);
  const { setShelf } = useActions();
  return (
    <div className="compare-controls">
      <label className="inline-field">
        Smoothing
        <select
          value={smoothing}
          onChange={(event) =>
            setShelf({ smoothing: SMOOTHINGS.find((each) => each === event.target.value) ?? 'none' })
          }
        >
          {SMOOTHINGS.map((each) => (
            <option key={each} value={each}>
              {SMOOTHING_WORDS[each]}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={isBySeeds}
          onChange={(event) => setShelf({ isBySeeds: event.target.checked })}
        />
        Seeds as one line with their range
      </label>
      <label className="check">
        <input type="checkbox" checked={isLog} onChange={(event) => setShelf({ isLog: event.target.checked })} />
        Logarithmic
      </label>
    </div>
  );
}

function Differences({ runs }: { readonly runs: readonly ComparedRun[] }) {
  const told = runs.flatMap(({ entry, name, order }) =>
    entry.trace.config
      ? [{ config: entry.trace.config, steps: entry.trace.arms[0]?.lossNats.length, name, order }]
      : [],
  );
  if (told.length < 2) return <p className="runs-empty">Choose a second run to see which settings differ.</p>;
  // Settings of another kind of run are not different, they are absent.
  const isMixed = new Set(told.map(({ config }) => config.kind)).size > 1;
  const differing = differingSettings(told.map(({ config }) => config));
  const rows = isMixed ? differing.filter(({ name }) => name === 'kind') : differing;
  return (
    <div className="table-scroll" role="region" aria-label="Settings that differ" tabIndex={0}>
      <table className="runs">
        <caption>{differenceWords(rows.length, isMixed)}</caption>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {told.map(({ name, order }) => (
              <th key={order} scope="col">
                <RunSwatch look={runLook(order)} /> {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, i) => (
                <td key={told[i]?.order}>{value || '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function differenceWords(count: number, isMixed: boolean): string {
  if (isMixed) return 'These runs are of different kinds and have no settings in common.';
  if (count === 0) return 'These runs have the same settings.';
  return `${formatCount(count)} ${count === 1 ? 'setting differs' : 'settings differ'}; all others are the same.`;
}
