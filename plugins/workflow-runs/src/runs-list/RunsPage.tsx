import { useSearchParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { runRouteRef } from '../routes';
import { FilterBar } from './FilterBar';
import { RunList } from './RunList';
import {
  filterOf,
  ListQuery,
  readListQuery,
  VIEWS,
  writeListQuery,
} from './views';

const useStyles = makeStyles(
  {
    head: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: 16,
      flexWrap: 'wrap',
      marginBottom: 16,
    },
  },
  { name: 'WorkflowRunsRunsPage' },
);

const TABS = 'workflow-runs-views';

/** All runs that the reader may see. */
export function RunsPage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [params, setParams] = useSearchParams();
  const query = readListQuery(params);
  const change = (next: Partial<ListQuery>) =>
    setParams(before => writeListQuery(before, next));
  const runLink = useRouteRef(runRouteRef);
  const hrefOf = (runId: string) => runLink?.({ runId }) ?? `runs/${runId}`;
  const filtered = query.status.length + query.workflow.length > 0;
  return (
    <>
      <div className={classes.head}>
        <LineTabs
          label={t('list.views.label')}
          idPrefix={TABS}
          value={query.view}
          onChange={view => change({ view, status: [] })}
          tabs={VIEWS.map(view => ({
            id: view,
            label: t(`list.views.${view}`),
          }))}
        />
        <LaunchButton hrefOf={hrefOf} />
      </div>
      <LineTabPanel id={query.view} idPrefix={TABS}>
        <FilterBar query={query} onChange={change} showWorkflow />
        <RunList
          key={JSON.stringify(query)}
          filter={filterOf(query)}
          hrefOf={hrefOf}
          empty={
            filtered
              ? {
                  title: t('list.empty.filtered'),
                  hint: t('list.empty.filteredHint'),
                }
              : {
                  title: t(`list.empty.${query.view}`),
                  hint: t(`list.empty.${query.view}Hint`),
                }
          }
        />
      </LineTabPanel>
    </>
  );
}
