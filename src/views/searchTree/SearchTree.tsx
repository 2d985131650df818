/** @file A search tree at a moment. Who holds the time plays it; here it is an argument. */

import { type KeyboardEvent, memo, useId, useMemo } from 'react';
import type { NodeStatus } from '../../core/coconut/probes/searchTree';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { nodesByValue, type SearchTreeData } from './data';
import { StatusGlyph } from './glyphs';
import { placeAfterKey } from './keys';
import { type NodeFacts, type SearchTreeMarks, movingMarks, searchTreeSentence, stillMarks } from './layout';
import { type NodePlace, treePlaces, type TreePlaces } from './places';

export interface SearchTreeProps {
  readonly data: SearchTreeData;
  /** Number of thoughts; fractions while it moves from one to the next. */
  readonly time: number;
  readonly size: SizePx;
  readonly name?: string;
  readonly node?: number | undefined;
  readonly pins?: readonly number[];
  readonly onThoughts?: (thoughts: number) => void;
  readonly onNode?: (node: number | undefined) => void;
  readonly onPin?: (node: number) => void;
}

const nothing = (): void => undefined;
const NO_PINS: readonly number[] = [];

export function SearchTree({
  data,
  time,
  size,
  name = 'Search tree',
  node,
  pins = NO_PINS,
  onThoughts = nothing,
  onNode = nothing,
  onPin = nothing,
}: SearchTreeProps) {
  const id = useId();
  const { question, tree, values } = data;
  const places = useMemo(() => treePlaces({ question, tree }, size), [question, tree, size]);
  const thoughts = Math.round(time);
  const still = useMemo(() => stillMarks(data, places, thoughts), [data, places, thoughts]);
  const moving = movingMarks(data, places, time);
  const byValue = useMemo(() => nodesByValue(values[thoughts], question.nodes), [values, thoughts, question]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && node !== undefined) onPin(node);
    else {
      const next = placeAfterKey(event.key, { thoughts, node }, byValue, Math.max(0, values.length - 1));
      if (!next) return;
      if (next.node !== node) onNode(next.node);
      if (next.thoughts !== thoughts) onThoughts(next.thoughts);
    }
    event.preventDefault();
  };

  return (
    <Picture
      size={size}
      name={name}
      sentence={searchTreeSentence(data, thoughts)}
      role="tree"
      tabIndex={0}
      aria-activedescendant={node === undefined ? undefined : `${id}-${node}`}
      style={{ fontSize: places.fontPx }}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onNode(undefined)}
    >
      <Ground places={places} moving={moving} thoughts={thoughts} rootName={question.symbols[tree.root] ?? ''} />
      <Edges places={places} edges={still.edges} written={still.written} node={node} isMoving={time !== thoughts} />
      {places.nodes.map((place) => {
        const mark = moving.nodes[place.node];
        return (
          <g key={place.node} aria-hidden="true">
            <Ring place={place} places={places} facts={still.facts[place.node]} reach={mark?.reach ?? 0} />
            <Disc place={place} tone={still.facts[place.node]?.tone} radiusPx={mark?.discPx ?? 0} />
            {mark?.beforePx !== undefined && (
              <circle className="v-before" cx={place.xPx} cy={place.yPx} r={px(mark.beforePx)} />
            )}
          </g>
        );
      })}
      <g opacity={Number(moving.numbersOpacity.toFixed(3))} aria-hidden="true">
        <Numbers places={places} facts={still.facts} />
      </g>
      {places.nodes.map((place) => (
        <Item
          key={place.node}
          id={`${id}-${place.node}`}
          place={place}
          places={places}
          facts={still.facts[place.node]}
          level={(tree.depth[place.node] ?? -1) + 1 || 1}
          isAt={place.node === node}
          isPinned={pins.includes(place.node)}
          onNode={onNode}
          onPin={onPin}
        />
      ))}
    </Picture>
  );
}

interface GroundProps {
  readonly places: TreePlaces;
  readonly moving: Pick<SearchTreeMarks, 'frontier'>;
  readonly thoughts: number;
  readonly rootName: string;
}

