import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { RunRows } from './RunRows';
import { StatisticsProps } from './Statistics';
import { longestRuns } from './summarizeRuns';

const MOST = 5;

/** The runs that took longest. */
export function LongestRuns(props: StatisticsProps) {
  const { runs, hrefOf } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const title = t('statistics.longest');
  return (
    <Card label={title}>
      <CardTitle title={title} />
      <RunRows label={title} runs={longestRuns(runs, MOST)} hrefOf={hrefOf} />
    </Card>
  );
}
