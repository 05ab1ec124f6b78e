import { ReactNode } from 'react';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { DurationByWorkflow } from './DurationByWorkflow';
import { DurationsOverTime } from './DurationsOverTime';
import { EnvironmentsTable } from './EnvironmentsTable';
import { ErrorCategories } from './ErrorCategories';
import { FailuresByWorkflow } from './FailuresByWorkflow';
import { FigureCards } from './FigureCards';
import { FlakiestSteps } from './FlakiestSteps';
import { LongestRuns } from './LongestRuns';
import { MostRetriedSteps } from './MostRetriedSteps';
import { MostUsedSteps } from './MostUsedSteps';
import { OutcomesOverTime } from './OutcomesOverTime';
import { PartProps } from './parts';
import { RecentRuns } from './RecentRuns';
import { RedWorkflow } from './redWorkflows';
import { RedWorkflowsCard } from './RedWorkflowsCard';
import { SlowestSteps } from './SlowestSteps';
import { SuccessOverTime } from './SuccessOverTime';
import { TaskQueuesTable } from './TaskQueuesTable';
import { useStatisticsStyles } from './useStatisticsStyles';
import { VersionComparison } from './VersionComparison';
import { WorkflowsTable } from './WorkflowsTable';

/** All parts of the statistics, the most urgent first. */
export function StatisticsParts(
  props: PartProps & {
    hrefOf: (runId: string) => string;
    /** The runs that it is about, whenever they were. */
    filter: RunFilter;
    allHref: string;
    red: { red: RedWorkflow[]; error: unknown };
    /** How far the runs are from what is expected of them. */
    objectives: ReactNode;
  },
) {
  const { hrefOf, filter, allHref, red, objectives, ...parts } = props;
  const { several } = parts;
  const { pair, tables } = useStatisticsStyles();
  return (
    <>
      {several && (
        <RedWorkflowsCard
          {...parts}
          red={red.red}
          error={red.error}
          hrefOf={hrefOf}
        />
      )}
      {several && objectives}
      <FigureCards {...parts} />
      {!several && objectives}
      <div className={pair}>
        <OutcomesOverTime {...parts} />
        <DurationsOverTime {...parts} />
      </div>
      <div className={pair}>
        <SuccessOverTime {...parts} />
        <ErrorCategories {...parts} />
      </div>
      {several && (
        <>
          <WorkflowsTable {...parts} />
          <div className={pair}>
            <DurationByWorkflow {...parts} />
            <FailuresByWorkflow {...parts} />
          </div>
        </>
      )}
      <div className={pair}>
        <SlowestSteps {...parts} />
        <MostRetriedSteps {...parts} />
        <FlakiestSteps {...parts} />
        <MostUsedSteps {...parts} />
      </div>
      <div className={tables}>
        <VersionComparison {...parts} />
        <EnvironmentsTable {...parts} />
        <TaskQueuesTable {...parts} />
      </div>
      <div className={tables}>
        <LongestRuns {...parts} hrefOf={hrefOf} />
        <RecentRuns
          filter={filter}
          several={several}
          hrefOf={hrefOf}
          allHref={allHref}
        />
      </div>
    </>
  );
}
