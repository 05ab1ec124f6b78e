import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Statistics } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { FigureId, FIGURES } from './figures';
import { PartProps } from './parts';
import { only } from './runsQuery';
import { useFigureWords } from './useFigureWords';

type Row = Statistics['environments'][number];

const SHOWN: FigureId[] = ['runs', 'successRate', 'p50', 'p95'];

/** What the runs of each environment come to; not there where there is but one. */
export function EnvironmentsTable(props: PartProps) {
  const { statistics, runsHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFigureWords();
  const title = t('statistics.environments.title');
  if (statistics.environments.length < 2) return null;
  return (
    <Card label={title}>
      <CardTitle title={title} />
      <DataTable<Row>
        label={title}
        items={statistics.environments}
        idOf={({ environment }) => environment}
        columns={[
          {
            id: 'environment',
            label: t('statistics.columns.environment'),
            cell: ({ environment }) => environment,
          },
          ...SHOWN.map(id => ({
            id,
            label: t(`statistics.names.${id}`),
            number: true,
            cell: ({ environment, figures }: Row) => (
              <Link
                to={runsHref({
                  ...FIGURES[id].query,
                  environment: only(environment),
                })}
              >
                {words.valueOf(id, figures)}
              </Link>
            ),
          })),
        ]}
      />
    </Card>
  );
}
