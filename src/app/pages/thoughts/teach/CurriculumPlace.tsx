/** @file How the model came to it: the curriculum of its method, and the moments at which it was asked while it was trained. */

import { useMemo, useState } from 'react';
import { METHOD_NAMES } from '../../../../core/coconut/curriculum/methods';
import type { Problem } from '../../../../core/coconut/problems/problem';
import type { ThoughtMethod } from '../../../../core/trace/config/config';
import { Curriculum } from '../../../../views/curriculum/Curriculum';
import { curriculumHeightPx, curriculumTable } from '../../../../views/curriculum/layout';
import { Sized } from '../../../../views/Sized';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { trainedRun } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';
import { METHOD_WORDS } from '../../../../core/coconut/curriculum/methodWords';
import { curriculumRows, lastOfStage, stageAtStep, stagesOf } from './curriculumRows';
import { useProbed } from '../ask/useProbed';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem;
}

export function CurriculumPlace({ entry, problem }: Props) {
  const { method, steps, stepAt } = useProbed(entry, problem);
  const stages = useApp((state) => stagesOf(trainedRun(state)?.entry ?? entry));
  const [chosen, setChosen] = useState<ThoughtMethod>();
  const { look } = useActions();
  const drawn = chosen ?? method;
  const rows = useMemo(() => curriculumRows(problem, drawn, stages), [problem, drawn, stages]);
  const step = steps[stepAt];
  const isOwn = drawn === method;
  const shown = isOwn && step !== undefined && stages ? stageAtStep(stages, step) : undefined;
  const toStage = (stage: number) => {
    const at = stages && lastOfStage(stages, steps, stage);
    if (at !== undefined) look({ checkpoint: at });
  };
  return (
    <Figure name="Curriculum" source="Figure 2" table={() => curriculumTable(rows)}>
      <p className="figure-lead">
        {METHOD_WORDS[drawn].words}. Framed parts are learned, filled ones are given.
        {isOwn && stages ? ' Choose a stage: the tree shows what the model thought of this problem at its end.' : ''}
      </p>
      <label className="inline-field">
        Method
        <select value={drawn} onChange={(event) => setChosen(METHOD_NAMES.find((name) => name === event.target.value))}>
          {METHOD_NAMES.map((name) => (
            <option key={name} value={name}>
              {METHOD_WORDS[name].name}
            </option>
          ))}
        </select>
      </label>
      <Sized heightPx={curriculumHeightPx(rows)}>
        {(size) => <Curriculum rows={rows} shown={shown} size={size} onStage={isOwn && stages ? toStage : undefined} />}
      </Sized>
    </Figure>
  );
}
