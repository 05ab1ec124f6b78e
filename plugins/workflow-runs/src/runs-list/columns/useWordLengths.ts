import { useMemo } from 'react';
import {
  hitlStateSchema,
  runStatusSchema,
  slaStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { useWords, Vocabulary } from 'backstage-plugin-workflow-runs-react';
import { WordLengths } from './columns';

/** How long the words of the reader's language are in the columns that hold nothing else. */
export function useWordLengths(): WordLengths {
  const words = useWords();
  return useMemo(() => {
    const longest = (vocabulary: Vocabulary, values: readonly string[]) =>
      Math.max(...values.map(value => words(vocabulary, value).length));
    return {
      status: longest('status', runStatusSchema.options),
      sla: longest('sla', slaStatusSchema.options),
      hitl: longest('hitl', hitlStateSchema.options),
    };
  }, [words]);
}