/** The columns, the stripe behind the frontier, and the line under which nothing is reached. */
function Ground({ places, moving, thoughts, rootName }: GroundProps) {
  const { columns, reach, dividerPx, stripePx, fontPx } = places;
  const at = Math.min(thoughts, columns.length - 1);
  return (
    <g aria-hidden="true">
      <rect
        className="v-frontier"
        x={px(-stripePx / 2)}
        width={px(stripePx)}
        y={0}
        height={px(reach.bottomPx)}
        rx={6}
        transform={`translate(${px(moving.frontier.xPx)} 0)`}
      />
      {columns.map(({ xPx, words }, column) => (
        <text
          key={column}
          className={column === at ? 'v-column v-column-now' : 'v-column'}
          x={px(xPx)}
          y={fontPx + 2}
          textAnchor="middle"
        >
          {words}
          {column === at && moving.frontier.words !== '' && (
            <tspan className="v-mass" x={px(xPx)} dy="1.2em">
              {moving.frontier.words}
            </tspan>
          )}
        </text>
      ))}
      {dividerPx !== undefined && (
        <>
          <line className="v-grid-line" x1={0} x2="100%" y1={px(dividerPx)} y2={px(dividerPx)} />
          <text className="v-column" x={0} y={px(dividerPx + fontPx * 1.25)}>
            not reached from {rootName}
          </text>
        </>
      )}
    </g>
  );
}

interface EdgesProps extends Pick<SearchTreeMarks, 'edges' | 'written'> {
  readonly places: TreePlaces;
  readonly node: number | undefined;
  readonly isMoving: boolean;
}

const Edges = memo(function Edges({ places, edges, written, node, isMoving }: EdgesProps) {
  return (
    <g aria-hidden="true">
      {places.edges.map(({ edge, from, to, kind, path, head }) => {
        const mark = edges[edge];
        const isNear = node !== undefined && (from === node || to === node);
        return (
          <g key={edge} className={`v-edge v-edge-${kind}`} data-reached={mark?.isReached} data-near={isNear}>
            <path d={path} strokeWidth={px(mark?.widthPx ?? 1)} />
            {head && <path className="v-edge-head" d={head} />}
          </g>
        );
      })}
      <g className="v-written" opacity={isMoving ? 0.25 : 1}>
        {written.map(({ isThere, path, head, middle: [xPx, yPx] }, i) => (
          <g key={i} data-there={isThere}>
            <path d={path} />
            <path className="v-edge-head" d={head} />
            {!isThere && (
              <path className="v-wrong" d="M-5,-5L5,5M-5,5L5,-5" transform={`translate(${px(xPx)} ${px(yPx)})`} />
            )}
          </g>
        ))}
      </g>
    </g>
  );
});

interface RingProps {
  readonly place: NodePlace;
  readonly places: TreePlaces;
  readonly facts: NodeFacts | undefined;
  readonly reach: number;
}

/** The whole of a value of one; dashed while its layer is a ghost. */
const Ring = memo(function Ring({ place: { xPx, yPx }, places: { ringPx }, facts, reach }: RingProps) {
  const isRoot = facts?.status === 'root';
  const shape = { className: 'v-node-ring', 'data-tone': facts?.tone };
  return (
    <>
      {reach < 1 && (
        <circle className="v-node-ghost" data-tone={facts?.tone} cx={px(xPx)} cy={px(yPx)} r={px(ringPx)} />
      )}
      {reach > 0 && facts?.tone !== 'outside' && (
        <g opacity={px(reach)}>
          {isRoot ? (
            <rect
              {...shape}
              x={px(xPx - ringPx)}
              y={px(yPx - ringPx)}
              width={px(2 * ringPx)}
              height={px(2 * ringPx)}
              rx={px(ringPx * 0.35)}
            />
          ) : (
            <circle {...shape} cx={px(xPx)} cy={px(yPx)} r={px(ringPx)} />
          )}
        </g>
      )}
    </>
  );
});

interface DiscProps {
  readonly place: NodePlace;
  readonly tone: NodeFacts['tone'] | undefined;
  readonly radiusPx: number;
}

const Disc = memo(function Disc({ place: { xPx, yPx }, tone, radiusPx }: DiscProps) {
  if (radiusPx < 0.05) return undefined;
  return <circle className="v-disc" data-tone={tone} cx={px(xPx)} cy={px(yPx)} r={px(radiusPx)} />;
});

