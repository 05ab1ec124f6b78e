import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** Outcomes, what a reader has to see to first. */
export const OUTCOMES = ['failed', 'refused', 'canceled', 'done'] as const;

/** What has become of the runs of a job, in a line: `3 failed, 8 done, 4 left`. */
export function useCountWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  return (counts: BulkJob['counts']): string =>
    ([...OUTCOMES, 'pending'] as const)
      .filter(outcome => counts[outcome] > 0)
      .map(outcome =>
        t(`bulk.counts.${outcome}`, { runs: formats.number(counts[outcome]) }),
      )
      .join(', ');
}
