import { useState } from 'react';
import GetApp from '@material-ui/icons/GetApp';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  hasEnded,
  RowsSkeleton,
  RunSnapshot,
  Timestamp,
  useArtifactContent,
  useArtifacts,
  VisuallyHidden,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { formatBytes } from '../layout/formatBytes';
import { Notice } from '../layout/Notice';
import { saveFile } from '../layout/saveFile';

/** Files that a run has made. */
export function ArtifactsPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { items, loading, error, reload } = useArtifacts(run.id);
  const content = useArtifactContent();
  const [problem, setProblem] = useState<string>();

  if (loading) return <RowsSkeleton rows={3} rowHeight={40} />;
  if (error) {
    return (
      <ErrorState
        dense
        error={error}
        title={t('artifacts.error')}
        onRetry={reload}
      />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState
        dense
        title={
          hasEnded(run.status) ? t('artifacts.empty') : t('artifacts.emptyLive')
        }
      >
        {t('artifacts.emptyHint')}
      </EmptyState>
    );
  }
  const download = async (artifact: Artifact) => {
    setProblem(undefined);
    try {
      saveFile(await content(artifact), artifact.name);
    } catch (failure) {
      setProblem(
        t('artifacts.downloadFailed', {
          name: artifact.name,
          message: describeError(failure).message,
        }),
      );
    }
  };
  return (
    <div style={{ padding: '0 8px 8px' }}>
      {problem && (
        <Notice tone="failed" role="alert">
          {problem}
        </Notice>
      )}
      <DataTable
        label={t('tabs.artifacts')}
        items={items}
        idOf={artifact => artifact.id}
        columns={[
          {
            id: 'name',
            label: t('artifacts.name'),
            cell: artifact => <strong>{artifact.name}</strong>,
          },
          {
            id: 'step',
            label: t('artifacts.step'),
            cell: artifact =>
              steps.find(step => step.stepKey === artifact.stepKey)?.name ??
              artifact.stepKey,
          },
          {
            id: 'type',
            label: t('artifacts.type'),
            cell: artifact => artifact.contentType,
          },
          {
            id: 'size',
            label: t('artifacts.size'),
            number: true,
            width: 96,
            cell: artifact => formatBytes(artifact.bytes),
          },
          {
            id: 'created',
            label: t('artifacts.created'),
            width: 140,
            cell: artifact => <Timestamp value={artifact.createdAt} />,
          },
          {
            id: 'download',
            label: (
              <VisuallyHidden>{t('artifacts.downloadShort')}</VisuallyHidden>
            ),
            width: 140,
            number: true,
            cell: artifact => (
              <TextButton
                size="small"
                startIcon={<GetApp style={{ fontSize: 16 }} />}
                aria-label={t('artifacts.download', { name: artifact.name })}
                onClick={() => download(artifact)}
              >
                {t('artifacts.downloadShort')}
              </TextButton>
            ),
          },
        ]}
      />
    </div>
  );
}
