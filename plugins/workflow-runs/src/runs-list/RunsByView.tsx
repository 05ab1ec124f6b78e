import { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { FilterBar } from './FilterBar';
import { RunList, RunListProps } from './RunList';
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
  { name: 'WorkflowRunsRunsByView' },
);

const TABS = 'workflow-runs-views';

/** Runs by view, with view and filters in the URL: for all that may be seen, or for one entity. */
export function RunsByView(props: {
  launch: ReactNode;
  hrefOf: RunListProps['hrefOf'];
  /** Narrows the list to an entity; its workflow cannot be chosen then. */
  scope?: RunListProps['filter'];
  /** What an empty list says, where it is not the words of the view. */
  emptyOf: (query: ListQuery) => RunListProps['empty'] | undefined;
}) {
  const { launch, hrefOf, scope, emptyOf } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [params, setParams] = useSearchParams();
  const read = readListQuery(params);
  const query = scope ? { ...read, workflow: [] } : read;
  const change = (next: Partial<ListQuery>) =>
    setParams(before => writeListQuery(before, next));
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
        <FilterBar query={query} onChange={change} showWorkflow={!scope} />
        <RunList
          key={JSON.stringify(query)}
          filter={{ ...filterOf(query), ...scope }}
          hrefOf={hrefOf}
          empty={
            emptyOf(query) ?? {
              title: t(`list.empty.${query.view}`),
              hint: t(`list.empty.${query.view}Hint`),
            }
          }
        />
      </LineTabPanel>
    </>
  );
}
