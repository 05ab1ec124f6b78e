import { ReactNode, useRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  ErrorState,
  formatZone,
  RowsSkeleton,
  sizes,
  StaleNote,
  useRuns,
  workflowRunsTranslationRef,
  TextButton,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { RunTable } from './RunTable';
import { useAtTop } from './useAtTop';

const useStyles = makeStyles(
  theme => ({
    above: {
      position: 'relative',
      display: 'flex',
      alignItems: 'center',
      minHeight: 32,
      margin: '8px 0',
      fontSize: 13,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    pill: {
      position: 'sticky',
      top: 8,
      zIndex: 2,
      height: 0,
      display: 'flex',
      justifyContent: 'center',
    },
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
  hrefOf: (runId: string) => string;
  empty: { title: string; hint: string; actions?: ReactNode };
}

/** Runs that match a filter, kept up to date, in all the states that a list can be in. */
export function RunList(props: RunListProps) {
  const { filter, hrefOf, empty } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const list = useRef<HTMLDivElement>(null);
  const mayShowNew = useAtTop(list);
  const runs = useRuns(filter, { mayShowNew });

  if (runs.loading) {
    return (
      <Card style={{ marginTop: 48 }}>
        <RowsSkeleton rows={8} rowHeight={sizes.runRow} />
      </Card>
    );
  }
  if (runs.error && runs.updatedAt === 0) {
    return (
      <Card style={{ marginTop: 48 }}>
        <ErrorState
          error={runs.error}
          title={t('list.error')}
          onRetry={runs.reload}
        />
      </Card>
    );
  }
  return (
    <div ref={list}>
      <div className={classes.above}>
        <span style={{ flex: 1 }}>
          {runs.runs.length > 0 &&
            t('list.newestFirst', { shown: String(runs.runs.length) })}
        </span>
        {Boolean(runs.error) && (
          <StaleNote
            since={runs.updatedAt}
            error={runs.error}
            onRetry={runs.reload}
          />
        )}
      </div>
      <div className={classes.pill} role="status">
        {runs.newRuns > 0 && (
          <TextButton
            variant="contained"
            size="small"
            className={classes.pillButton}
            startIcon={<ArrowUpward style={{ fontSize: 14 }} />}
            onClick={() => {
              runs.showNew();
              list.current?.scrollIntoView?.({ block: 'start' });
            }}
          >
            {t('list.newRuns', { count: runs.newRuns })}
          </TextButton>
        )}
      </div>
      <Card>
        {runs.runs.length === 0 ? (
          <EmptyState title={empty.title} actions={empty.actions}>
            {empty.hint}
          </EmptyState>
        ) : (
          <>
            <RunTable runs={runs.runs} hrefOf={hrefOf} />
            <div className={classes.foot}>
              <span>{t('list.zone', { zone: formatZone() })}</span>
              {runs.hasMore && (
                <TextButton
                  size="small"
                  variant="outlined"
                  disabled={runs.loadingMore}
                  onClick={runs.loadMore}
                >
                  {t('list.loadMore')}
                </TextButton>
              )}
            </div>
          </>
        )}
      </Card>
    </div>
  );
}
