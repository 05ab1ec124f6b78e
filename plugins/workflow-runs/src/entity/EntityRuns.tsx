import { useSearchParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  WorkflowRunsProvider,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { Surface } from '../layout/Surface';
import { FilterBar } from '../runs-list/FilterBar';
import { RunList } from '../runs-list/RunList';
import {
  filterOf,
  ListQuery,
  readListQuery,
  VIEWS,
  writeListQuery,
} from '../runs-list/views';
import { useEntityWorkflow } from './useEntityWorkflow';

const TABS = 'workflow-runs-entity-views';

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
  { name: 'WorkflowRunsEntityRuns' },
);

/** The tab with the runs of the workflow that an entity stands for. */
export function EntityRuns() {
  return (
    <WorkflowRunsProvider>
      <Surface>
        <RunsOfEntity />
      </Surface>
    </WorkflowRunsProvider>
  );
}

function RunsOfEntity() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow, loading, filter, hrefOf } = useEntityWorkflow();
  const [params, setParams] = useSearchParams();
  const query = { ...readListQuery(params), workflow: [] };
  const change = (next: Partial<ListQuery>) =>
    setParams(before => writeListQuery(before, next));
  const launch = (
    <LaunchButton
      workflow={workflow}
      loading={!workflow || loading}
      hrefOf={hrefOf}
    />
  );
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
        {launch}
      </div>
      <LineTabPanel id={query.view} idPrefix={TABS}>
        <FilterBar query={query} onChange={change} showWorkflow={false} />
        <RunList
          key={JSON.stringify(query)}
          filter={{ ...filterOf(query), ...filter }}
          hrefOf={hrefOf}
          empty={
            query.view === 'all' && query.status.length === 0
              ? { title: t('entity.noRuns'), hint: t('entity.noRunsHint') }
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
