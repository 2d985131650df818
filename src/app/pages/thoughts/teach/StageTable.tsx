/** @file The curriculum before it starts: what each stage writes and thinks, and for how many steps it is trained. */

import { METHODS } from '../../../../core/coconut/curriculum/methods';
import type { ThoughtsConfig } from '../../../../core/trace/config/config';

interface Props {
  readonly config: ThoughtsConfig;
  readonly onSteps: (steps: readonly number[]) => void;
}

const MOST_STEPS = 100_000;

export function StageTable({ config, onSteps }: Props) {
  const { stages, method, thoughtsPerStep } = config;
  const { removal, slots } = METHODS[method];
  const steps = stages.map((stage) => stage.steps);
  const thoughtsAt = (stage: number): number => (slots === 'none' ? 0 : stage * thoughtsPerStep);
  return (
    <div className="table-scroll stage-table" tabIndex={0} role="region" aria-label="Stages">
      <table className="runs">
        <thead>
          <tr>
            <th scope="col">stage</th>
            <th scope="col">problems</th>
            <th scope="col">written steps</th>
            <th scope="col">thoughts</th>
            <th scope="col">training steps</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, levels }, i) => (
            <tr key={i}>
              <th scope="row">{i}</th>
              <td>{levels.length > 0 ? levels.join(', ') : 'of the file'}</td>
              <td>{writtenWords(removal, stage)}</td>
              <td>{removal === 'all' ? thoughtsAt(stages.at(-1)?.stage ?? 0) : thoughtsAt(stage)}</td>
              <td>
                <input
                  type="number"
                  aria-label={`Training steps of stage ${i}`}
                  min={1}
                  max={MOST_STEPS}
                  step={1}
                  value={steps[i]}
                  onChange={(event) => {
                    const typed = event.target.valueAsNumber;
                    if (Number.isInteger(typed) && typed >= 1 && typed <= MOST_STEPS) onSteps(steps.with(i, typed));
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function writtenWords(removal: 'none' | 'all' | 'steps' | 'tokens', stage: number): string {
  switch (removal) {
    case 'none':
      return 'all';
    case 'all':
      return 'none';
    case 'tokens':
      return 'one token fewer at a time';
    case 'steps':
      return stage === 0 ? 'all' : `without the first ${stage === 1 ? 'one' : stage}`;
  }
}
