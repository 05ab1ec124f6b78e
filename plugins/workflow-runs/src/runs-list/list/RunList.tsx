import { ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkJob,
  Run,
  RunFilter,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import {
  ConnectionAnnouncer,
  EmptyState,
  formatZone,
  LiveIndicator,
  RowsSkeleton,
  sizes,
  StaleNote,
  useFormats,
  useRuns,
  workflowRunsTranslationRef,
  TextButton,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../../layout/Card';
import { ClockNote } from '../../layout/ClockNote';
import { useElementWidth } from '../../layout/useElementWidth';
import { shownColumns } from '../columns/columns';
import { ColumnsButton } from '../columns/ColumnsButton';
import { Columns } from '../columns/useColumns';
import { useWordLengths } from '../columns/useWordLengths';
import { ExportButton } from './ExportButton';
import { ListError } from './ListError';
import { RunGlance } from './RunGlance';
import { RunTable } from './RunTable';
import { Selection } from './selection';
import { SelectedRuns } from './SelectedRuns';
import { useAtTop } from './useAtTop';

const useStyles = makeStyles(
  theme => ({
    above: {
      position: 'relative',
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      minHeight: 32,
      margin: '8px 0',
      fontSize: 13,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    // Nothing below it moves when there is much to say of the connection.
    count: {
      flex: 1,
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    pill: {
      position: 'sticky',
      top: 8,
      zIndex: 2,
      height: 0,
      display: 'flex',
      justifyContent: 'center',
    },
    // What can be done with the selected runs stays free.
    pillBelow: { top: 48, '& > button': { marginTop: 2 } },
    pillButton: {
      height: 32,
      marginTop: -36,
      borderRadius: sizes.radius.pill,
      whiteSpace: 'nowrap',
      backgroundColor: theme.palette.background.paper,
      color: theme.palette.text.primary,
      '&:hover': { backgroundColor: theme.palette.background.default },
    },
    foot: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      justifyContent: 'flex-end',
      gap: 16,
      minHeight: 48,
      padding: '0 20px',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsRunList' },
);

/** What a list of runs shows. */
export interface RunListProps {
  filter: RunFilter;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  columns: Columns;
  selection: Selection;
  hrefOf: (runId: string) => string;
  onBulkJob: (job: BulkJob) => void;
  empty: { title: string; hint: string; actions?: ReactNode };
}

/** Runs that match a filter, kept up to date, in all the states that a list can be in. */
export function RunList(props: RunListProps) {
  const { filter, sort, onSort, columns, selection, hrefOf, empty } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const list = useRef<HTMLDivElement>(null);
  const mayShowNew = useAtTop(list);
  const runs = useRuns(filter, { sort, mayShowNew });
  const [glance, setGlance] = useState<{ run: Run; anchor: HTMLElement }>();
  // The same one each time: a row is drawn again only when its run has changed.
  const openGlance = useCallback(
    (run: Run, anchor: HTMLElement) => setGlance({ run, anchor }),
    [],
  );
  const { ref: card, width } = useElementWidth<HTMLDivElement>();
  const words = useWordLengths();
  const shown = useMemo(
    () => shownColumns(columns.chosen, width, words),
    [columns.chosen, width, words],
  );

  if (runs.loading) {
    return (
      <Card style={{ marginTop: 48 }}>
        <RowsSkeleton rows={8} rowHeight={sizes.runRow} onRetry={runs.reload} />
      </Card>
    );
  }
  if (runs.error && runs.updatedAt === 0) {
    return (
      <Card style={{ marginTop: 48 }}>
        <ListError error={runs.error} onRetry={runs.reload} />
      </Card>
    );
  }
  const showNew = () => {
    runs.showNew();
    list.current?.scrollIntoView?.({ block: 'start' });
  };
  const searched = runs.searchedBackTo
    ? t('list.searchedBackTo', { time: formats.absolute(runs.searchedBackTo) })
    : undefined;
  const more = (
    <TextButton
      size="small"
      variant="outlined"
      disabled={runs.loadingMore}
      onClick={runs.loadMore}
    >
      {searched ? t('list.searchFurther') : t('list.loadMore')}
    </TextButton>
  );
  const stale = Boolean(runs.error) && (
    <StaleNote
      since={runs.updatedAt}
      error={runs.error}
      onRetry={runs.reload}
    />
  );
  const isSelecting = selection.ids.size > 0;
  return (
    <div ref={list}>
      <ConnectionAnnouncer connection={runs.connection} />
      {isSelecting ? (
        <SelectedRuns
          selection={selection}
          runs={runs}
          filter={filter}
          sort={sort}
          note={stale}
          hrefOf={hrefOf}
          onBulkJob={props.onBulkJob}
        />
      ) : (
        <div className={classes.above}>
          <span className={classes.count}>
            {runs.runs.length > 0 &&
              t(`list.shown.${sort}`, { shown: String(runs.runs.length) })}
          </span>
          <ClockNote />
          {stale}
          <LiveIndicator connection={runs.connection} />
          <ExportButton filter={filter} sort={sort} />
          <ColumnsButton columns={columns} shown={shown.map(({ id }) => id)} />
        </div>
      )}
      <div
        className={`${classes.pill} ${isSelecting ? classes.pillBelow : ''}`}
        role="status"
      >
        {runs.newRuns > 0 && (
          <TextButton
            variant="contained"
            size="small"
            className={classes.pillButton}
            startIcon={<ArrowUpward style={{ fontSize: 14 }} />}
            onClick={showNew}
          >
            {t('list.newRuns', { count: runs.newRuns })}
          </TextButton>
        )}
      </div>
      <Card>
        <div ref={card}>
          {runs.runs.length > 0 ? (
            <RunTable
              runs={runs.runs}
              columns={shown}
              sort={sort}
              onSort={onSort}
              selection={selection}
              hrefOf={hrefOf}
              onGlance={openGlance}
            />
          ) : (
            <EmptyState
              title={searched ?? empty.title}
              actions={searched ? more : empty.actions}
            >
              {searched ? t('list.searchedHint') : empty.hint}
            </EmptyState>
          )}
          {runs.runs.length > 0 && (
            <div className={classes.foot}>
              <span style={{ flex: 1 }}>{t('list.keys')}</span>
              <span>{searched ?? t('list.zone', { zone: formatZone() })}</span>
              {runs.hasMore && more}
            </div>
          )}
        </div>
      </Card>
      <RunGlance
        glance={glance}
        hrefOf={hrefOf}
        onClose={() => setGlance(undefined)}
      />
    </div>
  );
}
