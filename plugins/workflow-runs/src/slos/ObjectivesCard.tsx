import { useState } from 'react';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  joinList,
  Slo,
  Slos,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  sizes,
  SlosFilter,
  statusColorsOf,
  TextButton,
  useSlos,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { PanelBody } from '../layout/PanelBody';
import { RunsQuery } from '../statistics/runsQuery';
import { badRuns } from './badRuns';
import { SeverityChip } from './SeverityChip';
import { isUrgent, URGENT } from './severityLook';
import { SloProblems } from './SloProblems';
import { useSloWords } from './useSloWords';

const MOST = 5;
const SHOWN_BURN = ['PT1H', 'PT6H', 'PT72H'];

const useStyles = makeStyles(
  theme => ({
    none: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      margin: 0,
      padding: `0 ${sizes.cardPaddingX}px ${sizes.cardPaddingY}px`,
      color: statusColorsOf(theme).completed.text,
    },
    problems: { padding: `0 ${sizes.cardPaddingX}px` },
    note: {
      margin: 0,
      padding: `8px ${sizes.cardPaddingX}px`,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsObjectives' },
);

interface Row {
  workflow: WorkflowSummary;
  slo: Slo;
}

/** The objectives of several workflows that are missed or soon will be, the most urgent first. */
export function ObjectivesCard(props: {
  filter: SlosFilter;
  listHref: (query: RunsQuery) => string;
  /** The statistics of one of them. */
  workflowHref: (workflow: WorkflowSummary) => string;
}) {
  const { filter, listHref, workflowHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const asked = useSlos(filter);
  const { slos } = asked;
  const [all, setAll] = useState(false);
  const title = t('slos.all.title');
  const rows = slos ? urgentOf(slos) : [];
  return (
    <Card label={title} tone={rows.length > 0 ? 'failed' : undefined}>
      <CardTitle title={title} scope={slos && scopeOf(slos)}>
        {rows.length > MOST && (
          <TextButton size="small" color="primary" onClick={() => setAll(!all)}>
            {all
              ? t('statistics.showFewer')
              : t('statistics.showAll', { all: String(rows.length) })}
          </TextButton>
        )}
      </CardTitle>
      <PanelBody
        source={asked}
        title={t('slos.error')}
        rows={3}
        empty={
          slos?.items.length === 0 ? (
            <EmptyState dense title={t('slos.all.empty')}>
              {t('slos.all.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        {slos && (
          <Urgent
            slos={slos}
            rows={all ? rows : rows.slice(0, MOST)}
            listHref={listHref}
            workflowHref={workflowHref}
          />
        )}
      </PanelBody>
    </Card>
  );

  function scopeOf({ totals }: Slos): string {
    const { withTarget: count, withoutTarget } = totals;
    return withoutTarget === 0
      ? t('slos.all.scope', { count })
      : t('slos.all.scopeWithout', { count, without: String(withoutTarget) });
  }
}

/** Of several of the same workflow, others may be between them. */
function urgentOf({ items }: Slos): Row[] {
  const rank = ({ slo }: Row) => URGENT.indexOf(slo.severity!);
  return items
    .flatMap(({ workflow, slos }) =>
      slos.filter(isUrgent).map(slo => ({ workflow, slo })),
    )
    .sort((a, b) => rank(a) - rank(b));
}

function Urgent(props: {
  slos: Slos;
  rows: Row[];
  listHref: (query: RunsQuery) => string;
  workflowHref: (workflow: WorkflowSummary) => string;
}) {
  const { slos, rows, listHref, workflowHref } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useSloWords();
  const wrong = slos.items.filter(({ problems }) => problems.length > 0);
  return (
    <>
      {wrong.length > 0 && (
        <div className={classes.problems}>
          {wrong.map(({ workflow, problems }) => (
            <SloProblems
              key={workflow.id}
              workflow={workflow.title}
              problems={problems}
            />
          ))}
        </div>
      )}
      {rows.length === 0 ? (
        slos.totals.withTarget > 0 && (
          <p className={classes.none}>
            <CheckCircleOutline style={{ fontSize: sizes.icon }} aria-hidden />
            {t('slos.all.none')}
          </p>
        )
      ) : (
        <DataTable<Row>
          label={t('slos.all.title')}
          items={rows}
          idOf={({ workflow, slo }) =>
            `${workflow.id} ${slo.objective} ${slo.environment}`
          }
          columns={[
            {
              id: 'workflow',
              label: t('statistics.columns.workflow'),
              cell: ({ workflow }) => (
                <Link to={workflowHref(workflow)}>{workflow.title}</Link>
              ),
            },
            {
              id: 'objective',
              label: t('slos.columns.objective'),
              cell: ({ slo }) => words.objective(slo),
            },
            {
              id: 'state',
              label: t('slos.columns.state'),
              cell: ({ slo }) => <SeverityChip slo={slo} />,
            },
            {
              id: 'reached',
              label: t('slos.columns.reached'),
              number: true,
              cell: ({ slo }) => words.reached(slo),
            },
            {
              id: 'left',
              label: t('slos.columns.left'),
              number: true,
              cell: ({ slo }) => words.left(slo),
            },
            {
              id: 'burn',
              label: t('slos.columns.burn'),
              number: true,
              cell: ({ slo }) =>
                slo.burn
                  .filter(({ window }) => SHOWN_BURN.includes(window))
                  .map(words.rate)
                  .join(' / '),
            },
            {
              id: 'bad',
              label: t('slos.columns.bad'),
              number: true,
              cell: ({ workflow, slo }) => (
                <Link
                  to={listHref({
                    ...badRuns(slo),
                    workflow: joinList([workflow.ref]),
                  })}
                >
                  {words.count(slo.budget.used)}
                </Link>
              ),
            },
          ]}
        />
      )}
      {!slos.coverage.exact && (
        <p className={classes.note}>{t('slos.capped')}</p>
      )}
    </>
  );
}
