import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  auditExportFormatSchema,
  AuditFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  workflowRunsApiRef,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ExportMenuButton } from '../layout/ExportMenuButton';

/** Saves all entries that fit the filter as a file: not only those that are shown. */
export function AuditExportButton(props: { filter: AuditFilterQuery }) {
  const { filter } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const api = useApi(workflowRunsApiRef);
  return (
    <ExportMenuButton
      formats={auditExportFormatSchema.options}
      words={{
        button: t('audit.export.button'),
        busy: t('audit.export.busy'),
        scope: t('audit.export.scope'),
        format: format => t(`audit.export.${format}`),
        failed: message => t('audit.export.failed', { message }),
      }}
      fileName="workflow-runs-audit"
      take={format => api.exportAudit(filter, format)}
      style={{ alignSelf: 'flex-start', flexShrink: 0 }}
    />
  );
}
