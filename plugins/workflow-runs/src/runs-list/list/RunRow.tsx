import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  formatTimeOfDay,
  ProgressCell,
  RunId,
  sizes,
  statusColorsOf,
  StatusChip,
  Tag,
  Timestamp,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { ColumnId, ShownColumn } from './columns';
import { PriorityIcon } from './PriorityIcon';

const useStyles = makeStyles(
  theme => ({
    row: {
      height: sizes.runRow,
      cursor: 'pointer',
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-within': { backgroundColor: theme.palette.action.hover },
      '& > td': {
        padding: '0 8px',
        borderBottom: `1px solid ${statusColorsOf(theme).skipped.wash}`,
        fontSize: 13,
        lineHeight: '18px',
        overflow: 'hidden',
        whiteSpace: 'nowrap',
        textOverflow: 'ellipsis',
        fontVariantNumeric: 'tabular-nums',
      },
      '& > td > div': { overflow: 'hidden', textOverflow: 'ellipsis' },
      '& > td:first-child': { paddingLeft: 20 },
      '& > td:last-child': { paddingRight: 20 },
    },
    workflow: {
      fontWeight: 600,
      color: theme.palette.text.primary,
    },
    quiet: { color: statusColorsOf(theme).quiet, fontSize: 12 },
    first: {
      display: 'flex',
      gap: 6,
      alignItems: 'baseline',
      minWidth: 0,
      '& > :first-child': { overflow: 'hidden', textOverflow: 'ellipsis' },
    },
    inline: { display: 'inline-flex', alignItems: 'center', gap: 6 },
    right: { textAlign: 'right' },
    tags: { display: 'flex', gap: 4, '& > :last-child': { flex: 'none' } },
    tag: { display: 'flex', minWidth: 0 },
  }),
  { name: 'WorkflowRunsRunRow' },
);

/** A run in the list, in two lines. */
export const RunRow = memo(function RunRowContent(props: {
  run: Run;
  columns: ShownColumn[];
  href: string;
  onOpen: (href: string) => void;
}) {
  const { run, columns, href, onOpen } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const started = run.startedAt ?? run.queuedAt;
  const cells: Record<ColumnId, () => JSX.Element> = {
    run: () => (
      <td key="run">
        <div className={classes.first}>
          <Link
            to={href}
            className={classes.workflow}
            aria-label={t('list.open', {
              id: run.id,
              workflow: run.workflow.title,
            })}
          >
            {run.workflow.title}
          </Link>
          <span className={classes.quiet}>v{run.workflowVersion}</span>
        </div>
        <div className={classes.quiet}>
          {words('engine', run.workflow.engine)} · <RunId id={run.id} />
        </div>
      </td>
    ),
    environment: () => <td key="environment">{run.environment}</td>,
    status: () => (
      <td key="status">
        <StatusChip
          status={run.status}
          label={
            run.pauseRequested && run.status === 'running'
              ? t('run.pausing')
              : undefined
          }
        />
      </td>
    ),
    progress: () => (
      <td key="progress">
        <ProgressCell
          progress={run.progress}
          status={run.status}
          step={run.currentSteps[0]?.name ?? run.error?.stepKey}
        />
      </td>
    ),
    started: () => (
      <td key="started">
        <div>
          {run.startedAt ? (
            <Timestamp value={started} />
          ) : (
            words('status', run.status)
          )}
        </div>
        <div className={classes.quiet}>
          {run.startedAt ? (
            formatTimeOfDay(started)
          ) : (
            <Timestamp value={run.queuedAt} />
          )}
        </div>
      </td>
    ),
    duration: () => (
      <td key="duration" className={classes.right}>
        <Duration
          value={run.durationMs}
          from={run.startedAt}
          to={run.completedAt}
        />
      </td>
    ),
    priority: () => (
      <td key="priority">
        <span className={classes.inline}>
          <PriorityIcon priority={run.priority} />
          {words('priority', run.priority)}
        </span>
      </td>
    ),
    tags: () => (
      <td key="tags">
        <Tags tags={run.tags} />
      </td>
    ),
    owner: () => (
      <td key="owner">
        <div title={run.owner ?? undefined}>
          {run.owner ? entityName(run.owner) : '–'}
        </div>
        <div className={classes.quiet} title={run.triggeredBy ?? undefined}>
          {run.triggeredBy
            ? entityName(run.triggeredBy)
            : words('trigger', run.triggerType)}
        </div>
      </td>
    ),
  };
  return (
    <tr
      className={classes.row}
      data-testid={`run-${run.id}`}
      onClick={event => {
        // The link within opens itself, and text can be selected.
        const target = event.target as HTMLElement;
        if (target.closest('a, button') || window.getSelection()?.toString()) {
          return;
        }
        onOpen(href);
      }}
    >
      {columns.map(({ id }) => cells[id]())}
    </tr>
  );
});

function Tags(props: { tags: string[] }) {
  const { tags } = props;
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
        <Tag size="small" title={rest.join(', ')}>
          <span aria-label={t('list.moreTags', { tags: String(rest.length) })}>
            +{rest.length}
          </span>
        </Tag>
      )}
    </span>
  );
}
