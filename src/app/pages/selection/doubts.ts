/** @file What the numbers of a run do not show, in sentences. A sentence stands only where its numbers were measured. */

import { figureAt, selectingArm, type SelectionRun, stepReaching } from '../../../core/rho1/selectionRun';
import { count, nats, share } from '../../../views/format';

/** The reference's own end, where its run is at hand. */
export interface ReferenceFacts {
  readonly accuracy?: number | undefined;
  readonly trainedTokens?: number | undefined;
}

export function doubtsOf(run: SelectionRun, reference: ReferenceFacts): readonly string[] {
  const baseline = run.arms.findIndex(({ config }) => config.objective.kind === 'clm');
  const selecting = selectingArm({ arms: run.arms.map(({ config }) => config) });
  if (baseline < 0 || baseline === selecting || run.steps.length < 2) return [];
  const arms: Compared = { run, baseline, selecting };
  return [
    speedSentence(arms, reference),
    randomSentence(arms),
    referenceSentence(arms, reference),
    outsideSentence(arms),
  ].flatMap((sentence) => sentence?.replaceAll(' %', '\u00a0%') ?? []);
}

interface Compared {
  readonly run: SelectionRun;
  readonly baseline: number;
  readonly selecting: number;
}

/** Arithmetic of a forward pass is a third of a training step's. */
const FORWARD_PART = 1 / 3;

function speedSentence({ run, baseline, selecting }: Compared, { trainedTokens }: ReferenceFacts): string | undefined {
  const of = 'answerLossNats';
  const level = lastFigure(run, baseline, of);
  if (Number.isNaN(level)) return undefined;
  const last = run.steps.at(-1) ?? 0;
  const step = stepReaching(run.steps, seriesOf(run, selecting, of), level, false);
  const name = nameOf(run, selecting);
  if (step === undefined || step === 0)
    return `${name} did not reach ${nameOf(run, baseline)}’s final loss on answers (${nats(level)} nats) within ${count(last)} steps.`;
  const tokens = `${name} reaches ${nameOf(run, baseline)}’s final loss on answers (${nats(level)} nats) at step ${count(step)} of ${count(last)}: ${(last / step).toFixed(1)} times fewer tokens.`;
  const scored = step * (1 + FORWARD_PART);
  const withScoring = ` Counting the reference’s scoring of those tokens it is ${(last / scored).toFixed(1)} times less arithmetic`;
  if (trainedTokens === undefined) return `${tokens}${withScoring}; the reference’s own training comes on top.`;
  const whole = scored + trainedTokens / run.tokensPerStep;
  return `${tokens}${withScoring}, and counting its training ${(last / whole).toFixed(1)} times. The paper reports 5 to 10 times, in tokens.`;
}

function randomSentence({ run, baseline, selecting }: Compared): string | undefined {
  const random = run.arms.findIndex(
    ({ config: { objective } }) => objective.kind === 'slm' && objective.score === 'random',
  );
  if (random < 0)
    return 'This run has no random selection to compare with, so it cannot show that the choice of tokens matters, and not just their number.';
  const words = [baseline, selecting, random].map(
    (arm) =>
      `${nameOf(run, arm)} ${nats(lastFigure(run, arm, 'answerLossNats'))} nats and ${share(lastFigure(run, arm, 'accuracy'))} right`,
  );
  if (Number.isNaN(lastFigure(run, random, 'answerLossNats'))) return undefined;
  return `Is it the choice, or only that fewer tokens were trained on? At the last step: ${words.join('; ')}.`;
}

function referenceSentence({ run, selecting }: Compared, { accuracy }: ReferenceFacts): string | undefined {
  const own = lastFigure(run, selecting, 'accuracy');
  if (accuracy === undefined || Number.isNaN(own)) return undefined;
  return `The reference model alone solves ${share(accuracy)} of the tasks, ${nameOf(run, selecting)} ${share(own)}. Compare what selection adds with the reference model, not with nothing.`;
}

function outsideSentence({ run, baseline, selecting }: Compared): string | undefined {
  const facts = (arm: number) => ({
    inside: lastFigure(run, arm, 'accuracy.factInReference'),
    outside: lastFigure(run, arm, 'accuracy.factOutside'),
  });
  const [every, chosen] = [facts(baseline), facts(selecting)];
  if (Number.isNaN(every.outside) || Number.isNaN(chosen.outside)) return undefined;
  return `Facts that the reference never saw: ${nameOf(run, baseline)} knows ${share(every.outside)} of them, ${nameOf(run, selecting)} ${share(chosen.outside)}. Facts that it saw: ${share(every.inside)} and ${share(chosen.inside)}. Selection can only prefer what its reference prefers.`;
}

const nameOf = (run: SelectionRun, arm: number): string => run.arms[arm]?.config.name ?? '';

function seriesOf(run: SelectionRun, arm: number, figure: string): number[] {
  const columns = run.arms[arm]?.columns;
  return columns ? figureAt(columns, figure, run.steps) : [];
}

function lastFigure(run: SelectionRun, arm: number, figure: string): number {
  return seriesOf(run, arm, figure).at(-1) ?? NaN;
}
