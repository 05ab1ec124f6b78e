import { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ViewFilterQuery,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  StaleNote,
  StatisticsFilter,
  useStatistics,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { FailureGroups } from '../failures/FailureGroups';
import { CardBoundary } from '../layout/Boundary';
import { Card } from '../layout/Card';
import { splitValues } from '../runs-list/address/values';
import { ObjectivesCard } from '../slos/ObjectivesCard';
import { WorkflowObjectives } from '../slos/WorkflowObjectives';
import { NothingEnded } from './NothingEnded';
import { only, RunsQuery, runsHrefOf } from './runsQuery';
import { StatisticsBar } from './StatisticsBar';
import { AddressNote, StatisticsNotes } from './StatisticsNotes';
import { StatisticsParts } from './StatisticsParts';
import { StatisticsSkeleton } from './StatisticsSkeleton';
import { useRedWorkflows } from './useRedWorkflows';
import { useStatisticsAddress } from './useStatisticsAddress';
import { useStatisticsStyles } from './useStatisticsStyles';

/** What the page is about, whatever its reader chooses. */
export type StatisticsScope = Pick<StatisticsFilter, 'workflow' | 'owner'>;

/** What runs come to that ended in some time: of a workflow, of several, or of all. */
export function Statistics(props: {
  scope: StatisticsScope;
  /** It may be about several workflows, of which one can be chosen. */
  several: boolean;
  hrefOf: (runId: string) => string;
  /** Where the runs of the scope are listed that fit a query. */
  listHref: (query: RunsQuery) => string;
  /** More to choose what it is about. */
  chooser?: ReactNode;
}) {
  const { scope, several, hrefOf, listHref, chooser } = props;
  const classes = useStatisticsStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const address = useStatisticsAddress();

  const filter: StatisticsFilter = {
    ...narrowed(scope, address.narrowed, several),
    ...address.asked,
  };
  const { from: _, to: __, ...always } = filter;
  const asked = useStatistics(filter);
  const { statistics } = asked;
  const isOne = !several || filter.workflow?.length === 1;
  const red = useRedWorkflows(filter, statistics, { enabled: !isOne });
  const chosen = chosenQuery(address.narrowed, several);

  const workflowHref = ({ ref }: WorkflowSummary) =>
    address.hrefWith({ workflow: only(ref) });
  // Nothing is expected of a version.
  const { version: ___, ...expected } = chosen;
  const listed = (query: RunsQuery) => listHref({ ...expected, ...query });
  const objectives = (
    <CardBoundary part={t('slos.title')}>
      {isOne ? (
        <WorkflowObjectives
          workflow={filter.workflow![0]}
          environment={filter.environment}
          listHref={listed}
        />
      ) : (
        <ObjectivesCard
          filter={expectedOf(filter)}
          listHref={listed}
          workflowHref={workflowHref}
        />
      )}
    </CardBoundary>
  );

  const content = () => {
    if (asked.loading || red.loading) {
      return <StatisticsSkeleton several={!isOne} onRetry={asked.reload} />;
    }
    if (!statistics) {
      return (
        <Card>
          <ErrorState
            error={asked.error}
            title={t('statistics.error')}
            onRetry={asked.reload}
          />
        </Card>
      );
    }
    return (
      <>
        {Boolean(asked.error) && (
          <StaleNote
            since={asked.updatedAt}
            error={asked.error}
            onRetry={asked.reload}
          />
        )}
        <StatisticsNotes statistics={statistics} />
        {statistics.total.runs === 0 && statistics.previous.runs === 0 ? (
          <>
            <NothingEnded filter={always} allHref={listHref(chosen)} />
            {objectives}
          </>
        ) : (
          <div
            className={`${classes.root} ${classes.content}`}
            aria-busy={asked.changing}
          >
            {asked.changing && <div aria-hidden className={classes.changing} />}
            <StatisticsParts
              statistics={statistics}
              several={!isOne}
              runsHref={runsHrefOf(listHref, chosen, statistics)}
              workflowHref={workflowHref}
              hrefOf={hrefOf}
              filter={always}
              allHref={listHref(chosen)}
              red={red}
              objectives={objectives}
            />
            <FailureGroups filter={failuresOf(filter)} />
            <p className={classes.note}>{t('statistics.queuedNote')}</p>
          </div>
        )}
      </>
    );
  };
  return (
    <div className={classes.root}>
      <StatisticsBar
        address={address}
        scope={scope}
        several={!isOne}
        statistics={statistics}
      >
        {chooser}
      </StatisticsBar>
      <AddressNote
        problems={address.problems}
        onDismiss={address.dismissProblems}
      />
      <CardBoundary part={t('statistics.figures')}>{content()}</CardBoundary>
    </div>
  );
}

type Narrowed = ReturnType<typeof useStatisticsAddress>['narrowed'];

/** The scope, narrowed to what the address names and the scope has. */
function narrowed(
  scope: StatisticsScope,
  { workflow, environment, version }: Narrowed,
  several: boolean,
): StatisticsFilter {
  const wanted = several && workflow ? splitValues(workflow) : undefined;
  const within = wanted?.filter(
    ref => !scope.workflow || scope.workflow.includes(ref),
  );
  return {
    ...scope,
    ...(within && within.length > 0 && { workflow: within }),
    ...(environment && { environment: splitValues(environment) }),
    ...(version && { version: splitValues(version) }),
  };
}

/** The same for the address of a list that has the scope by itself. */
function chosenQuery(
  { workflow, environment, version }: Narrowed,
  several: boolean,
): ViewFilterQuery {
  return {
    ...(several && workflow && { workflow }),
    ...(environment && { environment }),
    ...(version && { version }),
  };
}

/** What objectives are told apart by. */
function expectedOf({ workflow, owner, environment }: StatisticsFilter) {
  return { workflow, owner, environment };
}

/** Failures are not told apart by versions. */
function failuresOf({ workflow, owner, environment }: StatisticsFilter) {
  return { workflow, owner, environment };
}
