import {
  BreadcrumbEntry,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { joinList } from 'backstage-plugin-workflow-runs-common';
import {
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DocumentTitle } from '../layout/DocumentTitle';
import { entityName } from '../layout/entityName';
import { SmallSelect } from '../layout/SmallSelect';
import { withQuery } from '../layout/withQuery';
import { rootRouteRef, statisticsRouteRef } from '../routes';
import { useRunHref } from '../run-page/useRunHref';
import { splitValues } from '../runs-list/address/values';
import { Me, useMe } from '../runs-list/saved-views/useMe';
import { only } from './runsQuery';
import { Statistics } from './Statistics';
import { MINE } from './statisticsAddress';
import { StatisticsSkeleton } from './StatisticsSkeleton';
import {
  StatisticsAddressing,
  useStatisticsAddress,
} from './useStatisticsAddress';
import { useStatisticsStyles } from './useStatisticsStyles';

/** What all runs come to that the reader may see, or those of one team or workflow. */
export function StatisticsPage() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { root } = useStatisticsStyles();
  const list = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const href = useRouteRef(statisticsRouteRef)?.() ?? `${list}/statistics`;
  const hrefOf = useRunHref();
  const address = useStatisticsAddress();
  const me = useMe();
  const { owner } = address.narrowed;
  const title = t(
    owner === MINE ? 'statistics.page.myTeams' : 'statistics.page.title',
  );
  const owners = ownersOf(owner, me);
  return (
    <BreadcrumbEntry entry={{ label: t('statistics.page.title'), href }}>
      <DocumentTitle title={title} />
      <div className={root} style={{ paddingTop: 16 }}>
        {owner === MINE && me.loading ? (
          <StatisticsSkeleton several onRetry={me.reload} />
        ) : (
          <Statistics
            // Another team is another page: nothing of the one before may linger.
            key={owner}
            several
            scope={owners ? { owner: owners } : {}}
            hrefOf={hrefOf}
            listHref={query =>
              withQuery(list, {
                ...(owners && { owner: joinList(owners) }),
                ...query,
              })
            }
            chooser={
              <>
                <TeamSelect address={address} me={me} />
                <WorkflowSelect address={address} />
              </>
            }
          />
        )}
      </div>
    </BreadcrumbEntry>
  );
}

function ownersOf(owner: string | undefined, me: Me): string[] | undefined {
  if (owner === undefined) return undefined;
  return owner === MINE ? me.refs : splitValues(owner);
}

function TeamSelect(props: { address: StatisticsAddressing; me: Me }) {
  const { address, me } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const value = address.narrowed.owner ?? '';
  const teams = [...new Set([...me.groups.map(only), value])].filter(
    each => each !== '' && each !== MINE,
  );
  return (
    <SmallSelect
      label={t('statistics.team')}
      value={value}
      onChange={owner => address.narrow({ owner })}
      options={[
        { value: '', label: t('statistics.all.team') },
        { value: MINE, label: t('statistics.page.myTeams') },
        ...teams.map(each => ({
          value: each,
          label: splitValues(each).map(entityName).join(', '),
        })),
      ]}
    />
  );
}

function WorkflowSelect(props: { address: StatisticsAddressing }) {
  const { address } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflows } = useWorkflows();
  const value = address.narrowed.workflow ?? '';
  const options = workflows.map(({ ref, title }) => ({
    value: only(ref),
    label: title,
  }));
  const isKnown = value === '' || options.some(each => each.value === value);
  return (
    <SmallSelect
      label={t('statistics.columns.workflow')}
      value={value}
      // The versions of another workflow are others.
      onChange={workflow => address.narrow({ workflow, version: null })}
      options={[
        { value: '', label: t('statistics.all.workflow') },
        ...options,
        ...(isKnown ? [] : [{ value, label: splitValues(value).join(', ') }]),
      ]}
    />
  );
}
