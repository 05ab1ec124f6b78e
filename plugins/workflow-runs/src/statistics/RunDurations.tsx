import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { ChartCard } from '../layout/ChartCard';
import { DurationBars } from './DurationBars';
import { RunRows } from './RunRows';
import { StatisticsProps } from './Statistics';
import { RunsSummary } from './summarizeRuns';

/** How long each run took, and what became of it. */
export function RunDurations(
  props: StatisticsProps & { summary: RunsSummary },
) {
  const { runs, hrefOf, summary } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const title = t('statistics.runs');
  return (
    <ChartCard
      title={title}
      scope={t('statistics.runsNote')}
      chart={<DurationBars runs={runs} hrefOf={hrefOf} summary={summary} />}
      table={<RunRows label={title} runs={runs} hrefOf={hrefOf} />}
    />
  );
}
