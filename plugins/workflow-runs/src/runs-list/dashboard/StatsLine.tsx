import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunCount } from 'backstage-plugin-workflow-runs-common';
import {
  Bone,
  StaleNote,
  statusColorsOf,
  useFormats,
  useNow,
  useRunCounts,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Wanted } from '../address/listAddress';
import { STATUSES } from '../address/views';
import { countWords } from './countWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: '4px 8px',
    },
    part: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      '& + &': {
        paddingLeft: 12,
        borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
    },
    stat: {
      display: 'inline-flex',
      alignItems: 'baseline',
      gap: 8,
      padding: '0 8px',
      margin: '0 0 0 -8px',
      border: 0,
      borderRadius: 4,
      background: 'none',
      font: 'inherit',
      color: 'inherit',
      cursor: 'pointer',
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
      '& + &': { marginLeft: 4 },
    },
    number: {
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    label: {
      fontSize: 13,
      lineHeight: '20px',
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsStatsLine' },
);

const MINUTE_MS = 60_000;

/**
 * How many runs there are now, and what has become of those that were queued today: all that the reader
 * may see, whatever the filters. A click lists them.
 */
export function StatsLine(props: {
  onShow: (wanted: Partial<Wanted>) => void;
}) {
  const { onShow } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const midnight = startOfDay(useNow(MINUTE_MS));
  const all = useRunCounts({});
  const today = useRunCounts({ from: midnight });
  const error = all.error ?? today.error;
  const from = new Date(midnight).toISOString();

  // Why there is nothing at all, the list says.
  if (error && !all.countOf()) return <div className={classes.root} />;
  const stat = (
    label: string,
    count: RunCount | undefined,
    wanted: Partial<Wanted>,
  ) => (
    <Stat
      label={label}
      count={count}
      onShow={() =>
        onShow({ saved: null, filter: {}, sort: '-queuedAt', ...wanted })
      }
    />
  );
  const queuedToday = { filter: { from } };
  return (
    <div className={classes.root} role="group" aria-label={t('stats.label')}>
      <div className={classes.part}>
        {stat(t('stats.active'), all.countOf(STATUSES.active), {
          view: 'active',
        })}
        {stat(t('stats.pending'), all.countOf(STATUSES.pending), {
          view: 'pending',
        })}
        {stat(t('stats.waiting'), all.countOf(STATUSES.waiting), {
          view: 'all',
          filter: { status: 'waiting_human' },
        })}
      </div>
      <div className={classes.part}>
        {stat(t('stats.today'), today.countOf(), {
          view: 'all',
          ...queuedToday,
        })}
        {stat(t('stats.todayCompleted'), today.countOf(STATUSES.completed), {
          view: 'completed',
          ...queuedToday,
        })}
        {stat(t('stats.todayFailed'), today.countOf(['failed']), {
          view: 'failed',
          filter: { from, status: 'failed' },
        })}
      </div>
      <span className={classes.label}>{t('stats.scope')}</span>
      {Boolean(error) && (
        <StaleNote
          since={all.updatedAt}
          error={error}
          onRetry={() => {
            all.reload();
            today.reload();
          }}
        />
      )}
    </div>
  );
}

function Stat(props: {
  label: string;
  count: RunCount | undefined;
  onShow: () => void;
}) {
  const { label, count, onShow } = props;
  const classes = useStyles();
  const formats = useFormats();
  return (
    <button type="button" className={classes.stat} onClick={onShow}>
      <span className={classes.number}>
        {count ? (
          countWords(count, formats.locale)
        ) : (
          <Bone width={20} height={18} />
        )}
      </span>{' '}
      <span className={classes.label}>{label}</span>
    </button>
  );
}

/** Midnight where the reader is, in epoch milliseconds. */
function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}
