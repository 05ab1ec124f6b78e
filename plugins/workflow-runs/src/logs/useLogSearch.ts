import { useDeferredValue, useMemo, useState } from 'react';
import { LogLine } from 'backstage-plugin-workflow-runs-common';
import { findLines } from './filterLogs';

/** What is searched for in a log, and where the reader is among what was found. */
export interface LogSearchResult {
  text: string;
  setText: (text: string) => void;
  total: number;
  /** Which of the matches is the current one, from 0; −1 while there is none. */
  position: number;
  /** Index of the line of the current match. */
  index: number | undefined;
  /** Goes on to the next match, or back, and around at the ends. */
  step: (by: 1 | -1) => void;
}

/**
 * Searches lines.
 *
 * @param onMove - the reader is led to a line
 */
export function useLogSearch(
  lines: readonly LogLine[],
  onMove: () => void,
): LogSearchResult {
  const [text, setText] = useState('');
  // The sequence of the line, for lines come and go by filters.
  const [chosen, setChosen] = useState<number>();
  const wanted = useDeferredValue(text);
  const found = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const at = found.findIndex(index => lines[index].sequence === chosen);
  const position = found.length === 0 ? -1 : Math.max(0, at);
  return {
    text,
    setText: value => {
      setText(value);
      setChosen(undefined);
      if (value.trim() !== '') onMove();
    },
    total: found.length,
    position,
    index: position < 0 ? undefined : found[position],
    step: by => {
      if (found.length === 0) return;
      const next = (position + by + found.length) % found.length;
      setChosen(lines[found[next]].sequence);
      onMove();
    },
  };
}
