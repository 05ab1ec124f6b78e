import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter, RunSort } from 'backstage-plugin-workflow-runs-common';
import {
  workflowRunsApiRef,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ExportMenuButton } from '../../layout/ExportMenuButton';

const FORMATS = ['csv', 'jsonl'] as const;

/** Saves all runs that fit the filter as a file: not only those that are shown or selected. */
export function ExportButton(props: { filter: RunFilter; sort: RunSort }) {
  const { filter, sort } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const api = useApi(workflowRunsApiRef);
  return (
    <ExportMenuButton
      formats={FORMATS}
      words={{
        button: t('list.export.button'),
        busy: t('list.export.busy'),
        scope: t('list.export.scope'),
        format: format => t(`list.export.${format}`),
        failed: message => t('list.export.failed', { message }),
      }}
      fileName="workflow-runs"
      take={format => api.exportRuns(filter, format, { sort })}
    />
  );
}
