import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SloPoint,
  WorkflowSlosDetail,
} from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ChartCard } from '../layout/ChartCard';
import { DataTable } from '../layout/DataTable';
import { Fact } from '../layout/Fact';
import { formatPercent } from '../layout/formatPercent';
import { Gauge } from '../statistics/charts/Gauge';
import { fewStyle } from '../statistics/charts/outcomeStyle';
import { Line } from '../statistics/charts/Line';
import { TimeChart } from '../statistics/charts/TimeChart';
import { RunsQuery } from '../statistics/runsQuery';
import { usePointWords } from '../statistics/usePointWords';
import { badRuns } from './badRuns';
import { SeverityChip } from './SeverityChip';
import { LOOKS, stateOf } from './severityLook';
import { useSloWords } from './useSloWords';

const TICKS = [0, 0.5, 1].map(value => ({
  value,
  label: formatPercent(value),
}));

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 16px',
      marginBottom: 12,
    },
    value: {
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    quiet: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    budget: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: '0 16px',
      marginBottom: 6,
    },
    burn: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(84px, 1fr))',
      gap: '8px 16px',
      margin: '4px 0 0',
    },
    part: { marginTop: sizes.cardPaddingY },
  }),
  { name: 'WorkflowRunsObjective' },
);

type DetailedSlo = WorkflowSlosDetail['slos'][number];

interface ObjectiveProps {
  slo: DetailedSlo;
  timeZone: string;
  /** Where the runs are listed that fit a query. */
  listHref: (query: RunsQuery) => string;
}

/** An objective of a workflow: whether it is met, what is left of its budget, and how fast that is used. */
export function ObjectiveCard(props: ObjectiveProps) {
  const { slo } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useSloWords();
  const notes = [
    ...(slo.durationMs === null ? [] : [t('slos.accuracy')]),
    ...(slo.capped ? [t('slos.capped')] : []),
  ];
  return (
    <ChartCard
      title={words.objective(slo)}
      scope={words.scope(slo)}
      note={notes.length > 0 ? notes.join(' ') : undefined}
      chart={<Summary {...props} />}
      table={<Days {...props} />}
    />
  );
}

function Summary(props: ObjectiveProps) {
  const { slo, listHref } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useSloWords();
  const isFew = slo.severity === null;
  const { used, leftShare } = slo.budget;
  const { tone } = LOOKS[stateOf(slo)];
  return (
    <>
      <div className={classes.head}>
        <span className={classes.value}>{words.reached(slo)}</span>
        <SeverityChip slo={slo} />
        <p className={classes.quiet}>{words.good(slo)}</p>
      </div>
      <div className={`${classes.quiet} ${classes.budget}`}>
        <span>
          {t('slos.budget')}: {words.budget(slo)}
        </span>
        {used > 0 ? (
          <Link to={listHref(badRuns(slo))}>
            {t(`slos.bad.${slo.objective}`, { count: used })}
          </Link>
        ) : (
          <span>{t(`slos.noBad.${slo.objective}`)}</span>
        )}
      </div>
      <Gauge
        label={t('slos.budget')}
        value={isFew ? 1 : Math.max(0, leftShare ?? 1)}
        text={words.budget(slo)}
        before={null}
        style={
          isFew ? fewStyle(colors) : { backgroundColor: colors[tone].fill }
        }
      />
      <div className={classes.part}>
        <p className={classes.quiet} title={t('slos.burnHint')}>
          {t('slos.burn')}
        </p>
        <dl className={classes.burn}>
          {slo.burn.map(each => (
            <Fact
              key={each.window}
              label={t(`slos.burnWindow.${each.window}`)}
              note={words.burnOf(each)}
            >
              {isFew ? '–' : words.rate(each)}
            </Fact>
          ))}
        </dl>
      </div>
      {!isFew && (
        <div className={classes.part}>
          <p className={classes.quiet}>{t('slos.chart')}</p>
          <BudgetOverTime {...props} />
        </div>
      )}
    </>
  );
}

function BudgetOverTime({ slo, timeZone, listHref }: ObjectiveProps) {
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useSloWords();
  const times = usePointWords({ interval: 'day', timeZone });
  const { tone } = LOOKS[stateOf(slo)];
  const badOf = ({ bad, runs }: SloPoint) =>
    t('slos.burnOf', { bad: words.count(bad), runs: words.count(runs) });
  return (
    <TimeChart
      label={`${t('slos.chart')}. ${t('statistics.chartKeys')}`}
      points={slo.series.map(point => ({
        id: point.from,
        label: times.short(point),
        name: `${times.long(point)}: ${words.day(point.leftShare)}, ${badOf(
          point,
        )}`,
        tip: (
          <>
            <b>{times.long(point)}</b>
            <span>{words.day(point.leftShare)}</span>
            <span>{badOf(point)}</span>
          </>
        ),
        href: listHref(badRuns(slo, point)),
      }))}
      ticks={TICKS}
      draw={scale => (
        <Line
          scale={scale}
          values={slo.series.map(({ leftShare }) =>
            leftShare === null ? null : Math.max(0, leftShare),
          )}
          color={colors[tone].fill}
          width={2}
        />
      )}
    />
  );
}

function Days({ slo, timeZone, listHref }: ObjectiveProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useSloWords();
  const times = usePointWords({ interval: 'day', timeZone });
  return (
    <DataTable<SloPoint>
      label={words.objective(slo)}
      items={slo.series}
      idOf={point => point.from}
      columns={[
        {
          id: 'time',
          label: t('statistics.columns.time'),
          cell: point => times.long(point),
        },
        {
          id: 'runs',
          label: t('statistics.columns.runs'),
          number: true,
          cell: ({ runs }) => words.count(runs),
        },
        {
          id: 'bad',
          label: t('slos.columns.bad'),
          number: true,
          cell: point => (
            <Link to={listHref(badRuns(slo, point))}>
              {words.count(point.bad)}
            </Link>
          ),
        },
        {
          id: 'left',
          label: t('slos.columns.left'),
          number: true,
          cell: ({ leftShare }) =>
            slo.severity === null ? '–' : words.day(leftShare),
        },
      ]}
    />
  );
}
