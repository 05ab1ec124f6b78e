import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { HeldRuns } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { formatBytes } from '../layout/formatBytes';

/** What runs a policy is about, as far as it says. */
export interface Who {
  tenantId: string | null;
  workflow: string | null;
  status: string | null;
}

/** The words of this screen that are put together. */
export function useRetentionWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useWords();
  return {
    /** `acme, embedded/orders, Failed` */
    who: ({ tenantId, workflow, status }: Who) =>
      [tenantId, workflow, status && words('status', status)]
        .filter(Boolean)
        .join(', ') || t('retention.all'),
    held: ({ reason, tag, runs }: HeldRuns) =>
      t(`retention.held.${reason}`, {
        runs: formats.number(runs),
        tag: tag ?? '',
      }),
    bytes: (bytes: number) => formatBytes(bytes, formats.locale),
  };
}
