/** @file A problem that the model at hand was never asked is asked as soon as the engine can. */

import { useEffect, useRef } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { useActions, useApp } from '../../../AppContext';
import { modelOf, mostThoughts, questionOf } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';

/** A graph that is being drawn changes with every click: it is asked when it has come to rest. */
const REST_MS = 500;
/** Where the run at hand does not say how many thoughts its model was taught. */
const SOME_THOUGHTS = 3;

export function useAskUnknown(entry: RunEntry, problem: Problem, isKnown: boolean): void {
  const isReady = useApp(({ engine }) => engine.kind === 'ready');
  const isLaidOut = useApp(({ desk }) => desk.list !== undefined);
  const hasModel = useApp(({ recorded }) => modelOf(entry, recorded) !== undefined);
  const most = useApp(mostThoughts);
  const { askModel } = useActions();
  const asked = useRef(new Set<string>());
  const isDue = isReady && isLaidOut && hasModel && !isKnown;
  useEffect(() => {
    const question = questionOf(problem);
    if (!isDue || asked.current.has(question)) return;
    const timer = setTimeout(() => {
      asked.current.add(question);
      void askModel(entry, problem, most > 0 ? most : SOME_THOUGHTS, false);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [isDue, entry, problem, most, askModel]);
}
