import { ComponentType } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import PersonOutline from '@material-ui/icons/PersonOutline';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  formatTimeOfDay,
  ProgressCell,
  RunId,
  SlaChip,
  statusColorsOf,
  StatusChip,
  Tag,
  Timestamp,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../../layout/entityName';
import { ColumnId } from '../columns/columns';
import { PriorityIcon } from './PriorityIcon';

const useStyles = makeStyles(
  theme => ({
    workflow: { fontWeight: 600, color: theme.palette.text.primary },
    quiet: { color: statusColorsOf(theme).quiet, fontSize: 12 },
    first: {
      display: 'flex',
      gap: 6,
      alignItems: 'baseline',
      minWidth: 0,
      '& > :first-child': { overflow: 'hidden', textOverflow: 'ellipsis' },
    },
    // The name is what one looks for: a long version leaves it its room.
    version: {
      flex: 'none',
      maxWidth: '45%',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
    inline: { display: 'inline-flex', alignItems: 'center', gap: 6 },
    forMe: { fontWeight: 500, color: statusColorsOf(theme).waiting.text },
    tags: { display: 'flex', gap: 4, '& > :last-child': { flex: 'none' } },
    tag: { display: 'flex', minWidth: 0 },
  }),
  { name: 'WorkflowRunsCells' },
);

/** A tooltip with thousands of tags would hold up the page and be of no use. */
const MOST_TAGS_NAMED = 30;

/** What a cell shows. */
export interface CellProps {
  run: Run;
  href: string;
}

/** The content of a cell, by its column. */
export const CELLS: Record<ColumnId, ComponentType<CellProps>> = {
  run: RunCell,
  environment: ({ run }) => (
    <div title={run.environment}>{run.environment}</div>
  ),
  status: StatusCell,
  progress: ({ run }) => (
    <ProgressCell
      progress={run.progress}
      status={run.status}
      step={run.currentSteps[0]?.name ?? run.error?.stepKey}
    />
  ),
  started: StartedCell,
  duration: ({ run }) => (
    <Duration
      value={run.durationMs}
      from={run.startedAt}
      to={run.completedAt}
    />
  ),
  sla: ({ run }) => <SlaChip run={run} />,
  priority: PriorityCell,
  hitl: HitlCell,
  tags: TagsCell,
  owner: OwnerCell,
};

function RunCell({ run, href }: CellProps) {
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <>
      <div className={classes.first}>
        <Link
          to={href}
          className={classes.workflow}
          data-run-link
          aria-label={t('list.open', {
            id: run.id,
            workflow: run.workflow.title,
          })}
        >
          <bdi>{run.workflow.title}</bdi>
        </Link>
        <span
          className={`${classes.quiet} ${classes.version}`}
          title={run.workflowVersion}
        >
          {run.workflowVersion && `v${run.workflowVersion}`}
        </span>
      </div>
      <div className={`${classes.first} ${classes.quiet}`}>
        <span>{words('engine', run.workflow.engine)}</span>
        <span aria-hidden>·</span>
        <RunId id={run.id} />
      </div>
    </>
  );
}

function StatusCell({ run }: CellProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const pausing = run.pauseRequested && run.status === 'running';
  return (
    <StatusChip
      status={run.status}
      label={pausing ? t('run.pausing') : undefined}
    />
  );
}

function StartedCell({ run }: CellProps) {
  const classes = useStyles();
  const words = useWords();
  const { startedAt, queuedAt, status } = run;
  return (
    <>
      <div>
        {startedAt ? <Timestamp value={startedAt} /> : words('status', status)}
      </div>
      <div className={classes.quiet}>
        {startedAt ? (
          formatTimeOfDay(startedAt)
        ) : (
          <Timestamp value={queuedAt} />
        )}
      </div>
    </>
  );
}

function PriorityCell({ run }: CellProps) {
  const classes = useStyles();
  const words = useWords();
  return (
    <span className={classes.inline}>
      <PriorityIcon priority={run.priority} />
      {words('priority', run.priority)}
    </span>
  );
}

/** Whether a step names other approvers, only the run itself tells. */
function HitlCell({ run }: CellProps) {
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!run.hitl) return <span aria-hidden>–</span>;
  const mayDecide =
    run.status === 'waiting_human' && run.allowedActions.decide?.allowed;
  return mayDecide ? (
    <span
      className={`${classes.inline} ${classes.forMe}`}
      title={t('list.mayDecide')}
    >
      <PersonOutline style={{ fontSize: 16 }} aria-hidden />
      {t('list.toDecide')}
    </span>
  ) : (
    <span>{words('hitl', run.hitl)}</span>
  );
}

function TagsCell({ run: { tags } }: CellProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (tags.length === 0) return <span aria-hidden>–</span>;
  const rest = tags.slice(1);
  return (
    <span className={classes.tags}>
      <span className={classes.tag}>
        <Tag size="small" title={tags[0]}>
          {tags[0]}
        </Tag>
      </span>
      {rest.length > 0 && (
        <Tag size="small" title={rest.slice(0, MOST_TAGS_NAMED).join(', ')}>
          <span aria-label={t('list.moreTags', { tags: String(rest.length) })}>
            +{rest.length}
          </span>
        </Tag>
      )}
    </span>
  );
}

function OwnerCell({ run }: CellProps) {
  const classes = useStyles();
  const words = useWords();
  return (
    <>
      <div title={run.owner ?? undefined}>
        {run.owner ? entityName(run.owner) : '–'}
      </div>
      <div className={classes.quiet} title={run.triggeredBy ?? undefined}>
        {run.triggeredBy
          ? entityName(run.triggeredBy)
          : words('trigger', run.triggerType)}
      </div>
    </>
  );
}
