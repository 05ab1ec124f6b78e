import { makeStyles } from '@material-ui/core/styles';
import HighlightOff from '@material-ui/icons/HighlightOff';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkJob,
  FailureFilter,
  FailureGroup,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import {
  Bone,
  sizes,
  statusColorsOf,
  useFailureGroups,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Strip } from '../layout/Strip';
import { DayBars } from './DayBars';
import { FailureButtons } from './FailureButtons';
import { RetryGroup } from './RetryGroup';
import { useFailureLinks } from './useFailureLinks';
import { titleOf, useFailureWords } from './useFailureWords';

/** Groups that are shown, and days of each. */
const MOST = 3;
const DAYS = 14;

const useStyles = makeStyles(
  theme => ({
    quiet: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    groups: { margin: 0, padding: 0, listStyle: 'none' },
    group: {
      display: 'flex',
      alignItems: 'center',
      gap: 12,
      minHeight: sizes.runRow,
      boxSizing: 'border-box',
      padding: '4px 8px 4px 13px',
      borderLeft: `3px solid ${statusColorsOf(theme).failed.fill}`,
    },
    divided: {
      borderTop: `1px solid ${statusColorsOf(theme).skipped.wash}`,
    },
    words: { flex: 1, minWidth: 0 },
    name: {
      display: 'block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontWeight: 500,
    },
    facts: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    },
    buttons: {
      display: 'flex',
      flex: 'none',
      justifyContent: 'flex-end',
      gap: 4,
      minWidth: 264,
      [theme.breakpoints.down('sm')]: { minWidth: 0 },
    },
  }),
  { name: 'WorkflowRunsFailureStrip' },
);

/**
 * The open failures that belong together and were seen last, of what the filters of the list are about, with
 * what is likeliest to be done about them.
 */
export function FailureStrip(props: {
  filter: RunFilter;
  hrefOf: (runId: string) => string;
  onStarted: (job: BulkJob) => void;
}) {
  const { filter, hrefOf, onStarted } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const links = useFailureLinks();
  const open = useFailureGroups(sharedWith(filter), { limit: MOST });
  const failed = Boolean(open.error) && open.updatedAt === 0;
  return (
    <Strip
      title={t('failures.title')}
      note={
        open.groups.length === 0 && !open.loading && !failed
          ? t('failures.noneOpen')
          : t('failures.scope')
      }
      link={
        <Link to={links.list({ workflow: filter.workflow })}>
          {t('failures.all')}
        </Link>
      }
      source={open}
      error={t('failures.error')}
    >
      {open.loading && (
        <Card>
          <div className={classes.group}>
            <Bone width={280} height={16} />
          </div>
        </Card>
      )}
      {open.groups.length > 0 && (
        <Card>
          <ul className={classes.groups}>
            {open.groups.map((group, index) => (
              <li key={group.id} className={index > 0 ? classes.divided : ''}>
                <Group
                  group={group}
                  href={links.group(group.id)}
                  hrefOf={hrefOf}
                  onStarted={onStarted}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Strip>
  );
}

function Group(props: {
  group: FailureGroup;
  href: string;
  hrefOf: (runId: string) => string;
  onStarted: (job: BulkJob) => void;
}) {
  const { group, href, hrefOf, onStarted } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFailureWords();
  const colors = useStatusColors();
  const title = titleOf(group);
  return (
    <div className={classes.group}>
      <HighlightOff style={{ color: colors.failed.fill }} aria-hidden />
      <div className={classes.words}>
        <Link to={href} className={classes.name} title={title}>
          <bdi>{title}</bdi>
        </Link>
        <div className={`${classes.facts} ${classes.quiet}`}>
          {group.stepKey
            ? t('failures.where', {
                workflow: group.workflow.title,
                step: group.stepKey,
              })
            : group.workflow.title}
          {' · '}
          <strong>{words.runs(group.seen)}</strong>
          {' · '}
          {t('failures.last', { time: words.ago(group.lastSeen) })}
        </div>
      </div>
      <DayBars
        days={group.days.slice(-DAYS)}
        tone="failed"
        width={DAYS * 5}
        height={24}
        label={words.days({ days: group.days.slice(-DAYS) })}
      />
      <div className={classes.buttons}>
        <RetryGroup
          group={group}
          variant="outlined"
          size="small"
          hrefOf={hrefOf}
          onStarted={onStarted}
        />
        <FailureButtons group={group} actions={['snooze']} size="small" />
      </div>
    </div>
  );
}

/** What groups know of the filters of runs; what runs are besides, groups are not. */
function sharedWith(filter: RunFilter): FailureFilter {
  const { workflow, engine, entity, tenant, environment, owner } = filter;
  return {
    workflow,
    engine,
    entity,
    tenant,
    environment,
    owner,
    state: ['open'],
  };
}
