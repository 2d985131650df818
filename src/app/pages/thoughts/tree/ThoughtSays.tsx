/** @file What each thought says: the words nearest to it, and how near it lies to each name. */

import { useMemo } from 'react';
import { narrowestGroup, nodeGroups } from '../../../../core/coconut/probes/nodeGroups';
import { NearestWords } from '../../../../views/nearestWords/NearestWords';
import { heardTable, type HeardThought } from '../../../../views/nearestWords/heard';
import { NodeProducts } from '../../../../views/nodeProducts/NodeProducts';
import { type NodeProductsData, nodeProductsTable } from '../../../../views/nodeProducts/layout';
import type { SearchTreeData } from '../../../../views/searchTree/data';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { Sized } from '../../../../views/Sized';
import { type ProbedProblem, productsOf } from '../ask/probed';

/** Words told for each thought. */
const HEARD = 5;
const PANEL_PX = 118;
const AXIS_PX = 44;

interface Props {
  readonly probed: ProbedProblem;
  readonly tree: SearchTreeData;
  readonly thoughts: number;
}

export function ThoughtSays({ probed, tree, thoughts }: Props) {
  const node = useApp(({ cursor }) => cursor.node);
  const edges = useApp(({ desk }) => desk.edges);
  const { setDesk } = useActions();
  const heard = useMemo(() => heardThoughts(probed, tree), [probed, tree]);
  const products = useMemo(() => groupedProducts(probed, tree), [probed, tree]);
  return (
    <>
      <Figure name="What each thought says" source="Figure 4" table={() => heardTable(heard)} isDrawn={false}>
        <p className="figure-lead">Words nearest to the thought by the output head; names on the frontier in colour.</p>
        <NearestWords thoughts={heard} shown={thoughts} />
        <label className="check">
          <input
            type="checkbox"
            checked={edges === 'attention'}
            onChange={(event) => setDesk({ edges: event.target.checked ? 'attention' : 'plain' })}
          />
          Attention as the width of the tree’s edges
        </label>
      </Figure>
      {products && (
        <Figure name="Thought · name" source="Superposition, §5" table={() => nodeProductsTable(products)}>
          <Sized heightPx={AXIS_PX + PANEL_PX * products.products.length}>
            {(size) => <NodeProducts data={products} node={node} size={size} />}
          </Sized>
        </Figure>
      )}
    </>
  );
}

function heardThoughts({ read, words }: ProbedProblem, { question, tree }: SearchTreeData): HeardThought[] {
  if (!read) return [];
  return Array.from(read.norm, (norm, i) => ({
    norm,
    words: Array.from({ length: HEARD }, (_, rank) => {
      const at = i * HEARD + rank;
      const text = words[read.wordIds[at] ?? -1] ?? '';
      const node = question.symbols.indexOf(text);
      return {
        text,
        chance: read.wordProbability[at] ?? NaN,
        role: node >= 0 && tree.depth[node] === i + 1 ? 'frontier' : 'other',
      } as const;
    }),
  }));
}

function groupedProducts(probed: ProbedProblem, { question }: SearchTreeData): NodeProductsData | undefined {
  const products = productsOf(probed);
  if (!products || products.length === 0) return undefined;
  return {
    symbols: question.symbols,
    products,
    groups: products.map((_, i) => narrowestGroup(nodeGroups(question, i + 1), question.nodes)),
  };
}
