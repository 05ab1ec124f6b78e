import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  RowsSkeleton,
  StaleNote,
  useWorkflowSlos,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { RunsQuery } from '../statistics/runsQuery';
import { useStatisticsStyles } from '../statistics/useStatisticsStyles';
import { HowToSet } from './HowToSet';
import { ObjectiveCard } from './ObjectiveCard';
import { SloProblems } from './SloProblems';

/** What is expected of the runs of a workflow, and how far they are from it. */
export function WorkflowObjectives(props: {
  /** `<engine>/<name>` */
  workflow: string;
  /** Each is judged for itself; without it, all are together. */
  environment: string[] | undefined;
  listHref: (query: RunsQuery) => string;
}) {
  const { workflow, environment, listHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { root, pair } = useStatisticsStyles();
  const asked = useWorkflowSlos(workflow, environment);
  const { slos } = asked;
  const title = t('slos.title');
  if (!slos) {
    return (
      <Card label={title}>
        <CardTitle title={title} />
        {asked.loading ? (
          <RowsSkeleton rows={4} rowHeight={40} onRetry={asked.reload} />
        ) : (
          <ErrorState
            dense
            error={asked.error}
            title={t('slos.error')}
            onRetry={asked.reload}
          />
        )}
      </Card>
    );
  }
  return (
    <section aria-label={title} className={root}>
      {Boolean(asked.error) && (
        <StaleNote
          since={asked.updatedAt}
          error={asked.error}
          onRetry={asked.reload}
        />
      )}
      <SloProblems problems={slos.problems} />
      {slos.slos.length === 0 ? (
        <Card>
          <CardTitle title={title} />
          <HowToSet />
        </Card>
      ) : (
        <div className={pair}>
          {slos.slos.map(slo => (
            <ObjectiveCard
              key={`${slo.objective} ${slo.environment}`}
              slo={slo}
              timeZone={slos.timeZone}
              listHref={listHref}
            />
          ))}
        </div>
      )}
    </section>
  );
}
