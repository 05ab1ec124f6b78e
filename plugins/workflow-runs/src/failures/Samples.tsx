import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import {
  shortenId,
  StatusChip,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { useFailureLinks } from './useFailureLinks';

/** The latest runs that failed so. */
export function Samples(props: {
  group: FailureGroupDetail;
  hrefOf: (runId: string) => string;
}) {
  const { group, hrefOf } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const links = useFailureLinks();
  const title = t('failures.samples');
  return (
    <Card label={title}>
      <CardTitle title={title}>
        <Link to={links.runs(group.id)}>{t('failures.allRuns')}</Link>
      </CardTitle>
      <DataTable
        label={title}
        columns={[
          {
            id: 'run',
            label: t('failures.columns.run'),
            cell: ({ runId }) => (
              <Link to={hrefOf(runId)} title={runId}>
                {shortenId(runId)}
              </Link>
            ),
          },
          {
            id: 'environment',
            label: t('failures.columns.environment'),
            cell: ({ environment }) => <bdi>{environment}</bdi>,
          },
          {
            id: 'version',
            label: t('failures.columns.version'),
            cell: ({ version }) => <bdi>{version}</bdi>,
          },
          {
            id: 'failedAt',
            label: t('failures.columns.failedAt'),
            cell: ({ failedAt }) => <Timestamp value={failedAt} />,
          },
          {
            id: 'now',
            label: t('failures.columns.now'),
            cell: ({ isFailed }) =>
              isFailed ? (
                <StatusChip status="failed" size="small" />
              ) : (
                t('failures.retried')
              ),
          },
        ]}
        items={group.samples}
        idOf={({ runId }) => runId}
      />
    </Card>
  );
}
