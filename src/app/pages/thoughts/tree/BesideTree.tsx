/** @file Beside the tree: the node at hand, the pinned ones, and what each thought says. */

import { useMemo } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { NodeCard } from '../../../../views/nodeCard/NodeCard';
import { nodeFactSheet } from '../../../../views/nodeCard/sheet';
import { nodesByValue } from '../../../../views/searchTree/data';
import { useActions, useApp } from '../../../AppContext';
import { shownThoughts, togglePin } from '../../../state/cursor';
import { taughtThoughts } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';
import { PinnedNodes } from './PinnedNodes';
import { productsOf } from '../ask/probed';
import { ThoughtSays } from './ThoughtSays';
import { useProbed } from '../ask/useProbed';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem | undefined;
}

export function BesideTree({ entry, problem }: Props) {
  return problem ? <BesideProblem entry={entry} problem={problem} /> : undefined;
}

function BesideProblem({ entry, problem }: { readonly entry: RunEntry; readonly problem: Problem }) {
  const { tree, probed } = useProbed(entry, problem);
  const { look } = useActions();
  const cursor = useApp((state) => state.cursor);
  const thoughts = shownThoughts(cursor, taughtThoughts(entry), Math.max(0, tree.values.length - 1));
  const { nodes } = tree.question;
  // Without a node under the pointer, the one that the model thinks most of; where it was not asked, where thinking begins.
  const first = probed ? nodesByValue(tree.values[thoughts], nodes)[0] : tree.tree.root;
  const node = cursor.node !== undefined && cursor.node < nodes ? cursor.node : first;
  const sheet = useMemo(
    () => (node === undefined ? undefined : nodeFactSheet(tree, node, probed && productsOf(probed))),
    [tree, node, probed],
  );
  return (
    <>
      {sheet && node !== undefined && (
        <section aria-label="Node" className="beside-part">
          <NodeCard
            sheet={sheet}
            thoughts={thoughts}
            isPinned={cursor.nodePins.includes(node)}
            onPin={() => look({ nodePins: togglePin(cursor.nodePins, node) })}
            onThoughts={(next) => look({ thoughts: next })}
          />
        </section>
      )}
      {cursor.nodePins.length > 0 && <PinnedNodes tree={tree} thoughts={thoughts} pins={cursor.nodePins} />}
      {probed?.read && probed.read.norm.length > 0 && <ThoughtSays probed={probed} tree={tree} thoughts={thoughts} />}
    </>
  );
}
