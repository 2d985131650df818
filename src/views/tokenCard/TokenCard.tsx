/** @file One token, whole: what it is, which category and why, its trajectory, its scores, what the model expected. */

import { count, inlineToken, nats, share, signedNats } from '../format';
import { categoryLook } from '../palette';
import { Sparkline } from '../Sparkline';
import type { SizePx } from '../size';
import type { Table } from '../table';
import type { TokenTrajectory } from '../trajectory';
import { reasons, type RuleFacts } from './why';

export interface Prediction {
  readonly text: string;
  /** 0..1 */
  readonly probability: number;
  /** Whether it is the token that stands there. */
  readonly isTarget: boolean;
}

export interface TokenCardProps {
  readonly trajectory: TokenTrajectory;
  readonly steps: readonly number[];
  readonly time: number;
  /** Of the vocabulary. */
  readonly id: number;
  /** Where the token is a part of a character: which bytes of which one. */
  readonly partOf?: readonly string[] | undefined;
  /** Where the true source of each token is known, its name. */
  readonly source?: string | undefined;
  /** Absent until the token is scored at every checkpoint. */
  readonly why?: RuleFacts | undefined;
  /** nats, at the checkpoint that is looked at */
  readonly lossNats?: number | undefined;
  readonly referenceLossNats?: number | undefined;
  /** Place by excess loss, 1 is the highest, among `of` tokens. */
  readonly rank?: { readonly place: number; readonly of: number } | undefined;
  readonly isKept?: boolean | undefined;
  /** Best first, at most five. */
  readonly predictions?: readonly Prediction[] | undefined;
  readonly isPinned: boolean;
  readonly onPin: () => void;
  /** Of the sparkline. */
  readonly size: SizePx;
}

export function TokenCard(props: TokenCardProps) {
  const { trajectory, steps, time, id, partOf = [], source, why, predictions, isPinned, onPin, size } = props;
  const look = categoryLook(trajectory.category);
  return (
    <article className="v-card" aria-label={`Token ${inlineToken(trajectory.text)}`}>
      <header className="v-card-head">
        <span className={`v-card-text v-cue-${look?.cue ?? 'none'}`} style={{ backgroundColor: look?.fill }}>
          {inlineToken(trajectory.text)}
        </span>
        <span className="v-card-meaning">
          <strong>{look?.name ?? 'not scored'}</strong> {look?.word}
        </span>
        <button type="button" className="v-pin" aria-pressed={isPinned} onClick={onPin}>
          {isPinned ? 'Unpin' : 'Pin'}
        </button>
      </header>
      <p className="v-card-place">
        token {count(trajectory.token + 1)} · id {id}
        {source === undefined ? '' : ` · ${source}`}
        {partOf.map((part) => ` · ${part}`).join('')}
      </p>
      <Sparkline trajectory={trajectory} steps={steps} time={time} size={size} />
      <p className="v-card-key" aria-hidden="true">
        <span className="v-key-line" /> loss
        <span className="v-key-fit" /> fitted line
      </p>
      {why && <Why {...why} />}
      <Scores {...props} />
      {predictions && predictions.length > 0 && <Predictions predictions={predictions} />}
    </article>
  );
}

function Why(facts: RuleFacts) {
  return (
    <table className="v-facts">
      <caption>Why {categoryLook(facts.category)?.name ?? 'no category'}</caption>
      <tbody>
        {reasons(facts).map(({ what, value, against }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{value}</td>
            <td>{against}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type ScoreProps = Pick<TokenCardProps, 'lossNats' | 'referenceLossNats' | 'rank' | 'isKept'>;

function Scores(props: ScoreProps) {
  return (
    <dl className="v-scores">
      {scoreRows(props).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function scoreRows({ lossNats, referenceLossNats, rank, isKept }: ScoreProps): [string, string][] {
  const rows: [string, string][] = [['loss now', nats(lossNats)]];
  if (referenceLossNats !== undefined && lossNats !== undefined)
    rows.push(['reference', nats(referenceLossNats)], ['excess', signedNats(lossNats - referenceLossNats)]);
  if (rank) rows.push(['rank by excess', `${count(rank.place)} of ${count(rank.of)}`]);
  if (isKept !== undefined) rows.push(['selection', isKept ? 'kept' : 'dropped']);
  return rows;
}

function Predictions({ predictions }: { readonly predictions: readonly Prediction[] }) {
  return (
    <table className="v-predictions">
      <caption>The model expected</caption>
      <tbody>
        {predictions.map(({ text, probability, isTarget }, place) => (
          <tr key={place} data-target={isTarget}>
            <th scope="row">
              {inlineToken(text)}
              {isTarget && <span className="v-visually-hidden"> (the actual token)</span>}
            </th>
            <td className="v-prediction-track">
              <span style={{ width: `${probability * 100}%` }} />
            </td>
            <td>{share(probability)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The facts of the card as rows. */
export function tokenCardTable(
  props: ScoreProps & Pick<TokenCardProps, 'trajectory' | 'id' | 'why' | 'predictions'>,
): Table {
  const { trajectory, id, why, predictions } = props;
  return {
    columns: ['fact', 'value', 'note'],
    rows: [
      ['text', trajectory.text, ''],
      ['id', id, ''],
      ['category', categoryLook(trajectory.category)?.name ?? 'not scored', ''],
      ...(why ? reasons(why) : []).map(({ what, value, against }) => [what, value, against]),
      ...scoreRows(props).map(([name, value]) => [name, value, '']),
      ...(predictions ?? []).map(({ text, probability }, place) => [
        `prediction ${place + 1}`,
        text,
        share(probability),
      ]),
    ],
  };
}
