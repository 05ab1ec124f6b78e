import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureGroup } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  Tag,
  Timestamp,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Column, DataTable } from '../layout/DataTable';
import { DayBars } from './DayBars';
import { FailureStateChip } from './FailureStateChip';
import { useFailureLinks } from './useFailureLinks';
import { titleOf, useFailureWords } from './useFailureWords';

const useStyles = makeStyles(
  theme => ({
    name: {
      display: '-webkit-box',
      WebkitBoxOrient: 'vertical',
      WebkitLineClamp: 2,
      overflow: 'hidden',
      minWidth: 220,
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    step: { minWidth: 120, overflowWrap: 'break-word' },
    count: { whiteSpace: 'nowrap' },
    workflow: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsFailureTable' },
);

/** Groups of failures, one a row. */
export function FailureTable(props: {
  groups: FailureGroup[];
  /** Whether the groups are of several workflows. */
  withWorkflow?: boolean;
}) {
  const { groups, withWorkflow = false } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const failureWords = useFailureWords();
  const links = useFailureLinks();
  const columns: Column<FailureGroup>[] = [
    {
      id: 'error',
      label: t('failures.columns.error'),
      cell: group => (
        <>
          <Link to={links.group(group.id)} className={classes.name}>
            <bdi>{titleOf(group)}</bdi>
          </Link>
          {withWorkflow && (
            <div className={classes.workflow}>
              <bdi>{group.workflow.title}</bdi>
            </div>
          )}
        </>
      ),
    },
    {
      id: 'step',
      label: t('failures.columns.step'),
      cell: group => <div className={classes.step}>{group.stepKey ?? '–'}</div>,
    },
    {
      id: 'category',
      label: t('failures.columns.category'),
      cell: group => (
        <Tag size="small">{words('category', group.errorCategory)}</Tag>
      ),
    },
    {
      id: 'runs',
      label: t('failures.columns.runs'),
      number: true,
      cell: group => (
        <span className={classes.count}>{failureWords.count(group.seen)}</span>
      ),
    },
    {
      id: 'days',
      label: t('failures.columns.days'),
      cell: group => (
        <DayBars
          days={group.days}
          tone={group.state === 'open' ? 'failed' : 'skipped'}
          width={90}
          height={20}
          label={failureWords.days(group)}
        />
      ),
    },
    {
      id: 'lastSeen',
      label: t('failures.columns.lastSeen'),
      cell: group => <Timestamp value={group.lastSeen} />,
    },
    {
      id: 'state',
      label: t('failures.columns.state'),
      cell: group => <FailureStateChip state={group.state} />,
    },
  ];
  return (
    <DataTable
      label={t('failures.title')}
      columns={columns}
      items={groups}
      idOf={group => group.id}
    />
  );
}
