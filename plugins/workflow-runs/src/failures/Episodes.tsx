import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  Timestamp,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';

/** When it began, and when a run of the workflow went well again. */
export function Episodes(props: { group: FailureGroupDetail }) {
  const { group } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const title = t('failures.episodes');
  return (
    <Card label={title}>
      <CardTitle title={title} scope={t('failures.episodesScope')} />
      {group.latestEpisodes.length === 0 ? (
        <EmptyState dense title={t('failures.noEpisodes')}>
          {t('failures.noEpisodesHint')}
        </EmptyState>
      ) : (
        <DataTable
          label={title}
          columns={[
            {
              id: 'environment',
              label: t('failures.columns.environment'),
              cell: ({ environment }) => <bdi>{environment}</bdi>,
            },
            {
              id: 'started',
              label: t('failures.columns.started'),
              cell: ({ startedAt }) => <Timestamp value={startedAt} />,
            },
            {
              id: 'ended',
              label: t('failures.columns.ended'),
              cell: ({ endedAt }) =>
                endedAt ? <Timestamp value={endedAt} /> : t('failures.goesOn'),
            },
            {
              id: 'failures',
              label: t('failures.columns.failures'),
              number: true,
              cell: ({ failures }) => formats.number(failures),
            },
          ]}
          items={group.latestEpisodes}
          idOf={({ environment, startedAt }) => `${environment} ${startedAt}`}
        />
      )}
    </Card>
  );
}
