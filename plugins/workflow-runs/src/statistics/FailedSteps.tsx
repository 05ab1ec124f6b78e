import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { FailureBars } from './FailureBars';
import { failuresByStep, StepFailures } from './failures';
import { StatisticsProps } from './Statistics';
import { RunsSummary } from './summarizeRuns';

/** The steps at which runs failed most. */
export function FailedSteps(props: StatisticsProps & { summary: RunsSummary }) {
  const { runs, hrefOf, summary } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const groups = failuresByStep(runs);
  const severalWorkflows =
    new Set(groups.map(each => each.workflow.id)).size > 1;
  const nameOf = ({ workflow, stepKey }: StepFailures) => {
    const step = stepKey ?? t('statistics.noStep');
    return severalWorkflows ? `${workflow.title}: ${step}` : step;
  };
  return (
    <FailureBars
      title={t('statistics.steps')}
      note={t('statistics.stepsHint')}
      column={t('statistics.columns.step')}
      groups={groups}
      nameOf={nameOf}
      summary={summary}
      hrefOf={hrefOf}
    />
  );
}
