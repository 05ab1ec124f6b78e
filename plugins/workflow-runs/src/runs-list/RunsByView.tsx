import { ReactNode } from 'react';
import { makeStyles, Theme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  RowsSkeleton,
  sizes,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { BulkJobs } from '../bulk/BulkJobs';
import { useBulkPanel } from '../bulk/useBulkPanel';
import { EnginesNote } from '../engines/EnginesNote';
import { FailureStrip } from '../failures/FailureStrip';
import { Boundary, CardBoundary } from '../layout/Boundary';
import { Card } from '../layout/Card';
import { LineTabPanel } from '../layout/LineTabs';
import { useColumns } from './columns/useColumns';
import { AddressProblems } from './dashboard/AddressProblems';
import { PageLinks } from './dashboard/PageLinks';
import { StatsLine } from './dashboard/StatsLine';
import { TABS, ViewTabs } from './dashboard/ViewTabs';
import { FilterBar } from './filters/FilterBar';
import { filtersSet } from './filters/filterKinds';
import { RunList, RunListProps } from './list/RunList';
import { useSelection } from './list/selection';
import { ShareButton } from './saved-views/ShareButton';
import { ViewsMenu } from './saved-views/ViewsMenu';
import { ListScope, useRunListAddress } from './useRunListAddress';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: 16,
      flexWrap: 'wrap',
      marginBottom: 12,
    },
    stats: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: 8,
      minHeight: 36,
      marginBottom: 12,
    },
    buttons: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: 8,
      marginLeft: 'auto',
    },
    note: {
      margin: '8px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsRunsByView' },
);

/** Runs by view, with view and filters in the URL: for all that may be seen, or for one entity. */
export function RunsByView(props: {
  launch: ReactNode;
  hrefOf: RunListProps['hrefOf'];
  /** Narrows the list to workflows of an entity; one of several can still be chosen. */
  scope?: ListScope;
  /** What a list says that is empty although nothing narrows it. */
  nothing?: RunListProps['empty'];
}) {
  const { launch, hrefOf, scope, nothing } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  // The tabs take a line of their own there.
  const narrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  const list = useRunListAddress(scope);
  const columns = useColumns(list.saved.view);
  const { view, filter, within, sort, base, runFilter, me, saved, show } = list;
  // Another list is shown anew, and nothing is selected in it.
  const listed = JSON.stringify([runFilter, sort]);
  const selection = useSelection(listed);
  const bulkPanel = useBulkPanel();
  const notOpened = Boolean(saved.error) && !saved.view;
  const unfiltered = filtersSet(filter).length === 0;
  const viewEmpty = {
    title: t(`list.empty.${view}`),
    hint: t(`list.empty.${view}Hint`),
  };
  const filteredEmpty = {
    title: t('list.empty.filtered'),
    hint: t('list.empty.filteredHint'),
    actions: (
      <TextButton
        size="small"
        variant="outlined"
        onClick={() => show({ filter: {} })}
      >
        {t('list.filters.clear')}
      </TextButton>
    ),
  };
  const unfilteredEmpty = view === 'all' && nothing ? nothing : viewEmpty;
  const tools = (
    <div className={classes.buttons}>
      <BulkJobs
        me={me.ref}
        hrefOf={hrefOf}
        onSelect={runIds => selection.selectAll(runIds.map(id => ({ id })))}
      />
      {launch}
    </div>
  );
  return (
    <>
      <div className={classes.head}>
        <ViewTabs
          view={view}
          runFilterOf={list.runFilterOf}
          meIsKnown={!me.loading}
          onChange={list.showView}
        />
        {!narrow && tools}
      </div>
      <LineTabPanel id={view} idPrefix={TABS}>
        {!scope && (
          <div className={classes.stats}>
            {/* Counts are for convenience: without them the list is still there. */}
            <Boundary fallback={() => null}>
              <StatsLine onShow={show} />
            </Boundary>
            <div className={classes.buttons}>
              <PageLinks />
              <ViewsMenu
                view={saved.view}
                content={{ filter: within, sort, columns: columns.chosen }}
                me={me}
                onOpen={list.openSaved}
              />
              <ShareButton />
              {narrow && tools}
            </div>
          </div>
        )}
        {!scope && (
          <Boundary fallback={() => null}>
            <FailureStrip
              filter={runFilter}
              hrefOf={hrefOf}
              onStarted={job => bulkPanel.open(job.id)}
            />
          </Boundary>
        )}
        {scope && narrow && <div className={classes.stats}>{tools}</div>}
        <AddressProblems problems={list.problems} onDismiss={() => show({})} />
        <FilterBar
          filter={filter}
          base={base}
          runFilter={runFilter}
          onChange={next => show({ filter: next })}
        />
        <Boundary fallback={() => null}>
          <EnginesNote />
        </Boundary>
        {view === 'waiting' && (
          <p className={classes.note}>{t('list.waitingNote')}</p>
        )}
        {notOpened && (
          <Card style={{ marginTop: 16 }}>
            <ErrorState
              error={saved.error}
              title={t('views.openError')}
              notFound={t('views.notFound')}
              onRetry={saved.reload}
            />
          </Card>
        )}
        {!list.ready && !notOpened && (
          <Card style={{ marginTop: 48 }}>
            <RowsSkeleton
              rows={8}
              rowHeight={sizes.runRow}
              onRetry={saved.reload}
            />
          </Card>
        )}
        {list.ready && (
          <CardBoundary key={listed} part={t('list.label')}>
            <RunList
              filter={runFilter}
              sort={sort}
              onSort={next => show({ sort: next })}
              columns={columns}
              selection={selection}
              hrefOf={hrefOf}
              onBulkJob={job => bulkPanel.open(job.id)}
              empty={unfiltered ? unfilteredEmpty : filteredEmpty}
            />
          </CardBoundary>
        )}
      </LineTabPanel>
    </>
  );
}
