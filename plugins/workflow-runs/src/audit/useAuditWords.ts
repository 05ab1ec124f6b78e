import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import {
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** What was done: of runs, the action says it alone; of other things, which kind of thing it was done to. */
export function useAuditWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  return useCallback(
    ({ event, action }: Pick<AuditEntry, 'event' | 'action'>): string => {
      const key = `words.audited.${event}.${action}`;
      const said: string = t(key as any, {});
      return said === key || !said ? words('action', action) : said;
    },
    [t, words],
  );
}
