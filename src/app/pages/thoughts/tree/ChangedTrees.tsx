/** @file The tree as it is and the tree with a changed thought, side by side in one layout. */

import { useMemo } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { chance } from '../../../../views/format';
import { type SearchTreeData } from '../../../../views/searchTree/data';
import { searchTreeTable } from '../../../../views/searchTree/layout';
import { searchTreeHeightPx } from '../../../../views/searchTree/places';
import { SearchTree } from '../../../../views/searchTree/SearchTree';
import { Words } from '../../../../views/thoughtStrip/Words';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { togglePin } from '../../../state/cursor';
import { changedNodes } from './changes';
import { INTERVENTION_WORDS } from './interventionWords';
import { Measured } from '../findings/Measured';
import { type ChangedProblem, type ProbedProblem, type ProbedThoughts, treeOf } from '../ask/probed';
import { useThoughtTime } from './useThoughtTime';

interface Props {
  readonly problem: Problem;
  readonly tree: SearchTreeData;
  readonly clean: ProbedProblem;
  readonly shown: ChangedProblem;
  readonly thoughts: number;
}

/** The first so many changes are read; the table of the picture has them all. */
const MOST_CHANGES = 8;

export function ChangedTrees({ problem, tree, clean, shown, thoughts }: Props) {
  const { kind, thought } = shown.intervention;
  const changed = useMemo(
    () => ({ ...treeOf(problem, shown.byThoughts), before: tree.values }),
    [problem, shown, tree.values],
  );
  const { name } = INTERVENTION_WORDS[kind];
  const [before, after] = [clean.byThoughts[thoughts], shown.byThoughts[thoughts]];
  return (
    <>
      <div className="figure-pair">
        <OneTree name="As it is" tree={tree} thoughts={thoughts} answer={before} />
        <OneTree name={`Thought ${thought}: ${name}`} tree={changed} thoughts={thoughts} answer={after} />
      </div>
      {before && after && <Changes problem={problem} before={before} after={after} />}
    </>
  );
}

interface OneProps {
  readonly name: string;
  readonly tree: SearchTreeData;
  readonly thoughts: number;
  readonly answer: ProbedThoughts | undefined;
}

function OneTree({ name, tree, thoughts, answer }: OneProps) {
  const { look } = useActions();
  const node = useApp(({ cursor }) => cursor.node);
  const pins = useApp(({ cursor }) => cursor.nodePins);
  const time = useThoughtTime(thoughts, 1);
  return (
    <Figure name={name} table={() => searchTreeTable(tree)}>
      <p className="change-answer">
        after {thoughts} {thoughts === 1 ? 'thought' : 'thoughts'}: <Words words={answer?.words ?? []} />
      </p>
      <Measured>
        {(widthPx) => (
          <SearchTree
            data={tree}
            name={name}
            time={time}
            size={{ widthPx, heightPx: searchTreeHeightPx(tree, widthPx) }}
            node={node}
            pins={pins}
            onThoughts={(next) => look({ thoughts: next })}
            onNode={(next) => look({ node: next })}
            onPin={(next) => look({ nodePins: togglePin(pins, next) })}
          />
        )}
      </Measured>
    </Figure>
  );
}

interface ChangesProps {
  readonly problem: Problem;
  readonly before: ProbedThoughts;
  readonly after: ProbedThoughts;
}

function Changes({ problem, before, after }: ChangesProps) {
  const rows = changedNodes(problem, before, after);
  if (rows.length === 0) return <p className="change-none">No value changes by 0.01 or more.</p>;
  return (
    <ul className="change-nodes" aria-label="Changed values">
      {rows.slice(0, MOST_CHANGES).map(({ node, name, before: was, after: is }) => (
        <li key={node}>
          <strong>{name}</strong> {chance(was)} → {chance(is)}
        </li>
      ))}
    </ul>
  );
}
