import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  sizes,
  statusColorsOf,
  Timestamp,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { formatPercent } from '../layout/formatPercent';
import { FailureGroup } from './failures';
import { outcomeStyle } from './outcomeStyle';
import { RunsSummary } from './summarizeRuns';

/** More are in the table. */
const MOST_BARS = 7;

const useStyles = makeStyles(
  theme => ({
    row: {
      display: 'grid',
      gridTemplateColumns: 'minmax(96px, 2fr) minmax(48px, 3fr) 32px 96px',
      alignItems: 'center',
      gap: 12,
      minHeight: sizes.stepRow,
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    name: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    track: { height: sizes.bar },
    bar: { height: '100%', borderRadius: sizes.radius.bar },
    count: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
    link: {
      textAlign: 'right',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsFailureBars' },
);

/** Failed runs by what they have in common, a bar each. */
export function FailureBars<Group extends FailureGroup>(props: {
  title: string;
  note: string;
  /** What the groups are. */
  column: string;
  /** Most frequent first. */
  groups: Group[];
  nameOf: (group: Group) => string;
  /** Where all runs of a group are listed, where a list can tell them from others. */
  listHrefOf?: (group: Group) => string;
  /** Where a run opens. */
  hrefOf: (runId: string) => string;
  summary: RunsSummary;
}) {
  const { title, note, column, groups, nameOf, listHrefOf, hrefOf, summary } =
    props;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (groups.length === 0) {
    return (
      <Card label={title}>
        <CardTitle title={title} />
        <EmptyState dense title={t('statistics.noFailures')}>
          {t('statistics.noFailuresHint')}
        </EmptyState>
      </Card>
    );
  }
  const most = groups[0].count;
  const nameLink = (group: Group) =>
    listHrefOf ? (
      <Link to={listHrefOf(group)}>{nameOf(group)}</Link>
    ) : (
      nameOf(group)
    );
  const latestLink = ({ latest }: Group) => (
    <Link to={hrefOf(latest.id)}>
      <Timestamp value={latest.completedAt ?? latest.queuedAt} />
    </Link>
  );
  return (
    <ChartCard
      title={title}
      scope={t('statistics.stepsNote', { count: summary.failed })}
      note={note}
      chart={
        <ul className={classes.list} aria-label={title}>
          {groups.slice(0, MOST_BARS).map(group => (
            <li key={group.key} className={classes.row}>
              <span className={classes.name} title={nameOf(group)}>
                {nameLink(group)}
              </span>
              <span className={classes.track} aria-hidden>
                <span
                  className={classes.bar}
                  style={{
                    display: 'block',
                    width: `${(group.count / most) * 100}%`,
                    ...outcomeStyle('failed', colors),
                  }}
                />
              </span>
              <span className={classes.count}>{group.count}</span>
              <span className={classes.link}>{latestLink(group)}</span>
            </li>
          ))}
        </ul>
      }
      table={
        <DataTable
          label={title}
          items={groups}
          idOf={group => group.key}
          columns={[
            { id: 'name', label: column, cell: nameLink },
            {
              id: 'count',
              label: t('statistics.columns.runs'),
              number: true,
              cell: group => group.count,
            },
            {
              id: 'share',
              label: t('statistics.columns.share'),
              number: true,
              cell: group => formatPercent(group.count / summary.failed),
            },
            {
              id: 'latest',
              label: t('statistics.columns.latest'),
              number: true,
              cell: latestLink,
            },
          ]}
        />
      }
    />
  );
}
