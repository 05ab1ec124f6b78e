import { useState } from 'react';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { FigureId, FIGURES } from './figures';
import { PartProps } from './parts';
import { only } from './runsQuery';
import { useFigureWords } from './useFigureWords';
import { MOST_WORKFLOWS, WorkflowFigures } from './workflowRanks';

const SHOWN: FigureId[] = [
  'runs',
  'successRate',
  'failureRate',
  'retries',
  'p50',
  'p95',
  'sla',
];

/** What the runs of each workflow come to; the one with most runs first. */
export function WorkflowsTable(props: PartProps) {
  const { statistics, runsHref, workflowHref } = props;
  const { workflows, totals } = statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useFigureWords();
  const [all, setAll] = useState(false);
  const title = t('statistics.byWorkflow.title');
  return (
    <Card label={title}>
      <CardTitle
        title={title}
        scope={t('statistics.byWorkflow.scope', {
          workflows: formats.number(totals.workflows),
          runs: formats.number(totals.runs),
        })}
      >
        {workflows.length > MOST_WORKFLOWS && (
          <TextButton size="small" color="primary" onClick={() => setAll(!all)}>
            {all
              ? t('statistics.showFewer')
              : t('statistics.showAll', { all: String(workflows.length) })}
          </TextButton>
        )}
      </CardTitle>
      <DataTable<WorkflowFigures>
        label={title}
        items={all ? workflows : workflows.slice(0, MOST_WORKFLOWS)}
        idOf={({ workflow }) => workflow.id}
        columns={[
          {
            id: 'workflow',
            label: t('statistics.columns.workflow'),
            cell: ({ workflow }) => (
              <Link
                to={workflowHref(workflow)}
                // Beside so many numbers it would be broken letter by letter.
                style={{ display: 'inline-block', minWidth: 120 }}
              >
                {workflow.title}
              </Link>
            ),
          },
          ...SHOWN.map(id => ({
            id,
            label: t(`statistics.names.${id}`),
            number: true,
            cell: ({ workflow, figures }: WorkflowFigures) => (
              <Link
                to={runsHref({
                  ...FIGURES[id].query,
                  workflow: only(workflow.ref),
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