interface NumbersProps {
  readonly places: TreePlaces;
  readonly facts: readonly NodeFacts[];
}

/** The computed values and the heights, apart from the names, so that they alone fade. */
const Numbers = memo(function Numbers({ places, facts }: NumbersProps) {
  return places.nodes.map((place) => {
    const own = facts[place.node];
    const height = places.hasHeights ? (own?.height ?? '') : '';
    if (!own || (own.number === '' && height === '')) return undefined;
    const { x, y, textAnchor } = labelAt(place, places, 1);
    return (
      <text
        key={place.node}
        className="v-value v-halo"
        x={x}
        y={y}
        textAnchor={textAnchor}
        data-frontier={own.isFrontier}
      >
        {own.number}
        {own.change !== '' && (
          <tspan className="v-change" dx={4}>
            {own.change}
          </tspan>
        )}
        {height !== '' && (
          <tspan className="v-node-height" dx={own.number === '' ? 0 : 5}>
            {height}
          </tspan>
        )}
      </text>
    );
  });
});

interface ItemProps {
  readonly id: string;
  readonly place: NodePlace;
  readonly places: TreePlaces;
  readonly facts: NodeFacts | undefined;
  readonly level: number;
  readonly isAt: boolean;
  readonly isPinned: boolean;
  readonly onNode: (node: number | undefined) => void;
  readonly onPin: (node: number) => void;
}

/** The name, the sign and the room for a pointer: what a screen reader walks over. */
const Item = memo(function Item({ id, place, places, facts, level, isAt, isPinned, onNode, onPin }: ItemProps) {
  const { node, xPx, yPx, name } = place;
  const { ringPx, fontPx, labelSide } = places;
  if (!facts) return undefined;
  const { x, y, textAnchor } = labelAt(place, places, 0);
  return (
    <g
      id={id}
      className="v-tree-item"
      role="treeitem"
      aria-level={level}
      aria-label={facts.sentence}
      aria-selected={isPinned}
      data-node={node}
      data-tone={facts.tone}
      data-frontier={facts.isFrontier}
      onPointerEnter={() => onNode(node)}
      onClick={() => onPin(node)}
    >
      {(isAt || isPinned) && (
        <circle
          className={isAt ? 'v-ring v-ring-cursor' : 'v-ring'}
          cx={px(xPx)}
          cy={px(yPx)}
          r={px(ringPx + (labelSide === 'below' ? 4 : 2.5))}
        />
      )}
      <StatusGlyph
        status={facts.status}
        {...glyphAt(place, places, facts.status)}
        sizePx={Math.max(4.5, fontPx * 0.46)}
      />
      <text
        className="v-halo v-node-name"
        x={x}
        y={y}
        textAnchor={textAnchor}
        data-candidate={facts.status === 'target' || facts.status === 'distractor'}
      >
        {name}
      </text>
      <circle className="v-touch" cx={px(xPx)} cy={px(yPx)} r={px(Math.max(ringPx + 4, 16))} />
    </g>
  );
});

/** A road ends where it would go on; the other signs stand beside the ring's shoulder. */
function glyphAt({ xPx, yPx }: NodePlace, { ringPx, fontPx, labelSide }: TreePlaces, status: NodeStatus) {
  if (status === 'deadEnd' && labelSide === 'below') return { xPx: xPx + ringPx + fontPx * 0.5, yPx };
  return { xPx: xPx + ringPx * 0.82, yPx: yPx - ringPx * 0.82 };
}

/** Where a line of a node's label stands: 0 the name, 1 the number. */
function labelAt({ xPx, yPx }: NodePlace, { ringPx, fontPx, labelSide }: TreePlaces, line: 0 | 1) {
  const step = fontPx * 1.12;
  return labelSide === 'below'
    ? { x: px(xPx), y: px(yPx + ringPx + fontPx * 1.05 + line * step), textAnchor: 'middle' as const }
    : { x: px(xPx + ringPx + 4), y: px(yPx + fontPx * 0.36 - step / 2 + line * step), textAnchor: 'start' as const };
}

function px(value: number): number {
  return Math.round(value * 100) / 100;
}
