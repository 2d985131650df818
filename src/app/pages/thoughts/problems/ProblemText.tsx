/** @file The question in its own words; the node that is looked at stands out where it is named. */

import { useMemo } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { problemText } from '../../../../core/coconut/problems/problemText';
import { searchQuestionOf } from '../../../../core/coconut/tasks/taskTree';
import { useActions, useApp } from '../../../AppContext';

export function ProblemText({ problem }: { readonly problem: Problem }) {
  const node = useApp(({ cursor }) => cursor.node);
  const { look } = useActions();
  const parts = useMemo(() => namedParts(problem), [problem]);
  return (
    <p className="problem-text" tabIndex={0}>
      {parts.map(({ text, node: named }, i) =>
        named === undefined ? (
          text
        ) : (
          <span
            key={i}
            className="problem-name"
            data-near={named === node}
            onPointerEnter={() => look({ node: named })}
            onPointerLeave={() => look({ node: undefined })}
          >
            {text}
          </span>
        ),
      )}
    </p>
  );
}

interface Part {
  readonly text: string;
  /** The node that it names. */
  readonly node?: number;
}

/** The question cut at the names of the graph's nodes. */
export function namedParts(problem: Problem): Part[] {
  const { symbols } = searchQuestionOf(problem);
  const words = problemText(problem).question.split(/(\p{L}+)/u);
  return words.map((text): Part => {
    const node = symbols.indexOf(text);
    return node < 0 ? { text } : { text, node };
  });
}
