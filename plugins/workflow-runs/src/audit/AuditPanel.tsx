import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  RedactedText,
  RowsSkeleton,
  Timestamp,
  useRunActions,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { entityName } from '../layout/entityName';

/** What was asked of a run, by whom, when and why. */
export function AuditPanel(props: { runId: string }) {
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { items, loading, error, reload } = useRunActions(props.runId);
  if (loading) return <RowsSkeleton rows={3} rowHeight={40} />;
  if (error) {
    return (
      <ErrorState
        dense
        error={error}
        title={t('audit.error')}
        onRetry={reload}
      />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState dense title={t('audit.empty')}>
        {t('audit.emptyHint')}
      </EmptyState>
    );
  }
  return (
    <div style={{ padding: '0 8px 8px' }}>
      <DataTable
        label={t('tabs.audit')}
        items={items}
        idOf={action => action.id}
        columns={[
          {
            id: 'at',
            label: t('audit.at'),
            width: 140,
            cell: action => <Timestamp value={action.requestedAt} />,
          },
          {
            id: 'action',
            label: t('audit.action'),
            cell: action => <strong>{words('action', action.action)}</strong>,
          },
          {
            id: 'actor',
            label: t('audit.actor'),
            cell: action => (
              <span title={action.actor}>{entityName(action.actor)}</span>
            ),
          },
          {
            id: 'reason',
            label: t('audit.reason'),
            width: '40%',
            cell: action =>
              action.reason ? (
                <RedactedText text={action.reason} />
              ) : (
                t('audit.noReason')
              ),
          },
          {
            id: 'status',
            label: t('audit.status'),
            cell: action =>
              [words('actionStatus', action.status), action.message]
                .filter(Boolean)
                .join(': '),
          },
        ]}
      />
    </div>
  );
}
